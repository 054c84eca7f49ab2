/* Edges of a label map, and the interior boundary bands of all its classes at once.
 *
 * A pixel lies in the band of its own class exactly when the square window around it, clipped to the
 * picture, holds more than one label. A window is uniform when each of its rows is, and each row equals
 * the next at one column; so a word of "the row is not uniform around here" and one of "differs from
 * below" suffice, and the window is taken by doubling.
 */
#ifndef SEGSCOPE_BANDS_H
#define SEGSCOPE_BANDS_H

#include "job.h"

static void find_edges(const Job *job, const Pixel *map, Plane right_edges) {
    const Grid *grid = &job->grid;
    for (int64_t y = 0; y < grid->height; y++) {
        const Pixel *row = pixel_row(map, grid, y);
        uint64_t *edges = plane_row(right_edges, grid, y);
        for (int64_t j = 0; j < grid->words; j++) {
            uint64_t has_right = grid->valid[j] & from_right(grid->valid + j);
            edges[j] = ~equal_pixels(row + j * WORD, row + j * WORD + 1) & has_right;
        }
    }
}

static void find_band(const Job *job, const Pixel *map, Plane right_edges, Plane band) {
    const Grid *grid = &job->grid;
    int64_t radius = job->request->square_radius;
    for (int64_t y = 0; y < grid->height; y++) {
        memcpy(job->spare_row, plane_row(right_edges, grid, y), sizeof(uint64_t) * (size_t)grid->words);
        uint64_t *uneven = widen_row(job->spare_row, job->other_row, grid->words, radius, radius - 1);
        uint64_t *out = plane_row(band, grid, y);
        const Pixel *row = pixel_row(map, grid, y);
        bool last = y + 1 == grid->height;
        for (int64_t j = 0; j < grid->words; j++) {
            out[j] = uneven[j];
            if (!last) out[j] |= ~equal_pixels(row + j * WORD, row + grid->pixel_stride + j * WORD);
            out[j] &= grid->valid[j];
        }
        /* A row stands for the pair (itself, the next): the window then ends one row earlier. */
        if (y > 0) or_words(out - grid->stride, uneven, grid->words);
    }
    or_rows_below(band, grid, radius);
    or_rows_above(band, grid, radius + 1);
    for (int64_t y = 0; y < grid->height; y++)
        for (int64_t j = 0; j < grid->words; j++) plane_row(band, grid, y)[j] &= grid->valid[j];
}

/* Where each class occurs, and where it is right: no query needs to look elsewhere. */
static void find_boxes(const Job *job) {
    const Grid *grid = &job->grid;
    for (int64_t y = 0; y < grid->height; y++) {
        const Pixel *truth = pixel_row(job->truth, grid, y);
        const uint64_t *edge_row = plane_row(job->truth_edges, grid, y), *tp = plane_row(job->tp, grid, y);
        for (int64_t j = 0; j < grid->words; j++) {
            uint64_t edges = edge_row[j];
            for (int from = 0; from < WORD;) {
                int to = edges ? lowest_bit(edges) : WORD - 1;
                Pixel label = truth[j * WORD + from];
                if (label != NONE) {
                    extend_box(&job->truth_box[label], y, j);
                    if (tp[j] & bit_range(from, to)) extend_box(&job->tp_box[label], y, j);
                }
                edges &= edges - 1;
                from = to + 1;
            }
        }
    }
}

static void find_errors(Job *job) {
    const Grid *grid = &job->grid;
    uint64_t any = 0;
    for (int64_t y = 0; y < grid->height; y++) {
        const Pixel *truth = pixel_row(job->truth, grid, y), *prediction = pixel_row(job->prediction, grid, y);
        int64_t at = y * grid->stride + grid->pad;
        for (int64_t j = 0; j < grid->words; j++) {
            uint64_t valid = grid->valid[j];
            uint64_t differ = ~equal_pixels(truth + j * WORD, prediction + j * WORD) & valid;
            uint64_t ignored = equal_value(truth + j * WORD, NONE) & valid;
            uint64_t unpredicted = differ ? equal_value(prediction + j * WORD, NONE) : 0;
            job->ignored[at + j] = ignored;
            job->fp[at + j] = differ & ~unpredicted;
            job->fn[at + j] = differ & ~ignored;
            job->tp[at + j] = valid & ~differ & ~ignored;
            any |= differ & ~ignored;
        }
    }
    job->any_error = any != 0;
}

#endif
