/* One pair of label maps at work: the maps in rows of whole words, and the bit planes made of them. */
#ifndef SEGSCOPE_JOB_H
#define SEGSCOPE_JOB_H

#include "api.h"
#include "lanes.h"

/* Where in the picture a class occurs, in rows and words; empty while bottom < top. */
typedef struct {
    int32_t top, bottom, left, right;
} Box;

/* How planes are held in columns of words; see class_columns.h. */
typedef struct {
    int64_t stride; /* words from column to column */
    int64_t margin; /* zero words before and after the rows of a column */
    int64_t pad;    /* zero columns on both sides */
    int64_t blocks; /* of a column */
} ColumnGrid;

/* Which columns of words beside its own a question looks at. */
typedef struct {
    bool left, right;
} Sides;

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
    Plane touch_tp, touch_tn;
    Plane truth_rim, prediction_rim; /* counted pixels with a counted neighbour of another label */
    Plane near_truth_rim, near_prediction_rim; /* rim pixels with the other map's rim of their class near */

    uint64_t *spare_row, *other_row; /* word 0 of padded rows; the pads are zero */
    Lanes *wide_row; /* for questions that look at more than three words */
    uint64_t *frame_row; /* bits of the columns within square_radius of the frame */

    ColumnGrid columns;
    uint64_t *class_tp, *class_tn, *class_truth; /* in columns: of the one class at hand, filled where asked */
    int32_t *filled, *filled_truth; /* by column and block: the turn that it was filled in */
    int32_t turn;
    const uint64_t *seeds; /* the plane, and the labels of its bits, that columns are filled from */
    const Pixel *seed_labels;

    Box *truth_box, *tp_box;        /* per class */
    int64_t *class_count;           /* per class */
    int64_t *word_count;            /* per column of words */
    int64_t *last_word;             /* per class */
} Job;

static inline void extend_box(Box *box, int64_t y, int64_t word) {
    if (box->bottom < box->top) *box = (Box){(int32_t)y, (int32_t)y, (int32_t)word, (int32_t)word};
    box->bottom = (int32_t)y; /* rows come in order */
    if (word < box->left) box->left = (int32_t)word;
    if (word > box->right) box->right = (int32_t)word;
}

/* Whether the box comes within `reach` pixels of the words in the `LANES` rows from `y` on. */
static inline bool box_reaches(const Box *box, int64_t y, int64_t word, int64_t reach) {
    int64_t words = (reach + WORD - 1) / WORD;
    return box->bottom >= box->top && y + LANES - 1 >= box->top - reach && y <= box->bottom + reach &&
           word >= box->left - words && word <= box->right + words;
}

#endif
