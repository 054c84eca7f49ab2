/* How often a prediction of each class and confidence is right. Compiled as count.c is. */
#include "loading.h"

typedef struct {
    Pixel *truth, *prediction;
    const SurePair *request;
} Row;

static void add_row(const Row *row, int64_t y, int64_t width, ReliabilityResult *result) {
    const Source *source = &row->request->confidence;
    const unsigned char *level = (const unsigned char *)source->data + y * source->row_step;
    for (int64_t x = 0; x < width; x++, level += source->column_step) {
        Pixel truth = row->truth[x], prediction = row->prediction[x];
        if (truth == NONE || prediction == NONE) continue;
        int64_t cell = (int64_t)prediction * CONFIDENCE_LEVELS + *level;
        result->pixels[cell]++;
        result->right[cell] += truth == prediction;
    }
}

enum Status NAME3(segscope_reliability_, PIXEL_BITS, LEVEL)(const SurePair *request, Scratch *scratch,
                                                            ReliabilityResult *result) {
    const Request *pair = &request->pair;
    size_t bytes = ((size_t)pair->width + 2 * WORD) * sizeof(Pixel);
    Row row = {
        .truth = segscope_take(scratch, SLOT_TRUTH, bytes, false),
        .prediction = segscope_take(scratch, SLOT_PREDICTION, bytes, false),
        .request = request,
    };
    if (!row.truth || !row.prediction) return NO_MEMORY;
    Loader truth = loader_of(&pair->truth, pair), prediction = loader_of(&pair->prediction, pair);
    for (int64_t y = 0; y < pair->height; y++) {
        if (!load_row(&truth, y, row.truth)) return BAD_TRUTH;
        if (!load_row(&prediction, y, row.prediction)) return BAD_PREDICTION;
        add_row(&row, y, pair->width, result);
    }
    return COUNTED;
}
