/* 64 pixels at a time into the bits of a word. A translation unit works on one pixel width. */
#ifndef SEGSCOPE_PIXELS_H
#define SEGSCOPE_PIXELS_H

#include <stdint.h>

#if defined(__AVX2__) || defined(__SSE2__)
#include <immintrin.h>
#endif

#if PIXEL_BITS == 8
typedef uint8_t Pixel;
#else
typedef uint16_t Pixel;
#endif

#define WORD 64
#define NONE ((Pixel)~(Pixel)0) /* ignored truth, or a prediction that is no class */

static inline int lowest_bit(uint64_t word) { return __builtin_ctzll(word); }
static inline int64_t bit_count(uint64_t word) { return __builtin_popcountll(word); }

/* Bits `from` to `to`, both included. */
static inline uint64_t bit_range(int from, int to) {
    return (~UINT64_C(0) << from) & (~UINT64_C(0) >> (WORD - 1 - to));
}

#if defined(__AVX512BW__)

static inline __m512i load_pixels(const Pixel *pixels) { return _mm512_loadu_si512((const void *)pixels); }
#if PIXEL_BITS == 8
static inline uint64_t equal_value(const Pixel *pixels, Pixel value) {
    return _mm512_cmpeq_epi8_mask(load_pixels(pixels), _mm512_set1_epi8((char)value));
}
static inline uint64_t equal_pixels(const Pixel *a, const Pixel *b) {
    return _mm512_cmpeq_epi8_mask(load_pixels(a), load_pixels(b));
}
#else
static inline uint64_t equal_value(const Pixel *pixels, Pixel value) {
    __m512i wanted = _mm512_set1_epi16((short)value);
    return _mm512_cmpeq_epi16_mask(load_pixels(pixels), wanted) |
           (uint64_t)_mm512_cmpeq_epi16_mask(load_pixels(pixels + 32), wanted) << 32;
}
static inline uint64_t equal_pixels(const Pixel *a, const Pixel *b) {
    return _mm512_cmpeq_epi16_mask(load_pixels(a), load_pixels(b)) |
           (uint64_t)_mm512_cmpeq_epi16_mask(load_pixels(a + 32), load_pixels(b + 32)) << 32;
}
#endif

#elif defined(__AVX2__)

#if PIXEL_BITS == 8
static inline uint64_t equal_half(const Pixel *a, __m256i b) {
    __m256i same = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)a), b);
    return (uint32_t)_mm256_movemask_epi8(same);
}
static inline uint64_t equal_value(const Pixel *pixels, Pixel value) {
    __m256i wanted = _mm256_set1_epi8((char)value);
    return equal_half(pixels, wanted) | equal_half(pixels + 32, wanted) << 32;
}
static inline uint64_t equal_pixels(const Pixel *a, const Pixel *b) {
    return equal_half(a, _mm256_loadu_si256((const __m256i *)b)) |
           equal_half(a + 32, _mm256_loadu_si256((const __m256i *)(b + 32))) << 32;
}
#else
static inline uint64_t equal_half(const Pixel *a, __m256i low, __m256i high) {
    __m256i same_low = _mm256_cmpeq_epi16(_mm256_loadu_si256((const __m256i *)a), low);
    __m256i same_high = _mm256_cmpeq_epi16(_mm256_loadu_si256((const __m256i *)(a + 16)), high);
    __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(same_low, same_high), 0xD8);
    return (uint32_t)_mm256_movemask_epi8(packed);
}
static inline uint64_t equal_value(const Pixel *pixels, Pixel value) {
    __m256i wanted = _mm256_set1_epi16((short)value);
    return equal_half(pixels, wanted, wanted) | equal_half(pixels + 32, wanted, wanted) << 32;
}
static inline __m256i load_pixels(const Pixel *pixels) {
    return _mm256_loadu_si256((const __m256i *)pixels);
}
static inline uint64_t equal_pixels(const Pixel *a, const Pixel *b) {
    return equal_half(a, load_pixels(b), load_pixels(b + 16)) |
           equal_half(a + 32, load_pixels(b + 32), load_pixels(b + 48)) << 32;
}
#endif

#elif defined(__SSE2__)

static inline __m128i load_pixels(const Pixel *pixels) {
    return _mm_loadu_si128((const __m128i *)pixels);
}
#if PIXEL_BITS == 8
static inline uint64_t equal_quarter(const Pixel *a, __m128i b) {
    return (uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(load_pixels(a), b));
}
static inline uint64_t equal_value(const Pixel *pixels, Pixel value) {
    __m128i wanted = _mm_set1_epi8((char)value);
    return equal_quarter(pixels, wanted) | equal_quarter(pixels + 16, wanted) << 16 |
           equal_quarter(pixels + 32, wanted) << 32 | equal_quarter(pixels + 48, wanted) << 48;
}
static inline uint64_t equal_pixels(const Pixel *a, const Pixel *b) {
    return equal_quarter(a, load_pixels(b)) | equal_quarter(a + 16, load_pixels(b + 16)) << 16 |
           equal_quarter(a + 32, load_pixels(b + 32)) << 32 |
           equal_quarter(a + 48, load_pixels(b + 48)) << 48;
}
#else
static inline uint64_t equal_quarter(const Pixel *a, __m128i low, __m128i high) {
    __m128i same_low = _mm_cmpeq_epi16(load_pixels(a), low);
    __m128i same_high = _mm_cmpeq_epi16(load_pixels(a + 8), high);
    return (uint16_t)_mm_movemask_epi8(_mm_packs_epi16(same_low, same_high));
}
static inline uint64_t equal_value(const Pixel *pixels, Pixel value) {
    __m128i wanted = _mm_set1_epi16((short)value);
    uint64_t bits = 0;
    for (int i = 0; i < WORD; i += 16) bits |= equal_quarter(pixels + i, wanted, wanted) << i;
    return bits;
}
static inline uint64_t equal_pixels(const Pixel *a, const Pixel *b) {
    uint64_t bits = 0;
    for (int i = 0; i < WORD; i += 16)
        bits |= equal_quarter(a + i, load_pixels(b + i), load_pixels(b + i + 8)) << i;
    return bits;
}
#endif

#else /* any other machine */

static inline uint64_t equal_value(const Pixel *pixels, Pixel value) {
    uint64_t bits = 0;
    for (int i = 0; i < WORD; i++) bits |= (uint64_t)(pixels[i] == value) << i;
    return bits;
}
static inline uint64_t equal_pixels(const Pixel *a, const Pixel *b) {
    uint64_t bits = 0;
    for (int i = 0; i < WORD; i++) bits |= (uint64_t)(a[i] == b[i]) << i;
    return bits;
}

#endif
#endif
