/* Which wrong pixels are boundary errors (Bernhard et al., WACV 2024), for all classes in one go.
 *
 * A wrong pixel has one class that it is falsely predicted as and one that it is missed by. For each word
 * of pixels and each such class, the disc is asked once; the answers of all classes share a plane.
 */
#ifndef SEGSCOPE_BOUNDARY_ERRORS_H
#define SEGSCOPE_BOUNDARY_ERRORS_H

#include "discs.h"

/* One word of pixels that asks for one class; words are numbered within a strip of rows. */
typedef struct {
    uint32_t word;
    uint32_t label;
} Question;

typedef struct {
    Question *list, *sorted;
    int64_t count, room;
} Questions;

static bool ask(Questions *questions, Scratch *scratch, uint32_t word, uint32_t label) {
    if (questions->count == questions->room) {
        questions->room = larger(4096, 2 * questions->room);
        questions->list =
            segscope_take(scratch, SLOT_PAIRS, (size_t)questions->room * sizeof(Question), true);
        if (!questions->list) return false;
    }
    questions->list[questions->count++] = (Question){word, label};
    return true;
}

static bool sort_questions(const Job *job, Questions *questions) {
    int64_t num_classes = job->request->num_classes, *start = job->class_count;
    size_t bytes = (size_t)(questions->count + 1) * sizeof(Question);
    questions->sorted = segscope_take(job->scratch, SLOT_SORTED_PAIRS, bytes, false);
    if (!questions->sorted) return false;
    memset(start, 0, sizeof(int64_t) * (size_t)(num_classes + 1));
    for (int64_t i = 0; i < questions->count; i++) start[questions->list[i].label + 1]++;
    for (int64_t c = 0; c < num_classes; c++) start[c + 1] += start[c];
    for (int64_t i = 0; i < questions->count; i++)
        questions->sorted[start[questions->list[i].label]++] = questions->list[i];
    return true;
}

/* Ask, for the classes that `wanted` pixels of a word bear, each once. */
static bool ask_labels(Job *job, Questions *questions, const Pixel *labels, uint64_t wanted, uint32_t word) {
    while (wanted) {
        Pixel label = labels[lowest_bit(wanted)];
        wanted &= ~equal_value(labels, label);
        if (job->last_word[label] == word) continue;
        job->last_word[label] = word;
        if (!ask(questions, job->scratch, word, label)) return false;
    }
    return true;
}

static void forget_words(Job *job) {
    for (int64_t c = 0; c < job->request->num_classes; c++) job->last_word[c] = -1;
}

static void forget_filled(const Job *job, int64_t *filled) {
    for (int64_t j = 0; j < job->grid.words; j++) filled[j] = -1;
}

/* Rows per strip: the questions of a strip are held at once, and each strip fills its margins anew. */
static int64_t strip_rows(const Job *job) {
    int64_t margins = 8 * larger(job->request->disc_radius, job->request->square_radius);
    return larger(margins, ((int64_t)1 << 22) / job->grid.pixel_stride);
}

/* A word of pixels: where it stands in the label maps, in the planes, and in its row. */
typedef struct {
    int64_t in_maps, in_planes, in_row;
} Place;

static inline Place place_of(const Grid *grid, int64_t y, int64_t word) {
    return (Place){y * grid->pixel_stride + word * WORD, y * grid->stride + grid->pad + word, word};
}

/* Fillers are constants where they are used, so that compilers can take them into the loop. */
typedef void FillWord(const Job *job, Place at, Pixel label);

INLINED void fill_class_word(const Job *job, Place at, Pixel label) {
    uint64_t truth = equal_value(job->truth + at.in_maps, label);
    uint64_t prediction = equal_value(job->prediction + at.in_maps, label);
    job->class_tp[at.in_planes] = truth & prediction;
    job->class_tn[at.in_planes] = job->grid.valid[at.in_row] & ~(truth | prediction);
}

INLINED void fill_truth_word(const Job *job, Place at, Pixel label) {
    job->class_truth[at.in_planes] = equal_value(job->truth + at.in_maps, label);
}

INLINED void fill_naive_fp_word(const Job *job, Place at, Pixel label) {
    uint64_t bits = job->naive_fp[at.in_planes];
    job->class_tp[at.in_planes] = bits ? bits & equal_value(job->prediction + at.in_maps, label) : 0;
}

INLINED void fill_naive_fn_word(const Job *job, Place at, Pixel label) {
    uint64_t bits = job->naive_fn[at.in_planes];
    job->class_tp[at.in_planes] = bits ? bits & equal_value(job->truth + at.in_maps, label) : 0;
}

/* Make a class's planes hold what a query for these bits of (y, word) sees; questions of a class come in
 * row order. */
INLINED void fill_around(const Job *job, int64_t *filled, int64_t y, int64_t word, uint64_t wanted, int64_t radius,
                         Pixel label, FillWord *fill) {
    const Grid grid = job->grid; /* a copy, which the stores below cannot change */
    int64_t reach = (radius + WORD - 1) / WORD, last = smaller(grid.height - 1, y + radius);
    Sides sides = sides_of(wanted, radius);
    int64_t first_word = larger(0, sides.left ? word - reach : word);
    int64_t last_word = smaller(grid.words - 1, sides.right ? word + reach : word);
    for (int64_t j = first_word; j <= last_word; j++) {
        int64_t row = larger(filled[j] + 1, larger(0, y - radius));
        filled[j] = larger(filled[j], last);
        for (Place at = place_of(&grid, row, j); row <= last; row++) {
            fill(job, at, label);
            at.in_maps += grid.pixel_stride;
            at.in_planes += grid.stride;
        }
    }
}

static void answer_naive(Job *job, const Disc *disc, int64_t y, int64_t word, Pixel label) {
    const Grid *grid = &job->grid;
    int64_t at = y * grid->stride + grid->pad + word, square = job->request->square_radius;
    uint64_t fp = job->fp[at] ? job->fp[at] & equal_value(pixel_row(job->prediction, grid, y) + word * WORD, label) : 0;
    uint64_t fn = job->fn[at] ? job->fn[at] & equal_value(pixel_row(job->truth, grid, y) + word * WORD, label) : 0;
    uint64_t near_tp = 0;
    if (disc->radius > 0 && box_reaches(&job->tp_box[label], y, word, disc->radius)) {
        fill_around(job, job->filled, y, word, fp | fn, disc->radius, label, fill_class_word);
        near_tp = in_disc(job, job->class_tp, y, word, disc, fp | fn);
        uint64_t both = near_tp ? in_disc(job, job->class_tn, y, word, disc, near_tp) : 0;
        job->naive_fp[at] |= both & fp;
        job->naive_fn[at] |= both & fn;
    }
    /* A true positive within the smaller disc is ground truth within the square. */
    uint64_t counted = fp & ~job->ignored[at], known = disc->radius <= square ? counted & near_tp : 0;
    uint64_t open = counted & ~known;
    if (open && box_reaches(&job->truth_box[label], y, word, square)) {
        fill_around(job, job->filled_truth, y, word, ~UINT64_C(0), square, label, fill_truth_word);
        known |= in_square(job, job->class_truth, y, word, square, open);
    }
    job->near_class[at] |= known;
}

static bool find_naive(Job *job, const Disc *disc) {
    const Grid *grid = &job->grid;
    int64_t rows = strip_rows(job);
    for (int64_t top = 0; top < grid->height; top += rows) {
        Questions questions = {.count = 0};
        forget_words(job);
        for (int64_t y = top; y < smaller(grid->height, top + rows); y++)
            for (int64_t j = 0; j < grid->words; j++) {
                int64_t at = y * grid->stride + grid->pad + j;
                uint32_t word = (uint32_t)((y - top) * grid->words + j);
                if (!(job->fp[at] | job->fn[at])) continue;
                if (!ask_labels(job, &questions, pixel_row(job->prediction, grid, y) + j * WORD, job->fp[at], word) ||
                    !ask_labels(job, &questions, pixel_row(job->truth, grid, y) + j * WORD, job->fn[at], word))
                    return false;
            }
        if (!sort_questions(job, &questions)) return false;
        int64_t latest = -1;
        for (int64_t i = 0; i < questions.count; i++) {
            Question question = questions.sorted[i];
            if (question.label != latest) {
                forget_filled(job, job->filled);
                forget_filled(job, job->filled_truth);
                latest = question.label;
            }
            answer_naive(job, disc, top + question.word / grid->words, question.word % grid->words,
                         (Pixel)question.label);
        }
    }
    return true;
}

/* Growth of one side's boundary errors: within the disc, and within the errors of the same class. */
typedef struct {
    const Pixel *labels; /* the class that an error belongs to */
    Plane errors, naive;
    Plane grown; /* out */
    bool false_positives;
} Growth;

static void answer_growth(Job *job, const Growth *growth, const Disc *disc, int64_t y, int64_t word, Pixel label) {
    const Grid *grid = &job->grid;
    int64_t at = y * grid->stride + grid->pad + word;
    uint64_t wanted = growth->errors[at] & ~growth->naive[at];
    wanted &= equal_value(pixel_row(growth->labels, grid, y) + word * WORD, label);
    if (growth->false_positives)
        fill_around(job, job->filled, y, word, wanted, disc->radius, label, fill_naive_fp_word);
    else
        fill_around(job, job->filled, y, word, wanted, disc->radius, label, fill_naive_fn_word);
    growth->grown[at] |= in_disc(job, job->class_tp, y, word, disc, wanted);
}

/* Errors of a word that have any naive boundary error near, whatever its class; `nearby` holds the union
 * over the rows that the disc reaches. */
static inline uint64_t worth_asking(const Growth *growth, const Disc *disc, const uint64_t *nearby, int64_t at) {
    uint64_t wanted = growth->errors[at] & ~growth->naive[at];
    if (!wanted || disc->reach > 1) return wanted;
    if (!(nearby[at - 1] | nearby[at] | nearby[at + 1])) return 0;
    return wanted & widen_word(nearby[at - 1], nearby[at], nearby[at + 1], disc->radius);
}

static bool grow(Job *job, const Growth *growth, const Disc *disc) {
    const Grid *grid = &job->grid;
    size_t plane_bytes = sizeof(uint64_t) * (size_t)(grid->height * grid->stride);
    Plane nearby = job->touch_tp; /* not in use yet */
    memcpy(growth->grown, growth->naive, plane_bytes);
    memcpy(nearby, growth->naive, plane_bytes);
    or_rows_below(nearby, grid, disc->radius + 1);
    or_rows_above(nearby, grid, disc->radius + 1);
    int64_t rows = strip_rows(job);
    for (int64_t top = 0; top < grid->height; top += rows) {
        Questions questions = {.count = 0};
        forget_words(job);
        for (int64_t y = top; y < smaller(grid->height, top + rows); y++)
            for (int64_t j = 0; j < grid->words; j++) {
                uint64_t wanted = worth_asking(growth, disc, nearby, y * grid->stride + grid->pad + j);
                if (wanted && !ask_labels(job, &questions, pixel_row(growth->labels, grid, y) + j * WORD, wanted,
                                          (uint32_t)((y - top) * grid->words + j)))
                    return false;
            }
        if (!sort_questions(job, &questions)) return false;
        int64_t latest = -1;
        for (int64_t i = 0; i < questions.count; i++) {
            Question question = questions.sorted[i];
            if (question.label != latest) forget_filled(job, job->filled);
            latest = question.label;
            answer_growth(job, growth, disc, top + question.word / grid->words, question.word % grid->words,
                          (Pixel)question.label);
        }
    }
    return true;
}

#endif
