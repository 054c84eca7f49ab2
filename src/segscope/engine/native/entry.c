/* The doors that Python knows: scratch memory, and the count for this pixel width and this processor. */
#include <stdlib.h>
#include <string.h>

#include "api.h"

#define CACHE_LINE 64
#define LARGEST_8_BIT 254 /* 255 stands for "no class" */

#ifndef SEGSCOPE_SOURCE_HASH
#define SEGSCOPE_SOURCE_HASH "unknown"
#endif

typedef enum Status Count(const Request *, Scratch *, Result *);
typedef enum Status CountConfusion(const Request *, Scratch *, ConfusionResult *);
typedef enum Status ListObjects(const SurePair *, Scratch *, ObjectsResult *, bool);
typedef enum Status CountReliability(const SurePair *, Scratch *, ReliabilityResult *);
Count segscope_count_8_base, segscope_count_16_base;
CountConfusion segscope_confusion_8_base, segscope_confusion_16_base;
ListObjects segscope_objects_8_base, segscope_objects_16_base;
CountReliability segscope_reliability_8_base, segscope_reliability_16_base;

#if defined(SEGSCOPE_HAS_AVX2)
Count segscope_count_8_avx2, segscope_count_16_avx2;
CountConfusion segscope_confusion_8_avx2, segscope_confusion_16_avx2;
ListObjects segscope_objects_8_avx2, segscope_objects_16_avx2;
CountReliability segscope_reliability_8_avx2, segscope_reliability_16_avx2;

#include <cpuid.h>

/* AVX2, BMI1, BMI2 and POPCNT, and an operating system that keeps the wide registers. */
static bool ask_for_avx2(void) {
    unsigned int a, b, c, d, low, high;
    const unsigned int popcnt = 1u << 23, osxsave = 1u << 27, bmi1 = 1u << 3, avx2 = 1u << 5, bmi2 = 1u << 8;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & (popcnt | osxsave)) != (popcnt | osxsave)) return false;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if ((low & 6) != 6) return false;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
    return (b & (bmi1 | avx2 | bmi2)) == (bmi1 | avx2 | bmi2);
}

/* Asked once: virtual machines take their time to answer. */
static bool has_avx2(void) {
    static _Atomic int known = -1;
    if (known < 0) known = ask_for_avx2();
    return known > 0;
}
#endif

EXPORTED const char *segscope_source_hash(void) { return "segscope-source:" SEGSCOPE_SOURCE_HASH; }

EXPORTED Scratch *segscope_new_scratch(void) { return calloc(1, sizeof(Scratch)); }

EXPORTED void segscope_free_scratch(Scratch *scratch) {
    for (int slot = 0; slot < NUM_SLOTS; slot++) free(scratch->memory[slot]);
    free(scratch);
}

EXPORTED int64_t segscope_scratch_bytes(const Scratch *scratch) {
    int64_t total = 0;
    for (int slot = 0; slot < NUM_SLOTS; slot++) total += (int64_t)scratch->bytes[slot];
    return total;
}

void *segscope_take(Scratch *scratch, enum Slot slot, size_t bytes, bool keep) {
    if (bytes <= scratch->bytes[slot]) return scratch->memory[slot];
    size_t rounded = (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    void *memory = aligned_alloc(CACHE_LINE, rounded);
    if (memory && keep && scratch->bytes[slot]) memcpy(memory, scratch->memory[slot], scratch->bytes[slot]);
    free(scratch->memory[slot]);
    scratch->memory[slot] = memory;
    scratch->bytes[slot] = memory ? rounded : 0;
    return memory;
}

/* The build for this pixel width and this processor. `portable` asks for the one that runs on every
 * processor, so that tests can compare the two. */
#if defined(SEGSCOPE_HAS_AVX2)
#define BUILD_FOR(name, request, portable)                                                      \
    ((request)->num_classes <= LARGEST_8_BIT                                                    \
         ? (!(portable) && has_avx2() ? segscope_##name##_8_avx2 : segscope_##name##_8_base)    \
         : (!(portable) && has_avx2() ? segscope_##name##_16_avx2 : segscope_##name##_16_base))
#else
#define BUILD_FOR(name, request, portable)             \
    ((void)(portable), (request)->num_classes <= LARGEST_8_BIT ? segscope_##name##_8_base : segscope_##name##_16_base)
#endif

EXPORTED int segscope_count(const Request *request, Scratch *scratch, Result *result, int portable) {
    return (int)BUILD_FOR(count, request, portable)(request, scratch, result);
}

EXPORTED int segscope_confusion(const Request *request, Scratch *scratch, ConfusionResult *result, int portable) {
    return (int)BUILD_FOR(confusion, request, portable)(request, scratch, result);
}

EXPORTED int segscope_objects(const SurePair *request, Scratch *scratch, ObjectsResult *result, int predicted,
                              int portable) {
    return (int)BUILD_FOR(objects, &request->pair, portable)(request, scratch, result, predicted);
}

EXPORTED int segscope_reliability(const SurePair *request, Scratch *scratch, ReliabilityResult *result,
                                  int portable) {
    return (int)BUILD_FOR(reliability, &request->pair, portable)(request, scratch, result);
}
