/* Bit planes: one bit a pixel, rows of 64-bit words with zero words on both sides of each row. */
#ifndef SEGSCOPE_PLANES_H
#define SEGSCOPE_PLANES_H

#include <string.h>

#include "pixels.h"

typedef struct {
    int64_t height, width;
    int64_t words;         /* that hold the pixels of a row */
    int64_t pad;           /* zero words before and after them */
    int64_t stride;        /* words from row to row of a plane */
    int64_t pixel_stride;  /* pixels from row to row of a label map */
    const uint64_t *valid; /* word 0 of a padded row with a bit for each pixel of the picture */
} Grid;

#define INLINED static inline __attribute__((always_inline))

typedef uint64_t *Plane;

static inline uint64_t *plane_row(Plane plane, const Grid *grid, int64_t y) {
    return plane + y * grid->stride + grid->pad;
}

static inline const Pixel *pixel_row(const Pixel *map, const Grid *grid, int64_t y) {
    return map + y * grid->pixel_stride;
}

static inline Pixel *pixel_row_to_fill(Pixel *map, const Grid *grid, int64_t y) {
    return map + y * grid->pixel_stride;
}

/* The bit of the left (right) neighbour of each pixel of a word. */
static inline uint64_t from_left(const uint64_t *word) { return word[0] << 1 | word[-1] >> 63; }
static inline uint64_t from_right(const uint64_t *word) { return word[0] >> 1 | word[1] << 63; }

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

static inline void or_words(uint64_t *restrict to, const uint64_t *restrict from, int64_t count) {
    for (int64_t i = 0; i < count; i++) to[i] |= from[i];
}

/* Each row becomes the union of itself and the `length - 1` rows below, by doubling. */
static void or_rows_below(Plane plane, const Grid *grid, int64_t length) {
    int64_t step;
    for (int64_t covered = 1; covered < length; covered += step) {
        step = smaller(covered, length - covered);
        for (int64_t y = 0; y + step < grid->height; y++)
            or_words(plane + y * grid->stride, plane + (y + step) * grid->stride, grid->stride);
    }
}

/* The same with the rows above. */
static void or_rows_above(Plane plane, const Grid *grid, int64_t length) {
    int64_t step;
    for (int64_t covered = 1; covered < length; covered += step) {
        step = smaller(covered, length - covered);
        for (int64_t y = grid->height - 1; y >= step; y--)
            or_words(plane + y * grid->stride, plane + (y - step) * grid->stride, grid->stride);
    }
}

/* Each bit of a word becomes the union of itself and the bits up to `radius` (at most 64) away; `left` and
 * `right` are the words beside it. */
static inline uint64_t widen_word(uint64_t left, uint64_t word, uint64_t right, int64_t radius) {
    int64_t step;
    uint64_t to_left = word, to_right = word;
    for (int64_t covered = 1; covered <= radius; covered += step) {
        step = smaller(covered, radius + 1 - covered);
        to_left |= to_left >> step | right << (WORD - step);
        right |= right >> step;
        to_right |= to_right << step | left >> (WORD - step);
        left |= left << step;
    }
    return to_left | to_right;
}

/* `to` becomes the union of `from` and `from` moved by `step` bits to the left (towards bit 0) or right;
 * `from` has `words` words, with zeros before and after them as far as the step reaches. */
static inline void or_moved(uint64_t *restrict to, const uint64_t *restrict from, int64_t words, int64_t step,
                            bool to_left) {
    int64_t whole = step / WORD, bits = step % WORD;
    if (bits == 0) {
        const uint64_t *there = to_left ? from + whole : from - whole;
        for (int64_t j = 0; j < words; j++) to[j] = from[j] | there[j];
    } else if (to_left) {
        for (int64_t j = 0; j < words; j++)
            to[j] = from[j] | from[j + whole] >> bits | from[j + whole + 1] << (WORD - bits);
    } else {
        for (int64_t j = 0; j < words; j++)
            to[j] = from[j] | from[j - whole] << bits | from[j - whole - 1] >> (WORD - bits);
    }
}

/* Each bit of a row becomes the union of itself and the bits up to `before` to its left and `after` to its
 * right. Both rows have `words` words and `pad` zero words on both sides, at least as many as the reach.
 * The result lies in the row that is returned. */
static uint64_t *widen_row(uint64_t *row, uint64_t *spare, int64_t words, int64_t before, int64_t after) {
    int64_t step;
    for (int direction = 0; direction < 2; direction++) {
        int64_t length = 1 + (direction == 0 ? after : before);
        for (int64_t covered = 1; covered < length; covered += step) {
            step = smaller(covered, length - covered);
            or_moved(spare, row, words, step, direction == 0);
            uint64_t *swap = row;
            row = spare;
            spare = swap;
        }
    }
    return row;
}

static inline bool any_in_range(const uint64_t *row, int64_t from, int64_t to) {
    int64_t first = from >> 6, last = to >> 6;
    if (first == last) return (row[first] & bit_range(from & 63, to & 63)) != 0;
    if (row[first] & bit_range(from & 63, WORD - 1)) return true;
    for (int64_t j = first + 1; j < last; j++)
        if (row[j]) return true;
    return (row[last] & bit_range(0, to & 63)) != 0;
}

static inline void set_range(uint64_t *row, int64_t from, int64_t to) {
    int64_t first = from >> 6, last = to >> 6;
    for (int64_t j = first; j <= last; j++)
        row[j] |= bit_range(j == first ? from & 63 : 0, j == last ? to & 63 : WORD - 1);
}

static inline void clear_range(uint64_t *row, int64_t from, int64_t to) {
    int64_t first = from >> 6, last = to >> 6;
    for (int64_t j = first; j <= last; j++)
        row[j] &= ~bit_range(j == first ? from & 63 : 0, j == last ? to & 63 : WORD - 1);
}

#endif
