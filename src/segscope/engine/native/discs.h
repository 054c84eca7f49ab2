/* Which pixels of a few words lie near a set bit of a class's columns: within a disc, or within a square. */
#ifndef SEGSCOPE_DISCS_H
#define SEGSCOPE_DISCS_H

#include "class_columns.h"

/* A disc dy*dy + dx*dx <= radius*radius + radius. Its rows are nested, so that a union over rows can be
 * taken from the middle row outwards: what has been gathered is widened by the difference in half-width. */
typedef struct {
    int64_t radius;
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

/* Which words beside its own a question must see: those within `radius` of a wanted bit. */
static inline Sides sides_of(uint64_t wanted, int64_t radius) {
    if (radius >= WORD) return (Sides){true, true};
    uint64_t low = (UINT64_C(1) << radius) - 1;
    return (Sides){(wanted & low) != 0, (wanted & ~(~UINT64_C(0) >> radius)) != 0};
}

/* The usual case, a radius of at most 64. Bits that leave the middle word need not be followed: they have
 * been there. `sides` is a constant where this is used; `centre` stands at row 0 of the view. */
INLINED Lanes in_small_disc(const uint64_t *centre, int64_t stride, const Disc *disc, Lanes wanted, Sides sides) {
    Lanes left = {0}, middle = {0}, right = {0};
    for (int64_t d = 0; d <= disc->radius; d++) {
        middle |= load_lanes(centre - d) | load_lanes(centre + d);
        if (sides.left) left |= load_lanes(centre - stride - d) | load_lanes(centre - stride + d);
        if (sides.right) right |= load_lanes(centre + stride - d) | load_lanes(centre + stride + d);
        if (!any_bit(wanted & ~middle)) return wanted;
        for (int64_t step = disc->narrower[d]; step > 0; step--) {
            middle |= middle << 1 | middle >> 1 | left >> 63 | right << 63;
            left |= left << 1;
            right |= right >> 1;
        }
    }
    return wanted & middle;
}

/* The union of rows `-rows` to `rows` around those of the view, for the words as far as the reach. */
INLINED void gather_rows(const Job *job, const uint64_t *centre, int64_t reach, int64_t rows, Lanes *gathered) {
    for (int64_t j = -reach; j <= reach; j++) {
        const uint64_t *column = centre + j * job->columns.stride;
        Lanes all = gathered[j + reach];
        for (int64_t d = -rows; d <= rows; d++) all |= load_lanes(column + d);
        gathered[j + reach] = all;
    }
}

static Lanes in_large_disc(const Job *job, const uint64_t *centre, const Disc *disc, Lanes wanted) {
    int64_t reach = (disc->radius + WORD - 1) / WORD, words = 2 * reach + 1, stride = job->columns.stride;
    Lanes *gathered = job->wide_row;
    memset(gathered, 0, sizeof(Lanes) * (size_t)words);
    for (int64_t d = 0; d <= disc->radius; d++) {
        for (int64_t j = 0; j < words; j++) {
            const uint64_t *column = centre + (j - reach) * stride;
            gathered[j] |= load_lanes(column - d) | load_lanes(column + d);
        }
        if (!any_bit(wanted & ~gathered[reach])) return wanted;
        widen_lanes(gathered, words, disc->narrower[d]);
    }
    return wanted & gathered[reach];
}

static Lanes in_disc(const Job *job, const uint64_t *columns, const View *view, const Disc *disc, Lanes wanted) {
    const uint64_t *centre = columns + index_in_columns(job, view->y, view->word);
    int64_t stride = job->columns.stride;
    if (disc->radius > WORD) return in_large_disc(job, centre, disc, wanted);
    if (view->sides.left && view->sides.right) return in_small_disc(centre, stride, disc, wanted, (Sides){true, true});
    if (view->sides.left) return in_small_disc(centre, stride, disc, wanted, (Sides){true, false});
    if (view->sides.right) return in_small_disc(centre, stride, disc, wanted, (Sides){false, true});
    return in_small_disc(centre, stride, disc, wanted, (Sides){false, false});
}

static Lanes in_square(const Job *job, const uint64_t *columns, const View *view, Lanes wanted) {
    const uint64_t *centre = columns + index_in_columns(job, view->y, view->word);
    int64_t reach = (view->radius + WORD - 1) / WORD, words = 2 * reach + 1;
    Lanes *gathered = job->wide_row;
    memset(gathered, 0, sizeof(Lanes) * (size_t)words);
    gather_rows(job, centre, reach, view->radius, gathered);
    widen_lanes(gathered, words, view->radius);
    return wanted & gathered[reach];
}

#endif
