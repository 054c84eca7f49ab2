/* The rims of the objects, for the boundary F1 (Csurka et al., BMVC 2013).
 *
 * A pixel lies on the rim of its class where one of its four neighbours in the picture bears another label;
 * only pairs of counted pixels make a rim, and a pixel without a class lies on none.
 */
#ifndef SEGSCOPE_RIMS_H
#define SEGSCOPE_RIMS_H

#include "searches.h"

/* The pixels of a word that differ from those of the row below, both of them counted. */
static inline uint64_t differs_below(const Job *job, const Pixel *map, int64_t y, int64_t word) {
    const Grid *grid = &job->grid;
    if (y + 1 >= grid->height) return 0;
    const Pixel *row = pixel_row(map, grid, y) + word * WORD;
    int64_t at = y * grid->stride + grid->pad + word;
    uint64_t counted = grid->valid[word] & ~(job->ignored[at] | job->ignored[at + grid->stride]);
    return counted ? counted & ~equal_pixels(row, row + grid->pixel_stride) : 0;
}

static void find_rim(const Job *job, const Pixel *map, Plane right_edges, Plane rim) {
    const Grid *grid = &job->grid;
    uint64_t *above = job->spare_row; /* the pixels of this row that differ from those above */
    memset(above, 0, sizeof(uint64_t) * (size_t)grid->words);
    for (int64_t y = 0; y < grid->height; y++) {
        const uint64_t *edges = plane_row(right_edges, grid, y), *ignored = plane_row(job->ignored, grid, y);
        const Pixel *row = pixel_row(map, grid, y);
        uint64_t *out = plane_row(rim, grid, y), before = 0;
        for (int64_t j = 0; j < grid->words; j++) {
            uint64_t right = edges[j] & ~(ignored[j] | from_right(ignored + j));
            uint64_t below = differs_below(job, map, y, j);
            uint64_t bits = right | right << 1 | before | above[j] | below;
            if (bits) bits &= ~equal_value(row + j * WORD, NONE);
            out[j] = bits & grid->valid[j];
            before = right >> (WORD - 1);
            above[j] = below;
        }
    }
}

/* Rim pixels that both maps share need no search. */
static bool match_rim(Job *job, const Disc *disc, const Pixel *labels, const uint64_t *rim, const Pixel *other_labels,
                      const uint64_t *other_rim, Plane near) {
    const Grid *grid = &job->grid;
    Plane wanted = job->touch_tn; /* not in use yet */
    for (int64_t y = 0; y < grid->height; y++)
        for (int64_t j = 0; j < grid->words; j++) {
            int64_t at = y * grid->stride + grid->pad + j, in_maps = y * grid->pixel_stride + j * WORD;
            uint64_t both = rim[at] & other_rim[at];
            if (both) both &= equal_pixels(labels + in_maps, other_labels + in_maps);
            near[at] = both;
            wanted[at] = rim[at] & ~both;
        }
    Search search = {labels, wanted, other_labels, other_rim, near};
    return disc->radius == 0 || find_near(job, &search, disc);
}

static bool match_rims(Job *job, const Disc *disc) {
    find_rim(job, job->truth, job->truth_edges, job->truth_rim);
    find_rim(job, job->prediction, job->prediction_edges, job->prediction_rim);
    return match_rim(job, disc, job->truth, job->truth_rim, job->prediction, job->prediction_rim,
                     job->near_truth_rim) &&
           match_rim(job, disc, job->prediction, job->prediction_rim, job->truth, job->truth_rim,
                     job->near_prediction_rim);
}

#endif
