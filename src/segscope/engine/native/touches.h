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

static void find_touches(const Job *job, const Pixel *own_map, const Pixel *other_map, Plane errors,
                         Plane touch_tp, Plane touch_tn) {
    const Grid *grid = &job->grid;
    for (int64_t y = 0; y < grid->height; y++)
        for (int64_t j = 0; j < grid->words; j++) {
            int64_t at = y * grid->stride + grid->pad + j;
            Touch touch = {0, 0};
            for (int64_t dy = -1; (errors[at] & ~(touch.tp & touch.tn)) && dy <= 1; dy++) {
                if (y + dy < 0 || y + dy >= grid->height) continue;
                const Pixel *own = pixel_row(own_map, grid, y) + j * WORD;
                const Pixel *own_there = own + dy * grid->pixel_stride;
                const Pixel *other_there = pixel_row(other_map, grid, y + dy) + j * WORD;
                for (int dx = -1; dx <= 1; dx++)
                    look(job, own, own_there, other_there, at + dy * grid->stride, j, dx, &touch);
            }
            touch_tp[at] = touch.tp & errors[at];
            touch_tn[at] = touch.tn & errors[at];
        }
}

#endif
