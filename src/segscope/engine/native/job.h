/* One pair of label maps at work: the maps in rows of whole words, and the bit planes made of them. */
#ifndef SEGSCOPE_JOB_H
#define SEGSCOPE_JOB_H

#include "api.h"
#include "planes.h"

/* Where in the picture a class occurs; empty while bottom < top. */
typedef struct {
    int32_t top, bottom, left, right;
} Box;

typedef struct {
    const Request *request;
    Scratch *scratch;
    Grid grid;
    Pixel *truth, *prediction; /* class indices or NONE; padded with NONE */

    Plane truth_edges, prediction_edges; /* the right neighbour has another label */
    Plane truth_band, prediction_band;   /* interior boundary bands, the frame being none */
    Plane tp;                            /* counted pixels that are right */
    Plane fp, fn;                        /* fp holds ignored pixels too: they are evidence */
    Plane ignored;
    bool any_error;

    Plane near_class;      /* wrong pixels with ground truth of their predicted class in the square */
    Plane naive_fp, naive_fn; /* boundary errors before growth and the touch rule */
    Plane grown_fp, grown_fn;
    Plane boundary_fp, boundary_fn; /* boundary errors that stay */
    Plane lost_truth, lost_prediction; /* components without a true positive */
    Plane class_tp, class_tn, class_truth; /* of the one class at hand, filled where asked */
    Plane touch_a, touch_b;

    uint64_t *spare_row;    /* stride words */
    uint64_t *frame_row;    /* bits of the columns within square_radius of the frame */
    int64_t *filled, *filled_truth; /* last filled row of each word column */
    Box *truth_box, *tp_box;        /* per class */
    int64_t *class_count;           /* num_classes + 1 */
    int64_t *last_word;             /* per class */
} Job;

static inline void extend_box(Box *box, int32_t y, int32_t left, int32_t right) {
    if (box->bottom < box->top) {
        *box = (Box){y, y, left, right};
        return;
    }
    box->bottom = y; /* rows come in order */
    if (left < box->left) box->left = left;
    if (right > box->right) box->right = right;
}

/* Whether the box comes within `reach` of the word (y, word). */
static inline bool box_reaches(const Box *box, int64_t y, int64_t word, int64_t reach) {
    return box->bottom >= box->top && y >= box->top - reach && y <= box->bottom + reach &&
           word * WORD + WORD - 1 >= box->left - reach && word * WORD <= box->right + reach;
}

#endif
