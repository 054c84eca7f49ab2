/* The confusion of one pair alone, read once, row by row. Compiled as count.c is.
 *
 * Label maps are made of runs: where 64 pixels and their right neighbours are the same in both maps, the
 * run at hand goes on and nothing is written; else each run that ends adds its length to one cell.
 */
#include "loading.h"

typedef struct {
    Pixel *truth, *prediction; /* one row each, with a word of slack */
    int64_t num_classes;
    ConfusionResult *result;
} Confusion;

static inline void add_run(const Confusion *into, int64_t column, int64_t pixels) {
    Pixel truth = into->truth[column], prediction = into->prediction[column];
    if (truth == NONE)
        into->result->ignored += pixels;
    else if (prediction == NONE)
        into->result->unpredicted[truth] += pixels;
    else
        into->result->confusion[truth * into->num_classes + prediction] += pixels;
}

static void add_row(const Confusion *into, int64_t width) {
    int64_t start = 0, words = (width + WORD - 1) / WORD;
    for (int64_t j = 0; j < words; j++) {
        const Pixel *truth = into->truth + j * WORD, *prediction = into->prediction + j * WORD;
        uint64_t ends = ~(equal_pixels(truth, truth + 1) & equal_pixels(prediction, prediction + 1));
        if (j + 1 == words) {
            int last = (int)(width - 1 - j * WORD);
            ends = (ends & bit_range(0, last)) | UINT64_C(1) << last;
        }
        for (; ends; ends &= ends - 1) {
            int64_t end = j * WORD + lowest_bit(ends) + 1;
            add_run(into, end - 1, end - start);
            start = end;
        }
    }
}

enum Status NAME3(segscope_confusion_, PIXEL_BITS, LEVEL)(const Request *request, Scratch *scratch,
                                                          ConfusionResult *result) {
    Confusion into = {.num_classes = request->num_classes, .result = result};
    size_t bytes = ((size_t)request->width + 2 * WORD) * sizeof(Pixel);
    into.truth = segscope_take(scratch, SLOT_TRUTH, bytes, false);
    into.prediction = segscope_take(scratch, SLOT_PREDICTION, bytes, false);
    if (!into.truth || !into.prediction) return NO_MEMORY;
    memset(into.truth, 0, bytes);
    memset(into.prediction, 0, bytes);
    Loader truth = loader_of(&request->truth, request), prediction = loader_of(&request->prediction, request);
    for (int64_t y = 0; y < request->height; y++) {
        if (!load_row(&truth, y, into.truth)) return BAD_TRUTH;
        if (!load_row(&prediction, y, into.prediction)) return BAD_PREDICTION;
        add_row(&into, request->width);
    }
    return COUNTED;
}
