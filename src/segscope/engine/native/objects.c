/* The objects of a label map: 8-connected components of one label, with what the other map says of them.
 *
 * Rows are read one after the other; what stays in memory are the runs of pixels. Objects of the ground
 * truth end at ignored pixels; predicted ones go on beneath them, and those pixels are not counted.
 * Compiled as count.c is.
 */
#include "loading.h"

typedef struct {
    int32_t from, to; /* columns, both included */
    int32_t parent;   /* never larger than the run's own number */
    int32_t pixels, right;
    int64_t wrong_confidence;
    Pixel label;
} Run;

/* The runs of one of the maps. */
typedef struct {
    Run *runs; /* in row order */
    int64_t count, room;
    int64_t *row_start; /* height + 1 */
    enum Slot slot;     /* where the runs lie */
} Runs;

/* One row: both maps, and a bit for each pixel that is counted, and that is right. */
typedef struct {
    Pixel *truth, *prediction;
    uint64_t *counted, *right;
    const unsigned char *confidence; /* of column 0; NULL where there is none */
    int64_t confidence_step;
    int64_t width;
} Row;

static bool make_room(Runs *runs, Scratch *scratch, int64_t more) {
    if (runs->count + more <= runs->room) return true;
    runs->room = 2 * runs->room > runs->count + more ? 2 * runs->room : runs->count + more;
    if (runs->room > INT32_MAX) return false;
    runs->runs = segscope_take(scratch, runs->slot, (size_t)runs->room * sizeof(Run), true);
    return runs->runs != NULL;
}

static inline int32_t root_of(Run *runs, int32_t id) {
    while (runs[id].parent != id) {
        runs[id].parent = runs[runs[id].parent].parent;
        id = runs[id].parent;
    }
    return id;
}

static inline void unite(Run *runs, int32_t a, int32_t b) {
    a = root_of(runs, a);
    b = root_of(runs, b);
    if (a < b) runs[b].parent = a;
    if (b < a) runs[a].parent = b;
}

static int32_t count_range(const uint64_t *bits, int64_t from, int64_t to) {
    int64_t first = from >> 6, last = to >> 6;
    if (first == last) return (int32_t)bit_count(bits[first] & bit_range(from & 63, to & 63));
    int64_t total = bit_count(bits[first] & bit_range(from & 63, WORD - 1));
    for (int64_t j = first + 1; j < last; j++) total += bit_count(bits[j]);
    return (int32_t)(total + bit_count(bits[last] & bit_range(0, to & 63)));
}

static void compare_row(const Row *row) {
    for (int64_t j = 0; j < (row->width + WORD - 1) / WORD; j++) {
        row->counted[j] = ~equal_value(row->truth + j * WORD, NONE);
        row->right[j] = equal_pixels(row->truth + j * WORD, row->prediction + j * WORD) & row->counted[j];
    }
}

/* The confidence of the pixels of a run that are counted and wrong, summed. */
static int64_t sum_wrong(const Row *row, int64_t from, int64_t to) {
    int64_t total = 0;
    for (int64_t j = from >> 6; j <= to >> 6; j++) {
        int64_t start = j * WORD;
        uint64_t wrong = row->counted[j] & ~row->right[j];
        wrong &= bit_range(from > start ? (int)(from - start) : 0, to < start + WORD - 1 ? (int)(to - start) : WORD - 1);
        for (; wrong; wrong &= wrong - 1) total += row->confidence[(start + lowest_bit(wrong)) * row->confidence_step];
    }
    return total;
}

static void add_run(Runs *into, const Row *row, Pixel label, int64_t from, int64_t to) {
    if (label == NONE) return;
    into->runs[into->count] = (Run){
        .from = (int32_t)from,
        .to = (int32_t)to,
        .parent = (int32_t)into->count,
        .pixels = count_range(row->counted, from, to),
        .right = count_range(row->right, from, to),
        .wrong_confidence = row->confidence ? sum_wrong(row, from, to) : 0,
        .label = label,
    };
    into->count++;
}

static void add_runs(Runs *into, const Row *row, const Pixel *labels) {
    int64_t start = 0, words = (row->width + WORD - 1) / WORD;
    for (int64_t j = 0; j < words; j++) {
        uint64_t ends = ~equal_pixels(labels + j * WORD, labels + j * WORD + 1);
        if (j + 1 == words) {
            int last = (int)(row->width - 1 - j * WORD);
            ends = (ends & bit_range(0, last)) | UINT64_C(1) << last;
        }
        for (; ends; ends &= ends - 1) {
            int64_t end = j * WORD + lowest_bit(ends);
            add_run(into, row, labels[start], start, end);
            start = end + 1;
        }
    }
}

/* Unite the runs of row `y` with those of the row above that they touch, corners included. */
static void join_row(const Runs *runs, int64_t y) {
    Run *all = runs->runs;
    int64_t first = runs->row_start[y - 1], above_end = runs->row_start[y];
    for (int64_t i = above_end; i < runs->count; i++) {
        while (first < above_end && all[first].to < all[i].from - 1) first++;
        for (int64_t k = first; k < above_end && all[k].from <= all[i].to + 1; k++)
            if (all[k].label == all[i].label) unite(all, (int32_t)k, (int32_t)i);
    }
}

static bool take_row(Row *row, const Request *request, Scratch *scratch) {
    size_t pixels = ((size_t)request->width + 2 * WORD) * sizeof(Pixel);
    size_t words = ((size_t)request->width + WORD - 1) / WORD;
    row->width = request->width;
    row->truth = segscope_take(scratch, SLOT_TRUTH, pixels, false);
    row->prediction = segscope_take(scratch, SLOT_PREDICTION, pixels, false);
    row->counted = segscope_take(scratch, SLOT_ROWS, 2 * words * sizeof(uint64_t), false);
    if (!row->truth || !row->prediction || !row->counted) return false;
    row->right = row->counted + words;
    memset(row->truth, 0, pixels);
    memset(row->prediction, 0, pixels);
    return true;
}

static bool take_runs(Runs *runs, const Request *request, Scratch *scratch, enum Slot slot, enum Slot starts) {
    *runs = (Runs){.slot = slot};
    runs->row_start = segscope_take(scratch, starts, sizeof(int64_t) * (size_t)(request->height + 1), false);
    return runs->row_start != NULL;
}

static bool find_runs_of_row(Runs *runs, const Row *row, const Pixel *labels, int64_t y, Scratch *scratch) {
    if (!make_room(runs, scratch, row->width)) return false;
    runs->row_start[y] = runs->count;
    add_runs(runs, row, labels);
    runs->row_start[y + 1] = runs->count;
    if (y > 0) join_row(runs, y);
    return true;
}

static enum Status find_runs(Runs *truth, Runs *prediction, const SurePair *sure, Scratch *scratch) {
    const Request *request = &sure->pair;
    Row row = {.confidence_step = sure->confidence.column_step};
    if (!take_row(&row, request, scratch)) return NO_MEMORY;
    Loader of_truth = loader_of(&request->truth, request);
    Loader of_prediction = loader_of(&request->prediction, request);
    for (int64_t y = 0; y < request->height; y++) {
        if (!load_row(&of_truth, y, row.truth)) return BAD_TRUTH;
        if (!load_row(&of_prediction, y, row.prediction)) return BAD_PREDICTION;
        if (sure->confidence.data)
            row.confidence = (const unsigned char *)sure->confidence.data + y * sure->confidence.row_step;
        compare_row(&row);
        if (!find_runs_of_row(truth, &row, row.truth, y, scratch) ||
            !find_runs_of_row(prediction, &row, row.prediction, y, scratch))
            return NO_MEMORY;
    }
    return COUNTED;
}

static void extend_object(int64_t *object, const Run *run, int64_t y, const Request *request) {
    object[OBJECT_PIXELS] += run->pixels;
    object[OBJECT_RIGHT] += run->right;
    object[OBJECT_WRONG_CONFIDENCE] += run->wrong_confidence;
    object[OBJECT_AT_FRAME] |=
        y == 0 || y == request->height - 1 || run->from == 0 || run->to == request->width - 1;
    if (run->from < object[OBJECT_LEFT]) object[OBJECT_LEFT] = run->from;
    if (run->to >= object[OBJECT_END_COLUMN]) object[OBJECT_END_COLUMN] = run->to + 1;
    object[OBJECT_END_ROW] = y + 1;
}

/* Sum the runs of each object; a root is the first run of its object, for roots have the lowest number. */
static bool sum_objects(const Runs *runs, const Request *request, Scratch *scratch, enum Slot slot,
                        ObjectList *list) {
    int64_t roots = 0;
    for (int64_t i = 0; i < runs->count; i++) roots += runs->runs[i].parent == i;
    size_t bytes = (size_t)(roots * NUM_OBJECT_COLUMNS + 1) * sizeof(int64_t);
    list->objects = segscope_take(scratch, slot, bytes, false);
    int32_t *number_of = segscope_take(scratch, SLOT_TALLY, (size_t)(runs->count + 1) * sizeof(int32_t), false);
    if (!list->objects || !number_of) return false;
    for (int64_t y = 0; y < request->height; y++)
        for (int64_t i = runs->row_start[y]; i < runs->row_start[y + 1]; i++) {
            const Run *run = &runs->runs[i];
            int32_t root = root_of(runs->runs, (int32_t)i);
            if (root == i) {
                number_of[i] = (int32_t)list->count++;
                int64_t *object = list->objects + number_of[i] * NUM_OBJECT_COLUMNS;
                memset(object, 0, NUM_OBJECT_COLUMNS * sizeof(int64_t));
                object[OBJECT_CLASS] = run->label;
                object[OBJECT_TOP] = y;
                object[OBJECT_LEFT] = run->from;
            }
            extend_object(list->objects + number_of[root] * NUM_OBJECT_COLUMNS, run, y, request);
        }
    return true;
}

enum Status NAME3(segscope_objects_, PIXEL_BITS, LEVEL)(const SurePair *request, Scratch *scratch,
                                                        ObjectsResult *result) {
    Runs truth, prediction;
    const Request *pair = &request->pair;
    if (!take_runs(&truth, pair, scratch, SLOT_RUNS, SLOT_ROW_STARTS) ||
        !take_runs(&prediction, pair, scratch, SLOT_OTHER_RUNS, SLOT_OTHER_ROW_STARTS))
        return NO_MEMORY;
    enum Status status = find_runs(&truth, &prediction, request, scratch);
    if (status != COUNTED) return status;
    bool summed = sum_objects(&truth, pair, scratch, SLOT_WRONG, &result->truth) &&
                  sum_objects(&prediction, pair, scratch, SLOT_OTHER_WRONG, &result->prediction);
    return summed ? COUNTED : NO_MEMORY;
}
