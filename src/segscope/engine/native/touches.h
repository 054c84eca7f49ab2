/* The touch rule: a boundary error has a true positive and a true negative of its class beside it. */
#ifndef SEGSCOPE_TOUCHES_H
#define SEGSCOPE_TOUCHES_H

#include "job.h"

typedef struct {
    uint64_t tp, tn;
} Touch;

/* Look at one neighbour of each pixel of a word: `own` bears the class that the errors belong to. */
static inline void look(const Job *job, const Pixel *own, const Pixel *own_there, const Pixel *other_there,
                        int64_t at_there, int64_t word, int dx, Touch *touch) {
    const uint64_t *tp = job->tp + at_there, *valid = job->grid.valid + word;
    uint64_t tp_there = dx < 0 ? from_left(tp) : dx > 0 ? from_right(tp) : *tp;
    uint64_t valid_there = dx < 0 ? from_left(valid) : dx > 0 ? from_right(valid) : *valid;
    uint64_t same = equal_pixels(own, own_there + dx);
    touch->tp |= same & tp_there;
    touch->tn |= valid_there & ~same & ~equal_pixels(own, other_there + dx);
}

static Touch touch_of_word(const Job *job, const Pixel *own_map, const Pixel *other_map, int64_t y, int64_t word,
                           uint64_t errors) {
    static const int rows[] = {0, -1, 1};
    const Grid *grid = &job->grid;
    const Pixel *own = pixel_row(own_map, grid, y) + word * WORD;
    Touch touch = {0, 0};
    for (int i = 0; i < 3 && (errors & ~(touch.tp & touch.tn)); i++) {
        int64_t there = y + rows[i];
        if (there < 0 || there >= grid->height) continue;
        int64_t at = there * grid->stride + grid->pad + word;
        const Pixel *own_there = pixel_row(own_map, grid, there) + word * WORD;
        const Pixel *other_there = pixel_row(other_map, grid, there) + word * WORD;
        look(job, own, own_there, other_there, at, word, -1, &touch);
        look(job, own, own_there, other_there, at, word, 1, &touch);
        if (rows[i]) look(job, own, own_there, other_there, at, word, 0, &touch);
    }
    return touch;
}

static void find_touches(const Job *job, const Pixel *own_map, const Pixel *other_map, Plane errors,
                         Plane touch_tp, Plane touch_tn) {
    const Grid *grid = &job->grid;
    for (int64_t y = 0; y < grid->height; y++)
        for (int64_t j = 0; j < grid->words; j++) {
            int64_t at = y * grid->stride + grid->pad + j;
            Touch touch = {0, 0};
            if (errors[at]) touch = touch_of_word(job, own_map, other_map, y, j, errors[at]);
            touch_tp[at] = touch.tp & errors[at];
            touch_tn[at] = touch.tn & errors[at];
        }
}

#endif
