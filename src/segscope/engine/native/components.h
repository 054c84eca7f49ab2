/* Components of a label map (8-connected, equal labels), as a union-find over runs of pixels.
 *
 * A component is kept when its pixels hold a bit of each of the evidence planes. The first pass numbers
 * the runs and unites them; the second walks the same runs again and writes the verdict.
 */
#ifndef SEGSCOPE_COMPONENTS_H
#define SEGSCOPE_COMPONENTS_H

#include "job.h"

typedef struct {
    int32_t from, to; /* columns, both included */
    int32_t id;
    Pixel label;
} Run;

typedef struct {
    int32_t *parent; /* never larger than the run itself */
    uint8_t *seen;   /* bits: evidence found, valid at roots */
    int64_t count, room;
} Forest;

typedef struct {
    const Pixel *labels;
    Plane edges;
    Plane inside;      /* pixels that take part, or NULL: all with a label */
    Plane evidence[2]; /* the second may be NULL */
    Box *box, *seen_box; /* per class, or NULL */
} Components;

static bool make_room(Forest *forest, Scratch *scratch, int64_t more) {
    if (forest->count + more <= forest->room) return true;
    int64_t room = larger(forest->room * 2, forest->count + more);
    if (room > INT32_MAX) return false;
    forest->parent = segscope_take(scratch, SLOT_RUN_PARENTS, (size_t)room * sizeof(int32_t), true);
    forest->seen = segscope_take(scratch, SLOT_RUN_FLAGS, (size_t)room, true);
    forest->room = room;
    return forest->parent && forest->seen;
}

static inline int32_t find_root(int32_t *parent, int32_t id) {
    while (parent[id] != id) {
        parent[id] = parent[parent[id]];
        id = parent[id];
    }
    return id;
}

static inline void unite(Forest *forest, int32_t a, int32_t b) {
    a = find_root(forest->parent, a);
    b = find_root(forest->parent, b);
    if (a == b) return;
    int32_t root = a < b ? a : b, child = a < b ? b : a;
    forest->parent[child] = root;
    forest->seen[root] |= forest->seen[child];
}

/* The runs of one row in order, without those that have no label. */
static int64_t list_runs(const Job *job, const Components *what, int64_t y, Run *runs) {
    const Grid *grid = &job->grid;
    const Pixel *labels = pixel_row(what->labels, grid, y);
    const uint64_t *edges = plane_row(what->edges, grid, y);
    const uint64_t *inside = what->inside ? plane_row(what->inside, grid, y) : grid->valid;
    int64_t count = 0, starts_seen = 0;
    for (int64_t j = 0; j < grid->words; j++) {
        if (inside[j] == 0) continue;
        uint64_t before = inside[j - 1] & ~edges[j - 1], here = inside[j] & ~edges[j];
        uint64_t starts = inside[j] & ~(here << 1 | before >> 63);
        uint64_t ends = inside[j] & (edges[j] | ~from_right(inside + j));
        for (; starts; starts &= starts - 1) runs[starts_seen++].from = (int32_t)(j * WORD + lowest_bit(starts));
        for (; ends; ends &= ends - 1) runs[count++].to = (int32_t)(j * WORD + lowest_bit(ends));
    }
    int64_t kept = 0;
    for (int64_t i = 0; i < count; i++) {
        Pixel label = labels[runs[i].from];
        if (label == NONE) continue;
        runs[kept] = runs[i];
        runs[kept++].label = label;
    }
    return kept;
}

static uint8_t evidence_of(const Job *job, const Components *what, int64_t y, const Run *run) {
    uint8_t seen = 0;
    for (int i = 0; i < 2; i++)
        if (!what->evidence[i] || any_in_range(plane_row(what->evidence[i], &job->grid, y), run->from, run->to))
            seen |= (uint8_t)(1 << i);
    return seen;
}

static void join_rows(Forest *forest, const Run *above, int64_t num_above, Run *runs, int64_t num_runs) {
    int64_t first = 0;
    for (int64_t i = 0; i < num_runs; i++) {
        Run *run = &runs[i];
        while (first < num_above && above[first].to < run->from - 1) first++;
        for (int64_t k = first; k < num_above && above[k].from <= run->to + 1; k++)
            if (above[k].label == run->label) unite(forest, above[k].id, run->id);
    }
}

static bool build_forest(const Job *job, const Components *what, Forest *forest, Run *rows[2]) {
    int64_t num_above = 0;
    for (int64_t y = 0; y < job->grid.height; y++) {
        Run *runs = rows[y & 1], *above = rows[~y & 1];
        int64_t num_runs = list_runs(job, what, y, runs);
        if (!make_room(forest, job->scratch, num_runs)) return false;
        for (int64_t i = 0; i < num_runs; i++) {
            int32_t id = (int32_t)forest->count++;
            runs[i].id = id;
            forest->parent[id] = id;
            forest->seen[id] = evidence_of(job, what, y, &runs[i]);
            if (what->box) extend_box(&what->box[runs[i].label], (int32_t)y, runs[i].from, runs[i].to);
            if (what->seen_box && (forest->seen[id] & 1))
                extend_box(&what->seen_box[runs[i].label], (int32_t)y, runs[i].from, runs[i].to);
        }
        join_rows(forest, above, num_above, runs, num_runs);
        num_above = num_runs;
    }
    return true;
}

/* Set in `out` (zeroed) the pixels of all components that are kept, or of all that are not. */
static bool mark_components(const Job *job, const Components *what, bool kept, Plane out) {
    Forest forest = {.count = 0, .room = 0};
    size_t row_bytes = sizeof(Run) * (size_t)(job->grid.words * WORD);
    Run *runs = segscope_take(job->scratch, SLOT_RUNS, 2 * row_bytes, false);
    if (!runs || !make_room(&forest, job->scratch, 4096)) return false;
    Run *rows[2] = {runs, runs + job->grid.words * WORD};
    if (!build_forest(job, what, &forest, rows)) return false;

    int64_t next = 0;
    for (int64_t y = 0; y < job->grid.height && next < forest.count; y++) {
        int64_t num_runs = list_runs(job, what, y, runs);
        for (int64_t i = 0; i < num_runs; i++, next++) {
            bool complete = forest.seen[find_root(forest.parent, (int32_t)next)] == 3;
            if (complete == kept) set_range(plane_row(out, &job->grid, y), runs[i].from, runs[i].to);
        }
    }
    return true;
}

#endif
