/* Components of a label map (8-connected, equal labels) that have evidence, or that lack it.
 *
 * Most runs of pixels settle the matter for their component by themselves. Only the others are kept: they
 * are united with each other, and their component is settled too where it touches a settled run.
 */
#ifndef SEGSCOPE_COMPONENTS_H
#define SEGSCOPE_COMPONENTS_H

#include "job.h"

#define BOTH 3 /* bits of `seen`: evidence a, evidence b */

typedef struct {
    int32_t from, to; /* columns, both included */
    int32_t parent;   /* never larger than the run's own number */
    Pixel label;
    uint8_t seen; /* valid at roots */
} Run;

typedef struct {
    Run *runs; /* not settled, in row order */
    int64_t count, room;
    int64_t *row_start; /* height + 1 */
} Forest;

typedef struct {
    const Pixel *labels;
    Plane edges;
    Plane inside; /* pixels that take part */
    /* Either planes of evidence: a run with both is settled, and `out` gets the components with both. Or
     * NULL: a run that is only a part of a run of equal labels is settled, and `out` gets the components
     * without such a run. */
    Plane evidence_a, evidence_b;
    Plane out; /* zeroed */
} Components;

static bool make_room(Forest *forest, Scratch *scratch, int64_t more) {
    if (forest->count + more <= forest->room) return true;
    forest->room = larger(forest->room * 2, forest->count + more);
    if (forest->room > INT32_MAX) return false;
    forest->runs = segscope_take(scratch, SLOT_RUNS, (size_t)forest->room * sizeof(Run), true);
    return forest->runs != NULL;
}

static inline int32_t find_root(Run *runs, int32_t id) {
    while (runs[id].parent != id) {
        runs[id].parent = runs[runs[id].parent].parent;
        id = runs[id].parent;
    }
    return id;
}

static inline void unite(Run *runs, int32_t a, int32_t b) {
    a = find_root(runs, a);
    b = find_root(runs, b);
    if (a == b) return;
    int32_t root = a < b ? a : b, child = a < b ? b : a;
    runs[child].parent = root;
    runs[root].seen |= runs[child].seen;
}

/* The runs of one row, word by word. Adding a bit to the chain of pixels whose right neighbour belongs to
 * the same run carries it to the run's end; `carry` takes it on into the next word. */
typedef struct {
    const uint64_t *edges, *inside;
    uint64_t carry_a, carry_b;
} RowScan;

/* Pixels of a word whose right neighbour is of the same run. */
static inline uint64_t chain_of(const RowScan *row, int64_t j) {
    return row->inside[j] & from_right(row->inside + j) & ~row->edges[j];
}

/* Of the runs that end in this word, the ends of those that hold a bit of `seeds`, in this word or before. */
static inline uint64_t ends_reached(uint64_t chain, uint64_t ends, uint64_t seeds, uint64_t *carry) {
    unsigned long long sum, sum_with_carry;
    bool over = __builtin_uaddll_overflow(chain, seeds & chain, &sum);
    over |= __builtin_uaddll_overflow(sum, *carry, &sum_with_carry);
    *carry = over;
    return ends & (seeds | (sum_with_carry & ~chain));
}

/* Column where the run that ends at `to` starts. */
static int64_t start_of(const RowScan *row, int64_t to) {
    int64_t j = to >> 6;
    uint64_t breaks = ~chain_of(row, j) & ((UINT64_C(1) << (to & 63)) - 1);
    while (breaks == 0 && j > 0) breaks = ~chain_of(row, --j);
    return breaks ? j * WORD + WORD - __builtin_clzll(breaks) : 0;
}

/* Ends of the runs of a word that are not settled. */
static uint64_t open_ends(const Job *job, const Components *what, int64_t y, RowScan *row, int64_t j) {
    const Grid *grid = &job->grid;
    uint64_t chain = chain_of(row, j), ends = row->inside[j] & ~chain;
    if (what->evidence_a) {
        uint64_t a = ends_reached(chain, ends, plane_row(what->evidence_a, grid, y)[j], &row->carry_a);
        uint64_t b = ends_reached(chain, ends, plane_row(what->evidence_b, grid, y)[j], &row->carry_b);
        return ends & ~(a & b);
    }
    uint64_t last_column = grid->valid[j] & ~from_right(grid->valid + j);
    uint64_t label_starts = row->edges[j] << 1 | row->edges[j - 1] >> 63 | (j == 0);
    uint64_t whole = ends_reached(chain, ends, row->inside[j] & label_starts, &row->carry_a);
    return whole & (row->edges[j] | last_column);
}

static uint8_t evidence_of(const Job *job, const Components *what, int64_t y, const Run *run) {
    if (!what->evidence_a) return 0;
    return (uint8_t)(any_in_range(plane_row(what->evidence_a, &job->grid, y), run->from, run->to) |
                     any_in_range(plane_row(what->evidence_b, &job->grid, y), run->from, run->to) << 1);
}

/* Keep the runs that are not settled, and mark the others (with evidence) or these (without) in `out`. */
static bool keep_open_runs(const Job *job, const Components *what, Forest *forest) {
    const Grid *grid = &job->grid;
    for (int64_t y = 0; y < grid->height; y++) {
        forest->row_start[y] = forest->count;
        if (!make_room(forest, job->scratch, grid->width)) return false;
        RowScan row = {plane_row(what->edges, grid, y), plane_row(what->inside, grid, y), 0, 0};
        uint64_t *out = plane_row(what->out, grid, y);
        for (int64_t j = 0; j < grid->words; j++) {
            if (row.inside[j] == 0) continue; /* no carry either: it would have come from a run */
            if (what->evidence_a) out[j] = row.inside[j];
            for (uint64_t ends = open_ends(job, what, y, &row, j); ends; ends &= ends - 1) {
                Run run = {.to = (int32_t)(j * WORD + lowest_bit(ends)), .parent = (int32_t)forest->count};
                run.from = (int32_t)start_of(&row, run.to);
                run.label = pixel_row(what->labels, grid, y)[run.from];
                run.seen = evidence_of(job, what, y, &run);
                forest->runs[forest->count++] = run;
            }
        }
        for (int64_t i = forest->row_start[y]; i < forest->count; i++) {
            const Run *run = &forest->runs[i];
            if (what->evidence_a)
                clear_range(out, run->from, run->to);
            else
                set_range(out, run->from, run->to);
        }
    }
    forest->row_start[grid->height] = forest->count;
    return true;
}

/* Whether a settled run of the same label touches this one from the row `y`. */
static bool touches_settled(const Job *job, const Components *what, int64_t y, const Run *run) {
    const Grid *grid = &job->grid;
    if (y < 0 || y >= grid->height) return false;
    int64_t from = larger(0, run->from - 1), to = smaller(grid->width - 1, run->to + 1);
    const uint64_t *out = plane_row(what->out, grid, y);
    const Pixel *labels = pixel_row(what->labels, grid, y);
    for (int64_t j = from >> 6; j <= to >> 6; j++) {
        uint64_t settled = what->evidence_a ? out[j] : ~out[j];
        settled &= bit_range((int)larger(0, from - j * WORD), (int)smaller(WORD - 1, to - j * WORD));
        if (settled && (settled & equal_value(labels + j * WORD, run->label))) return true;
    }
    return false;
}

static void join_rows(const Forest *forest, int64_t y) {
    Run *runs = forest->runs;
    int64_t first = forest->row_start[y - 1], above_end = forest->row_start[y];
    for (int64_t i = above_end; i < forest->row_start[y + 1]; i++) {
        while (first < above_end && runs[first].to < runs[i].from - 1) first++;
        for (int64_t k = first; k < above_end && runs[k].from <= runs[i].to + 1; k++)
            if (runs[k].label == runs[i].label) unite(runs, (int32_t)k, (int32_t)i);
    }
}

static void write_verdicts(const Job *job, const Components *what, const Forest *forest) {
    for (int64_t y = 0; y < job->grid.height; y++) {
        uint64_t *out = plane_row(what->out, &job->grid, y);
        for (int64_t i = forest->row_start[y]; i < forest->row_start[y + 1]; i++) {
            const Run *run = &forest->runs[i];
            if (forest->runs[find_root(forest->runs, (int32_t)i)].seen != BOTH) continue;
            if (what->evidence_a)
                set_range(out, run->from, run->to);
            else
                clear_range(out, run->from, run->to);
        }
    }
}

static bool mark_components(const Job *job, const Components *what) {
    Forest forest = {.count = 0, .room = 0};
    size_t bytes = sizeof(int64_t) * (size_t)(job->grid.height + 1);
    forest.row_start = segscope_take(job->scratch, SLOT_ROW_STARTS, bytes, false);
    if (!forest.row_start || !keep_open_runs(job, what, &forest)) return false;
    for (int64_t y = 0; y < job->grid.height; y++) {
        for (int64_t i = forest.row_start[y]; i < forest.row_start[y + 1]; i++) {
            Run *run = &forest.runs[i];
            if (touches_settled(job, what, y - 1, run) || touches_settled(job, what, y + 1, run)) run->seen = BOTH;
        }
        if (y > 0) join_rows(&forest, y);
    }
    write_verdicts(job, what, &forest);
    return true;
}

#endif
