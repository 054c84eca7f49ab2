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
typedef enum Status ListObjects(const SurePair *, Scratch *, ObjectsResult *);
typedef enum Status CountReliability(const SurePair *, Scratch *, ReliabilityResult *);

/* One build for each pixel width, for each level of the processor. */
#define DECLARE(level)                                                                \
    Count segscope_count_8_##level, segscope_count_16_##level;                         \
    CountConfusion segscope_confusion_8_##level, segscope_confusion_16_##level;        \
    ListObjects segscope_objects_8_##level, segscope_objects_16_##level;               \
    CountReliability segscope_reliability_8_##level, segscope_reliability_16_##level;
#define BUILDS_OF(name, level) {segscope_##name##_8_##level, segscope_##name##_16_##level}

DECLARE(base)
#if defined(SEGSCOPE_X86)
DECLARE(avx2)
DECLARE(avx512)
#define BUILDS(name) {BUILDS_OF(name, base), BUILDS_OF(name, avx2), BUILDS_OF(name, avx512)}
#else
#define BUILDS(name) {BUILDS_OF(name, base)}
#endif

static Count *const count_builds[][2] = BUILDS(count);
static CountConfusion *const confusion_builds[][2] = BUILDS(confusion);
static ListObjects *const objects_builds[][2] = BUILDS(objects);
static CountReliability *const reliability_builds[][2] = BUILDS(reliability);

#if defined(SEGSCOPE_X86)
#include <cpuid.h>

static bool has_all(unsigned int features, unsigned int wanted) { return (features & wanted) == wanted; }

/* 1 with AVX2, BMI1, BMI2 and POPCNT, 2 with AVX-512 F, DQ, BW and VL too; and only where the operating
 * system keeps the wide registers. */
static int ask_processor(void) {
    unsigned int a, b, c, d, low, high;
    const unsigned int popcnt = 1u << 23, osxsave = 1u << 27, bmi1 = 1u << 3, avx2 = 1u << 5, bmi2 = 1u << 8;
    const unsigned int avx512 = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !has_all(c, popcnt | osxsave)) return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if (!has_all(low, 0x06) || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
    if (!has_all(b, bmi1 | avx2 | bmi2)) return 0;
    return has_all(low, 0xE6) && has_all(b, avx512) ? 2 : 1;
}

/* Asked once: virtual machines take their time to answer. */
static int widest_level(void) {
    static _Atomic int known = -1;
    if (known < 0) known = ask_processor();
    return known;
}
#else
static int widest_level(void) { return 0; }
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

/* The build for this pixel width and this processor. `level` is the widest that may be taken, so that tests
 * can compare them. */
#define BUILD_FOR(name, request, level) \
    name##_builds[(level) < widest_level() ? (level) : widest_level()][(request)->num_classes > LARGEST_8_BIT]

EXPORTED int segscope_widest_level(void) { return widest_level(); }

EXPORTED int segscope_count(const Request *request, Scratch *scratch, Result *result, int level) {
    return (int)BUILD_FOR(count, request, level)(request, scratch, result);
}

EXPORTED int segscope_confusion(const Request *request, Scratch *scratch, ConfusionResult *result, int level) {
    return (int)BUILD_FOR(confusion, request, level)(request, scratch, result);
}

EXPORTED int segscope_objects(const SurePair *request, Scratch *scratch, ObjectsResult *result, int level) {
    return (int)BUILD_FOR(objects, &request->pair, level)(request, scratch, result);
}

EXPORTED int segscope_reliability(const SurePair *request, Scratch *scratch, ReliabilityResult *result, int level) {
    return (int)BUILD_FOR(reliability, &request->pair, level)(request, scratch, result);
}
