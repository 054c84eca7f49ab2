/* One pair of label maps at work: the maps in rows of whole words, and the bit planes made of them. */
#ifndef SEGSCOPE_JOB_H
#define SEGSCOPE_JOB_H

#include "api.h"
#include "planes.h"

/* Where in the picture a class occurs, in rows and words; empty while bottom < top. */
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
    Plane touch_tp, touch_tn;

    uint64_t *spare_row, *other_row; /* word 0 of padded rows; the pads are zero */
    uint64_t *wide_row, *other_wide_row; /* for queries that see more than three words */
    uint64_t *frame_row; /* bits of the columns within square_radius of the frame */
    int64_t *filled, *filled_truth; /* last filled row of each word column */
    Box *truth_box, *tp_box;        /* per class */
    int64_t *class_count;           /* num_classes + 1 */
    int64_t *last_word;             /* per class */
} Job;

static inline void extend_box(Box *box, int64_t y, int64_t word) {
    if (box->bottom < box->top) *box = (Box){(int32_t)y, (int32_t)y, (int32_t)word, (int32_t)word};
    box->bottom = (int32_t)y; /* rows come in order */
    if (word < box->left) box->left = (int32_t)word;
    if (word > box->right) box->right = (int32_t)word;
}

/* Whether the box comes within `reach` pixels of the word (y, word). */
static inline bool box_reaches(const Box *box, int64_t y, int64_t word, int64_t reach) {
    int64_t words = (reach + WORD - 1) / WORD;
    return box->bottom >= box->top && y >= box->top - reach && y <= box->bottom + reach &&
           word >= box->left - words && word <= box->right + words;
}

#endif
