/* A word of pixels from each of several rows of one column of words, side by side in a vector. */
#ifndef SEGSCOPE_LANES_H
#define SEGSCOPE_LANES_H

#include <string.h>

#include "planes.h"

#if defined(__AVX512F__)
#define LANES 8
#elif defined(__AVX2__)
#define LANES 4
#else
#define LANES 2
#endif

typedef uint64_t Lanes __attribute__((vector_size(8 * LANES)));

INLINED Lanes load_lanes(const uint64_t *from) {
    Lanes lanes;
    memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

INLINED uint64_t union_of(Lanes lanes) {
    uint64_t all = 0;
    for (int k = 0; k < LANES; k++) all |= lanes[k];
    return all;
}

INLINED bool any_bit(Lanes lanes) {
#if defined(__AVX512F__)
    return _mm512_test_epi64_mask((__m512i)lanes, (__m512i)lanes) != 0;
#elif defined(__AVX2__)
    return !_mm256_testz_si256((__m256i)lanes, (__m256i)lanes);
#else
    return union_of(lanes) != 0;
#endif
}

/* Each bit of a word becomes the union of itself and the bits up to `radius` away, for a row of `words` words
 * that has nothing on either side: what covers c pixels on each side may be moved by 2c + 1 without a gap. */
static void widen_lanes(Lanes *row, int64_t words, int64_t radius) {
    int64_t step;
    for (int64_t covered = 0; covered < radius; covered += step) {
        step = smaller(smaller(2 * covered + 1, WORD - 1), radius - covered);
        Lanes before = {0}, none = {0};
        for (int64_t j = 0; j < words; j++) {
            Lanes here = row[j], next = j + 1 < words ? row[j + 1] : none;
            row[j] = here | here << step | before >> (WORD - step) | here >> step | next << (WORD - step);
            before = here;
        }
    }
}

#endif
