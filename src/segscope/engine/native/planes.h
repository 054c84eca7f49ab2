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
    int64_t pixel_stride;  /* pixels from row to row of a label map: words * 64 */
    const uint64_t *valid; /* word 0 of a padded row with a bit for each pixel of the picture */
} Grid;

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

/* Each bit of a row becomes the union of itself and the `length - 1` bits to its right. */
static void or_bits_right(uint64_t *row, int64_t words, int64_t length) {
    int64_t step;
    for (int64_t covered = 1; covered < length; covered += step) {
        step = smaller(covered, length - covered);
        int64_t whole = step / WORD, bits = step % WORD;
        if (bits == 0) {
            for (int64_t j = 0; j + whole < words; j++) row[j] |= row[j + whole];
            continue;
        }
        for (int64_t j = 0; j + whole + 1 < words; j++)
            row[j] |= row[j + whole] >> bits | row[j + whole + 1] << (WORD - bits);
        if (whole < words) row[words - 1 - whole] |= row[words - 1] >> bits;
    }
}

/* The same with the bits to its left. */
static void or_bits_left(uint64_t *row, int64_t words, int64_t length) {
    int64_t step;
    for (int64_t covered = 1; covered < length; covered += step) {
        step = smaller(covered, length - covered);
        int64_t whole = step / WORD, bits = step % WORD;
        if (bits == 0) {
            for (int64_t j = words - 1; j >= whole; j--) row[j] |= row[j - whole];
            continue;
        }
        for (int64_t j = words - 1; j - whole - 1 >= 0; j--)
            row[j] |= row[j - whole] << bits | row[j - whole - 1] >> (WORD - bits);
        if (whole < words) row[whole] |= row[0] << bits;
    }
}

static inline bool any_in_range(const uint64_t *row, int64_t from, int64_t to) {
    int64_t first = from / WORD, last = to / WORD;
    if (first == last) return (row[first] & bit_range(from % WORD, to % WORD)) != 0;
    if (row[first] & bit_range(from % WORD, WORD - 1)) return true;
    for (int64_t j = first + 1; j < last; j++)
        if (row[j]) return true;
    return (row[last] & bit_range(0, to % WORD)) != 0;
}

static inline void set_range(uint64_t *row, int64_t from, int64_t to) {
    int64_t first = from / WORD, last = to / WORD;
    if (first == last) {
        row[first] |= bit_range(from % WORD, to % WORD);
        return;
    }
    row[first] |= bit_range(from % WORD, WORD - 1);
    for (int64_t j = first + 1; j < last; j++) row[j] = ~UINT64_C(0);
    row[last] |= bit_range(0, to % WORD);
}

#endif
