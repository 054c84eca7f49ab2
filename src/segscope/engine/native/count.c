/* Counts of one pair of label maps. Compiled once for each pixel width and each level of the processor. */
#include "bands.h"
#include "boundary_errors.h"
#include "components.h"
#include "loading.h"
#include "rims.h"
#include "tally.h"
#include "touches.h"

static void lay_out(Job *job) {
    const Request *request = job->request;
    Grid *grid = &job->grid;
    int64_t radius = larger(request->disc_radius, request->square_radius);
    ColumnGrid *columns = &job->columns;
    grid->height = request->height;
    grid->width = request->width;
    grid->words = (request->width + WORD - 1) / WORD;
    grid->pad = larger(1, (radius + WORD - 1) / WORD);
    grid->stride = grid->words + 2 * grid->pad;
    /* An odd number of cache lines, so that the rows of a column do not fall into the same few sets. */
    grid->pixel_stride = (grid->words | 1) * WORD;
    columns->pad = grid->pad;
    columns->margin = radius + LANES;
    columns->stride = grid->height + 2 * columns->margin;
    columns->blocks = (grid->height + BLOCK - 1) / BLOCK;
}

/* A word of slack on both sides, since neighbours are read 64 pixels at a time. */
static bool take_maps(Job *job) {
    const Grid *grid = &job->grid;
    size_t bytes = (size_t)(grid->height * grid->pixel_stride + 2 * WORD) * sizeof(Pixel);
    job->truth = segscope_take(job->scratch, SLOT_TRUTH, bytes, false);
    job->prediction = segscope_take(job->scratch, SLOT_PREDICTION, bytes, false);
    if (!job->truth || !job->prediction) return false;
    job->truth += WORD;
    job->prediction += WORD;
    return true;
}

/* Planes that are written whole need zeros only beside their rows; the others start from zero. */
static bool take_planes(Job *job) {
    Plane *whole[] = {&job->truth_edges, &job->prediction_edges, &job->truth_band,  &job->prediction_band,
                      &job->tp,          &job->fp,               &job->fn,          &job->ignored,
                      &job->grown_fp,    &job->grown_fn,         &job->touch_tp,    &job->touch_tn,
                      &job->truth_rim,   &job->prediction_rim,   &job->near_truth_rim, &job->near_prediction_rim};
    Plane *gathered[] = {&job->near_class, &job->naive_fp,   &job->naive_fn,       &job->boundary_fp,
                         &job->boundary_fn, &job->lost_truth, &job->lost_prediction};
    size_t num_whole = sizeof whole / sizeof *whole, num_gathered = sizeof gathered / sizeof *gathered;
    const Grid *grid = &job->grid;
    size_t words = (size_t)(grid->height * grid->stride), bytes = words * sizeof(uint64_t);
    Plane memory = segscope_take(job->scratch, SLOT_PLANES, (num_whole + num_gathered) * bytes, false);
    if (!memory) return false;
    for (size_t i = 0; i < num_gathered; i++, memory += words) *gathered[i] = memset(memory, 0, bytes);
    for (size_t i = 0; i < num_whole; i++, memory += words) {
        *whole[i] = memory;
        for (int64_t y = 0; y < grid->height; y++) {
            memset(memory + y * grid->stride, 0, (size_t)grid->pad * sizeof(uint64_t));
            memset(memory + (y + 1) * grid->stride - grid->pad, 0, (size_t)grid->pad * sizeof(uint64_t));
        }
    }
    return true;
}

static bool take_rows(Job *job) {
    Grid *grid = &job->grid;
    int64_t padded = grid->stride;
    size_t bytes = (size_t)(4 * padded) * sizeof(uint64_t);
    uint64_t *memory = segscope_take(job->scratch, SLOT_ROWS, bytes, false);
    if (!memory) return false;
    memset(memory, 0, bytes);
    job->spare_row = memory + grid->pad;
    job->other_row = job->spare_row + padded;
    job->frame_row = job->other_row + padded;
    uint64_t *valid = job->frame_row + padded;
    set_range(valid, 0, grid->width - 1);
    grid->valid = valid;
    int64_t inner = smaller(job->request->square_radius, grid->width);
    set_range(job->frame_row, 0, inner - 1);
    set_range(job->frame_row, grid->width - inner, grid->width - 1);
    return true;
}

/* Only what lies beside the rows must be zero from the start. */
static bool take_columns(Job *job) {
    const ColumnGrid *columns = &job->columns;
    int64_t words = job->grid.words, plane = (words + 2 * columns->pad) * columns->stride;
    int64_t blocks = words * columns->blocks, wide = 2 * columns->pad + 1;
    size_t bytes = sizeof(uint64_t) * (size_t)(3 * plane) + sizeof(int32_t) * (size_t)(2 * blocks);
    Lanes *memory = segscope_take(job->scratch, SLOT_COLUMNS, sizeof(Lanes) * (size_t)wide + bytes, false);
    if (!memory) return false;
    job->wide_row = memory;
    job->class_tp = (uint64_t *)(memory + wide);
    job->class_tn = job->class_tp + plane;
    job->class_truth = job->class_tn + plane;
    job->filled = (int32_t *)(job->class_truth + plane);
    job->filled_truth = job->filled + blocks;
    memset(job->filled, 0, sizeof(int32_t) * (size_t)(2 * blocks));
    uint64_t *planes[] = {job->class_tp, job->class_tn, job->class_truth};
    for (int i = 0; i < 3; i++)
        for (int64_t j = 0; j < words + 2 * columns->pad; j++) {
            uint64_t *column = planes[i] + j * columns->stride;
            bool beside = j < columns->pad || j >= words + columns->pad;
            int64_t first = beside ? columns->stride : columns->margin;
            memset(column, 0, (size_t)first * sizeof(uint64_t));
            memset(column + columns->stride - columns->margin, 0, (size_t)columns->margin * sizeof(uint64_t));
        }
    return true;
}

static bool take_classes(Job *job) {
    size_t classes = (size_t)job->request->num_classes, words = (size_t)job->grid.words;
    size_t bytes = classes * (2 * sizeof(Box) + 2 * sizeof(int64_t)) + words * sizeof(int64_t);
    char *memory = segscope_take(job->scratch, SLOT_CLASSES, bytes, false);
    if (!memory) return false;
    job->class_count = (int64_t *)memory;
    job->word_count = job->class_count + classes;
    job->last_word = job->word_count + words;
    job->truth_box = (Box *)(job->last_word + classes);
    job->tp_box = job->truth_box + classes;
    for (size_t c = 0; c < 2 * classes; c++) job->truth_box[c] = (Box){.top = 0, .bottom = -1};
    return true;
}

static bool load_map(Job *job, const Source *source, Pixel *map) {
    const Grid *grid = &job->grid;
    Loader loader = loader_of(source, job->request);
    for (int64_t y = 0; y < grid->height; y++) {
        Pixel *row = pixel_row_to_fill(map, grid, y);
        if (!load_row(&loader, y, row)) return false;
        for (int64_t x = grid->width; x < grid->pixel_stride; x++) row[x] = NONE;
    }
    return true;
}

static bool keep_touching(Job *job, const Pixel *own, const Pixel *other, Plane edges, Plane grown, Plane out) {
    find_touches(job, own, other, grown, job->touch_tp, job->touch_tn);
    Components what = {own, edges, grown, job->touch_tp, job->touch_tn, out};
    return mark_components(job, &what);
}

static bool grow_and_keep(Job *job, const Disc *disc) {
    return grow(job, disc, job->prediction, job->fp, job->naive_fp, job->grown_fp) &&
           grow(job, disc, job->truth, job->fn, job->naive_fn, job->grown_fn) &&
           keep_touching(job, job->prediction, job->truth, job->prediction_edges, job->grown_fp, job->boundary_fp) &&
           keep_touching(job, job->truth, job->prediction, job->truth_edges, job->grown_fn, job->boundary_fn);
}

static bool take_disc(Job *job, Disc *disc) {
    disc->radius = job->request->disc_radius;
    disc->narrower = segscope_take(job->scratch, SLOT_DISC, sizeof(int64_t) * (size_t)(disc->radius + 1), false);
    if (!disc->narrower) return false;
    fill_disc(disc);
    return true;
}

static bool find_kinds(Job *job, const Disc *disc) {
    Components truth = {job->truth, job->truth_edges, job->fn, NULL, NULL, job->lost_truth};
    Components prediction = {job->prediction, job->prediction_edges, job->fp, NULL, NULL, job->lost_prediction};
    find_boxes(job);
    return mark_components(job, &truth) && mark_components(job, &prediction) && find_naive(job, disc) &&
           (disc->radius == 0 || grow_and_keep(job, disc));
}

/* The planes of one word, with the frame in the bands where it is a boundary. */
typedef struct {
    uint64_t truth_band, prediction_band, truth_trimap;
    int64_t at;
} Word;

static void add_kinds(const Job *job, const Word *word, uint64_t pixels, bool predicted, Pair *pair) {
    uint64_t boundary_fn = pixels & job->boundary_fn[word->at], boundary_fp = pixels & job->boundary_fp[word->at];
    uint64_t lost_truth = job->lost_truth[word->at], lost_prediction = job->lost_prediction[word->at];
    uint64_t fn[KINDS] = {boundary_fn, pixels & ~boundary_fn & ~lost_truth, pixels & ~boundary_fn & lost_truth};
    uint64_t fp[KINDS] = {boundary_fp, pixels & ~boundary_fp & ~lost_prediction,
                          pixels & ~boundary_fp & lost_prediction};
    for (int fn_kind = 0; fn_kind < KINDS; fn_kind++) {
        if (!fn[fn_kind]) continue;
        if (!predicted) pair->pixels[fn_kind][0] += bit_count(fn[fn_kind]);
        for (int fp_kind = 0; predicted && fp_kind < KINDS; fp_kind++)
            pair->pixels[fn_kind][fp_kind] += bit_count(fn[fn_kind] & fp[fp_kind]);
    }
}

static bool add_wrong(const Job *job, const Word *word, uint64_t pixels, Pixel truth, Pixel prediction,
                      Tally *tally, int64_t *columns) {
    int64_t classes = job->request->num_classes;
    columns[BIOU_UNION * classes + truth] += bit_count(pixels & word->truth_band);
    columns[TRIMAP_UNION * classes + truth] += bit_count(pixels & word->truth_trimap);
    if (prediction != NONE) {
        columns[BIOU_UNION * classes + prediction] += bit_count(pixels & word->prediction_band);
        columns[TRIMAP_UNION * classes + prediction] += bit_count(pixels & job->near_class[word->at]);
    }
    Pair *pair = pair_of(tally, job->scratch, truth, prediction);
    if (!pair) return false;
    add_kinds(job, word, pixels, prediction != NONE, pair);
    return true;
}

static void add_right(const Job *job, const Word *word, uint64_t pixels, Pixel truth, int64_t *columns) {
    int64_t classes = job->request->num_classes;
    columns[TP * classes + truth] += bit_count(pixels);
    uint64_t either = word->truth_band | word->prediction_band;
    if (!(pixels & either)) return;
    columns[BIOU_INTERSECTION * classes + truth] += bit_count(pixels & word->truth_band & word->prediction_band);
    columns[BIOU_UNION * classes + truth] += bit_count(pixels & either);
    int64_t trimap = bit_count(pixels & word->truth_trimap);
    columns[TRIMAP_INTERSECTION * classes + truth] += trimap;
    columns[TRIMAP_UNION * classes + truth] += trimap;
}

/* Rim pixels of a run, by its class in each of the maps. */
static void add_rims(const Job *job, int64_t at, uint64_t pixels, Pixel truth, Pixel prediction, int64_t *columns) {
    int64_t classes = job->request->num_classes;
    uint64_t truth_rim = pixels & job->truth_rim[at], prediction_rim = pixels & job->prediction_rim[at];
    if (truth_rim) {
        columns[EDGE_TRUTH * classes + truth] += bit_count(truth_rim);
        columns[EDGE_TRUTH_NEAR * classes + truth] += bit_count(truth_rim & job->near_truth_rim[at]);
    }
    if (prediction_rim) {
        columns[EDGE_PREDICTION * classes + prediction] += bit_count(prediction_rim);
        columns[EDGE_PREDICTION_NEAR * classes + prediction] +=
            bit_count(prediction_rim & job->near_prediction_rim[at]);
    }
}

/* Count one word of pixels, run by run: a run has one true and one predicted class. */
static bool count_word(const Job *job, const Word *word, const Pixel *truth, const Pixel *prediction,
                       uint64_t valid, Tally *tally, int64_t *columns) {
    uint64_t edges = job->truth_edges[word->at] | job->prediction_edges[word->at];
    bool rims = job->request->count_edges && (job->truth_rim[word->at] | job->prediction_rim[word->at]) != 0;
    for (int from = 0; from < WORD;) {
        int to = edges ? lowest_bit(edges) : WORD - 1;
        uint64_t pixels = bit_range(from, to) & valid;
        if (truth[from] == NONE) {
            /* ignored, or beyond the picture */
        } else if (truth[from] == prediction[from]) {
            add_right(job, word, pixels, truth[from], columns);
        } else if (!add_wrong(job, word, pixels, truth[from], prediction[from], tally, columns)) {
            return false;
        }
        if (rims) add_rims(job, word->at, pixels, truth[from], prediction[from], columns);
        edges &= edges - 1;
        from = to + 1;
    }
    return true;
}

static bool count_all(const Job *job, Tally *tally, int64_t *columns, int64_t *ignored) {
    const Grid *grid = &job->grid;
    int64_t radius = job->request->square_radius;
    for (int64_t y = 0; y < grid->height; y++) {
        bool at_frame = y < radius || y >= grid->height - radius;
        for (int64_t j = 0; j < grid->words; j++) {
            Word word = {.at = y * grid->stride + grid->pad + j};
            word.truth_trimap = job->truth_band[word.at];
            uint64_t frame = at_frame ? ~UINT64_C(0) : job->frame_row[j];
            if (!job->request->frame_is_boundary) frame = 0;
            word.truth_band = word.truth_trimap | frame;
            word.prediction_band = job->prediction_band[word.at] | frame;
            *ignored += bit_count(job->ignored[word.at]);
            if (!count_word(job, &word, pixel_row(job->truth, grid, y) + j * WORD,
                            pixel_row(job->prediction, grid, y) + j * WORD, grid->valid[j], tally, columns))
                return false;
        }
    }
    return true;
}

static void finish_columns(const Job *job, int64_t ignored, Result *result) {
    int64_t classes = job->request->num_classes, *columns = result->columns;
    int64_t counted = job->grid.height * job->grid.width - ignored;
    for (int64_t c = 0; c < classes; c++) {
        int64_t taken = 0;
        for (int kind = FP_BOUNDARY; kind <= FN_SEGMENT; kind++) taken += columns[kind * classes + c];
        columns[IGNORE * classes + c] = ignored;
        columns[TN * classes + c] = counted - columns[TP * classes + c] - taken;
        result->confusion[c * classes + c] = columns[TP * classes + c];
    }
}

enum Status NAME3(segscope_count_, PIXEL_BITS, LEVEL)(const Request *request, Scratch *scratch, Result *result) {
    Job job = {.request = request, .scratch = scratch};
    Tally tally = {.room = 0};
    Disc disc;
    int64_t ignored = 0;
    lay_out(&job);
    if (!take_maps(&job) || !take_rows(&job)) return NO_MEMORY;
    if (!load_map(&job, &request->truth, job.truth)) return BAD_TRUTH;
    if (!load_map(&job, &request->prediction, job.prediction)) return BAD_PREDICTION;
    if (!take_planes(&job) || !take_classes(&job)) return NO_MEMORY;
    find_edges(&job, job.truth, job.truth_edges);
    find_edges(&job, job.prediction, job.prediction_edges);
    find_band(&job, job.truth, job.truth_edges, job.truth_band);
    find_band(&job, job.prediction, job.prediction_edges, job.prediction_band);
    find_errors(&job);
    if (!take_disc(&job, &disc) || !take_columns(&job)) return NO_MEMORY;
    if (request->count_edges && !match_rims(&job, &disc)) return NO_MEMORY;
    if (job.any_error && !find_kinds(&job, &disc)) return NO_MEMORY;
    if (!resize_tally(&tally, scratch, 256) || !count_all(&job, &tally, result->columns, &ignored) ||
        !finish_tally(&tally, scratch, request->num_classes, result))
        return NO_MEMORY;
    finish_columns(&job, ignored, result);
    return COUNTED;
}
