/* Which pixels of one word lie near a set bit of a plane: within a disc, or within a square. */
#ifndef SEGSCOPE_DISCS_H
#define SEGSCOPE_DISCS_H

#include "job.h"

/* A disc dy*dy + dx*dx <= radius*radius + radius. Its rows are nested, so that a union over rows can be
 * taken from the middle row outwards: what has been gathered is widened by the difference in half-width. */
typedef struct {
    int64_t radius;
    int64_t reach;     /* words on each side that a query must see */
    int64_t *narrower; /* by how much row d + 1 is narrower than row d; at d = radius, its half-width */
} Disc;

static int64_t half_width(int64_t radius, int64_t dy) {
    int64_t square = radius * radius + radius - dy * dy, root = 0;
    while ((root + 1) * (root + 1) <= square) root++;
    return root;
}

static void fill_disc(Disc *disc) {
    int64_t width = half_width(disc->radius, 0);
    for (int64_t d = 0; d <= disc->radius; d++) {
        int64_t next = d < disc->radius ? half_width(disc->radius, d + 1) : 0;
        disc->narrower[d] = width - next;
        width = next;
    }
}

/* The usual case, a radius of at most 64: three words see everything. */
static uint64_t in_small_disc(const uint64_t *centre, const Grid *grid, int64_t y, const Disc *disc,
                              uint64_t wanted) {
    uint64_t left = 0, middle = 0, right = 0;
    int64_t rows_below = grid->height - 1 - y;
    for (int64_t d = 0; d <= disc->radius; d++) {
        if (d <= y) {
            const uint64_t *word = centre - d * grid->stride;
            left |= word[-1], middle |= word[0], right |= word[1];
        }
        if (d <= rows_below) {
            const uint64_t *word = centre + d * grid->stride;
            left |= word[-1], middle |= word[0], right |= word[1];
        }
        if ((wanted & ~middle) == 0) return wanted;
        if ((left | middle | right) == 0) continue;
        for (int64_t step = disc->narrower[d]; step > 0; step--) {
            uint64_t wider = middle | middle << 1 | middle >> 1 | left >> 63 | right << 63;
            left |= left << 1 | left >> 1 | middle << 63;
            right |= right << 1 | right >> 1 | middle >> 63;
            middle = wider;
        }
    }
    return wanted & middle;
}

static void or_around(uint64_t *to, const uint64_t *centre, int64_t reach) {
    for (int64_t j = -reach; j <= reach; j++) to[j + reach] |= centre[j];
}

static uint64_t in_large_disc(const uint64_t *centre, const Grid *grid, int64_t y, const Disc *disc,
                              uint64_t wanted, uint64_t *gathered) {
    int64_t words = 2 * disc->reach + 1, rows_below = grid->height - 1 - y;
    memset(gathered, 0, sizeof(uint64_t) * (size_t)words);
    for (int64_t d = 0; d <= disc->radius; d++) {
        if (d <= y) or_around(gathered, centre - d * grid->stride, disc->reach);
        if (d <= rows_below) or_around(gathered, centre + d * grid->stride, disc->reach);
        if ((wanted & ~gathered[disc->reach]) == 0) return wanted;
        or_bits_right(gathered, words, disc->narrower[d] + 1);
        or_bits_left(gathered, words, disc->narrower[d] + 1);
    }
    return wanted & gathered[disc->reach];
}

static uint64_t in_disc(const Job *job, Plane plane, int64_t y, int64_t word, const Disc *disc, uint64_t wanted) {
    const uint64_t *centre = plane_row(plane, &job->grid, y) + word;
    if (disc->reach == 1) return in_small_disc(centre, &job->grid, y, disc, wanted);
    return in_large_disc(centre, &job->grid, y, disc, wanted, job->spare_row);
}

static uint64_t in_square(const Job *job, Plane plane, int64_t y, int64_t word, int64_t radius, uint64_t wanted) {
    const Grid *grid = &job->grid;
    int64_t reach = (radius + WORD - 1) / WORD, words = 2 * reach + 1;
    uint64_t *gathered = job->spare_row;
    memset(gathered, 0, sizeof(uint64_t) * (size_t)words);
    int64_t last = smaller(grid->height - 1, y + radius);
    for (int64_t row = larger(0, y - radius); row <= last; row++)
        or_around(gathered, plane_row(plane, grid, row) + word, reach);
    or_bits_right(gathered, words, radius + 1);
    or_bits_left(gathered, words, radius + 1);
    return wanted & gathered[reach];
}

#endif
