/* Wrong pixels by (true class, predicted class, kind of miss, kind of false alarm). */
#ifndef SEGSCOPE_TALLY_H
#define SEGSCOPE_TALLY_H

#include <stdlib.h>

#include "job.h"

#define KINDS 3 /* boundary, extent, segment */

typedef struct {
    uint32_t truth, prediction; /* prediction NONE where it is no class */
    int64_t pixels[KINDS][KINDS]; /* by fn kind, fp kind (0 where there is none) */
} Pair;

typedef struct {
    Pair *pairs; /* open addressing; free where all pixels are 0 */
    int64_t count, room;
    Pair *latest;
} Tally;

static const uint32_t FREE = UINT32_MAX;

static bool resize_tally(Tally *tally, Scratch *scratch, int64_t room);

static Pair *find_pair(Tally *tally, uint32_t truth, uint32_t prediction) {
    uint64_t hash = ((uint64_t)truth << 16 | prediction) * UINT64_C(0x9E3779B97F4A7C15);
    int64_t at = (int64_t)(hash >> 32) & (tally->room - 1);
    while (tally->pairs[at].truth != FREE &&
           (tally->pairs[at].truth != truth || tally->pairs[at].prediction != prediction))
        at = (at + 1) & (tally->room - 1);
    return &tally->pairs[at];
}

static Pair *pair_of(Tally *tally, Scratch *scratch, uint32_t truth, uint32_t prediction) {
    if (tally->latest && tally->latest->truth == truth && tally->latest->prediction == prediction)
        return tally->latest;
    if (2 * (tally->count + 1) > tally->room && !resize_tally(tally, scratch, 2 * tally->room)) return NULL;
    Pair *pair = find_pair(tally, truth, prediction);
    if (pair->truth == FREE) {
        *pair = (Pair){.truth = truth, .prediction = prediction};
        tally->count++;
    }
    return tally->latest = pair;
}

/* Old pairs are set aside in the slot of the result, which is not in use yet. */
static bool resize_tally(Tally *tally, Scratch *scratch, int64_t room) {
    int64_t old_room = tally->count ? tally->room : 0;
    Pair *old = segscope_take(scratch, SLOT_WRONG, sizeof(Pair) * (size_t)(old_room + 1), false);
    if (!old) return false;
    if (old_room) memcpy(old, tally->pairs, sizeof(Pair) * (size_t)old_room);
    tally->pairs = segscope_take(scratch, SLOT_TALLY, sizeof(Pair) * (size_t)room, false);
    if (!tally->pairs) return false;
    tally->room = room;
    tally->latest = NULL;
    for (int64_t i = 0; i < room; i++) tally->pairs[i].truth = FREE;
    for (int64_t i = 0; i < old_room; i++)
        if (old[i].truth != FREE) *find_pair(tally, old[i].truth, old[i].prediction) = old[i];
    return true;
}

static int compare_pairs(const void *left, const void *right) {
    const Pair *a = left, *b = right;
    if (a->truth != b->truth) return a->truth < b->truth ? -1 : 1;
    /* NONE is written as -1 and comes first. */
    uint32_t p = a->prediction == NONE ? 0 : a->prediction + 1, q = b->prediction == NONE ? 0 : b->prediction + 1;
    return p < q ? -1 : p > q;
}

static int64_t *write_row(int64_t *row, const Pair *pair, int fn_kind, int fp_kind) {
    bool predicted = pair->prediction != NONE;
    row[0] = pair->truth;
    row[1] = predicted ? (int64_t)pair->prediction : -1;
    row[2] = fn_kind;
    row[3] = predicted ? fp_kind : -1;
    row[4] = pair->pixels[fn_kind][fp_kind];
    return row + 5;
}

static void add_pair(const Pair *pair, int64_t num_classes, Result *result) {
    static const enum Column fn_column[KINDS] = {FN_BOUNDARY, FN_EXTENT, FN_SEGMENT};
    static const enum Column fp_column[KINDS] = {FP_BOUNDARY, FP_EXTENT, FP_SEGMENT};
    for (int fn_kind = 0; fn_kind < KINDS; fn_kind++)
        for (int fp_kind = 0; fp_kind < KINDS; fp_kind++) {
            int64_t pixels = pair->pixels[fn_kind][fp_kind];
            result->columns[fn_column[fn_kind] * num_classes + pair->truth] += pixels;
            if (pair->prediction == NONE) {
                result->unpredicted[pair->truth] += pixels;
                continue;
            }
            result->columns[fp_column[fp_kind] * num_classes + pair->prediction] += pixels;
            result->confusion[pair->truth * num_classes + pair->prediction] += pixels;
        }
}

/* Sorted rows, and all that follows from them. */
static bool finish_tally(Tally *tally, Scratch *scratch, int64_t num_classes, Result *result) {
    int64_t count = 0;
    for (int64_t i = 0; i < tally->room; i++)
        if (tally->pairs[i].truth != FREE) tally->pairs[count++] = tally->pairs[i];
    qsort(tally->pairs, (size_t)count, sizeof(Pair), compare_pairs);
    size_t most = (size_t)(count * KINDS * KINDS + 1) * 5 * sizeof(int64_t);
    int64_t *row = segscope_take(scratch, SLOT_WRONG, most, false);
    if (!row) return false;
    result->wrong = row;
    for (int64_t i = 0; i < count; i++) {
        add_pair(&tally->pairs[i], num_classes, result);
        for (int fn_kind = 0; fn_kind < KINDS; fn_kind++)
            for (int fp_kind = 0; fp_kind < KINDS; fp_kind++)
                if (tally->pairs[i].pixels[fn_kind][fp_kind])
                    row = write_row(row, &tally->pairs[i], fn_kind, fp_kind);
    }
    result->num_wrong = (row - result->wrong) / 5;
    return true;
}

#endif
