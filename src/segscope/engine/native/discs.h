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

static void fill_disc(Disc *disc) {
    int64_t limit = disc->radius * disc->radius + disc->radius, width = disc->radius;
    for (int64_t d = 0; d <= disc->radius; d++) {
        int64_t next = width;
        while (next > 0 && (d == disc->radius || next * next > limit - (d + 1) * (d + 1))) next--;
        disc->narrower[d] = width - next;
        width = next;
    }
}

/* Which words beside its own a question must see: those within `radius` (at most 64) of a wanted bit. */
typedef struct {
    bool left, right;
} Sides;

static inline Sides sides_of(uint64_t wanted, int64_t radius) {
    if (radius >= WORD) return (Sides){true, true};
    uint64_t low = (UINT64_C(1) << radius) - 1;
    return (Sides){(wanted & low) != 0, (wanted & ~(~UINT64_C(0) >> radius)) != 0};
}

/* The usual case, a radius of at most 64. Bits that leave the middle word need not be followed: they have
 * been there. `sides` is a constant where this is used. */
INLINED uint64_t in_small_disc(const uint64_t *centre, const Grid *grid, int64_t y, const Disc *disc, uint64_t wanted,
                               Sides sides) {
    uint64_t left = 0, middle = 0, right = 0;
    int64_t rows_below = grid->height - 1 - y;
    for (int64_t d = 0; d <= disc->radius; d++) {
        const uint64_t *above = centre - (d <= y ? d : 0) * grid->stride;
        const uint64_t *below = centre + (d <= rows_below ? d : 0) * grid->stride;
        middle |= above[0] | below[0];
        if (sides.left) left |= above[-1] | below[-1];
        if (sides.right) right |= above[1] | below[1];
        if ((wanted & ~middle) == 0) return wanted;
        for (int64_t step = disc->narrower[d]; step > 0; step--) {
            middle |= middle << 1 | middle >> 1 | left >> 63 | right << 63;
            left |= left << 1;
            right |= right >> 1;
        }
    }
    return wanted & middle;
}

static void or_around(uint64_t *to, const uint64_t *centre, int64_t reach) {
    for (int64_t j = -reach; j <= reach; j++) to[j + reach] |= centre[j];
}

static uint64_t in_large_disc(const Job *job, const uint64_t *centre, int64_t y, const Disc *disc,
                              uint64_t wanted) {
    const Grid *grid = &job->grid;
    int64_t words = 2 * disc->reach + 1, rows_below = grid->height - 1 - y;
    uint64_t *gathered = job->wide_row, *spare = job->other_wide_row;
    memset(gathered, 0, sizeof(uint64_t) * (size_t)words);
    for (int64_t d = 0; d <= disc->radius; d++) {
        if (d <= y) or_around(gathered, centre - d * grid->stride, disc->reach);
        if (d <= rows_below) or_around(gathered, centre + d * grid->stride, disc->reach);
        if ((wanted & ~gathered[disc->reach]) == 0) return wanted;
        uint64_t *wider = widen_row(gathered, spare, words, disc->narrower[d], disc->narrower[d]);
        if (wider != gathered) memcpy(gathered, wider, sizeof(uint64_t) * (size_t)words);
    }
    return wanted & gathered[disc->reach];
}

static uint64_t in_disc(const Job *job, Plane plane, int64_t y, int64_t word, const Disc *disc, uint64_t wanted) {
    const uint64_t *centre = plane_row(plane, &job->grid, y) + word;
    if (disc->reach > 1) return in_large_disc(job, centre, y, disc, wanted);
    Sides sides = sides_of(wanted, disc->radius);
    if (sides.left && sides.right) return in_small_disc(centre, &job->grid, y, disc, wanted, (Sides){true, true});
    if (sides.left) return in_small_disc(centre, &job->grid, y, disc, wanted, (Sides){true, false});
    if (sides.right) return in_small_disc(centre, &job->grid, y, disc, wanted, (Sides){false, true});
    return in_small_disc(centre, &job->grid, y, disc, wanted, (Sides){false, false});
}

/* The usual case, a radius of at most 64. */
static uint64_t in_small_square(const Grid *grid, const uint64_t *top, int64_t rows, int64_t radius) {
    uint64_t left = 0, middle = 0, right = 0;
    for (int64_t row = 0; row < rows; row++, top += grid->stride)
        left |= top[-1], middle |= top[0], right |= top[1];
    return widen_word(left, middle, right, radius);
}

static uint64_t in_square(const Job *job, Plane plane, int64_t y, int64_t word, int64_t radius, uint64_t wanted) {
    const Grid *grid = &job->grid;
    int64_t first = larger(0, y - radius), rows = smaller(grid->height - 1, y + radius) + 1 - first;
    const uint64_t *top = plane_row(plane, grid, first) + word;
    if (radius <= WORD) return wanted & in_small_square(grid, top, rows, radius);
    int64_t reach = (radius + WORD - 1) / WORD, words = 2 * reach + 1;
    uint64_t *gathered = job->wide_row;
    memset(gathered, 0, sizeof(uint64_t) * (size_t)words);
    for (int64_t row = 0; row < rows; row++) or_around(gathered, top + row * grid->stride, reach);
    return wanted & widen_row(gathered, job->other_wide_row, words, radius, radius)[reach];
}

#endif
