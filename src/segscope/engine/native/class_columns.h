/* Bit planes of the one class at hand, held in columns: the words of a column of words lie one after the
 * other, so that several rows are read as one vector. They are filled in blocks, where a question looks.
 */
#ifndef SEGSCOPE_CLASS_COLUMNS_H
#define SEGSCOPE_CLASS_COLUMNS_H

#include "job.h"

#define BLOCK 16 /* rows that are filled at once */

/* A word of pixels: where it stands in the label maps, in the planes, in its row and in the columns. */
typedef struct {
    int64_t in_maps, in_planes, in_row, in_columns;
} Place;

static inline int64_t index_in_columns(const Job *job, int64_t y, int64_t word) {
    const ColumnGrid *columns = &job->columns;
    return (word + columns->pad) * columns->stride + columns->margin + y;
}

static inline Place place_of(const Job *job, int64_t y, int64_t word) {
    const Grid *grid = &job->grid;
    return (Place){
        .in_maps = y * grid->pixel_stride + word * WORD,
        .in_planes = y * grid->stride + grid->pad + word,
        .in_row = word,
        .in_columns = index_in_columns(job, y, word),
    };
}

/* Fillers are constants where they are used, so that compilers can take them into the loop. */
typedef void FillWord(const Job *job, Place at, Pixel label);

INLINED void fill_class_word(const Job *job, Place at, Pixel label) {
    uint64_t truth = equal_value(job->truth + at.in_maps, label);
    uint64_t prediction = equal_value(job->prediction + at.in_maps, label);
    job->class_tp[at.in_columns] = truth & prediction;
    job->class_tn[at.in_columns] = job->grid.valid[at.in_row] & ~(truth | prediction);
}

INLINED void fill_truth_word(const Job *job, Place at, Pixel label) {
    job->class_truth[at.in_columns] = equal_value(job->truth + at.in_maps, label);
}

INLINED void fill_seed_word(const Job *job, Place at, Pixel label) {
    uint64_t bits = job->seeds[at.in_planes];
    job->class_tp[at.in_columns] = bits ? bits & equal_value(job->seed_labels + at.in_maps, label) : 0;
}

/* What a question looks at: `LANES` rows from `y` on of one column of words, and `radius` around them. */
typedef struct {
    int64_t y, word, radius;
    Sides sides;
} View;

/* Make a class's columns hold what a view sees. `filled` tells of each block the turn that it was filled in. */
INLINED void fill_view(const Job *job, int32_t *filled, const View *view, Pixel label, FillWord *fill) {
    const Grid *grid = &job->grid;
    int64_t reach = (view->radius + WORD - 1) / WORD;
    int64_t first_word = larger(0, view->sides.left ? view->word - reach : view->word);
    int64_t last_word = smaller(grid->words - 1, view->sides.right ? view->word + reach : view->word);
    int64_t first = larger(0, view->y - view->radius) / BLOCK;
    int64_t last = smaller(grid->height - 1, view->y + LANES - 1 + view->radius) / BLOCK;
    for (int64_t j = first_word; j <= last_word; j++)
        for (int64_t block = first; block <= last; block++) {
            int32_t *turn = filled + j * job->columns.blocks + block;
            if (*turn == job->turn) continue;
            *turn = job->turn;
            Place at = place_of(job, block * BLOCK, j);
            int64_t rows = smaller(BLOCK, grid->height - block * BLOCK);
            for (int64_t row = 0; row < rows; row++) {
                fill(job, at, label);
                at.in_maps += grid->pixel_stride;
                at.in_planes += grid->stride;
                at.in_columns++;
            }
        }
}

#endif
