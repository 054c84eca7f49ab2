/* Which wrong pixels are boundary errors (Bernhard et al., WACV 2024), for all classes in one go.
 *
 * A wrong pixel has one class that it is falsely predicted as and one that it is missed by. For each word
 * of pixels and each such class, the disc is asked once; the answers of all classes share a plane.
 */
#ifndef SEGSCOPE_BOUNDARY_ERRORS_H
#define SEGSCOPE_BOUNDARY_ERRORS_H

#include "discs.h"
#include "questions.h"

/* Each strip and each label of it has a turn of its own in filling the columns. */
static void begin_turn(Job *job) { job->turn++; }

static inline int64_t plane_index(const Job *job, const Group *group, int64_t row) {
    return (group->y + row) * job->grid.stride + job->grid.pad + group->word;
}

/* The pixels of a plane that bear the group's label. */
static Lanes pixels_of(const Job *job, const Group *group, const uint64_t *plane, const Pixel *map) {
    Lanes lanes = {0};
    for (int64_t row = 0; row < group->rows; row++) {
        uint64_t bits = plane[plane_index(job, group, row)];
        const Pixel *labels = pixel_row(map, &job->grid, group->y + row) + group->word * WORD;
        if (bits) lanes[row] = bits & equal_value(labels, group->label);
    }
    return lanes;
}

static void or_into_plane(const Job *job, const Group *group, Plane plane, Lanes bits) {
    for (int64_t row = 0; row < group->rows; row++) plane[plane_index(job, group, row)] |= bits[row];
}

static Lanes without_ignored(const Job *job, const Group *group, Lanes bits) {
    for (int64_t row = 0; row < group->rows; row++) bits[row] &= ~job->ignored[plane_index(job, group, row)];
    return bits;
}

static View view_of(const Group *group, int64_t radius, Lanes wanted) {
    return (View){group->y, group->word, radius, sides_of(union_of(wanted), radius)};
}

static void answer_naive(Job *job, const Disc *disc, const Group *group) {
    int64_t square = job->request->square_radius;
    Lanes fp = pixels_of(job, group, job->fp, job->prediction), fn = pixels_of(job, group, job->fn, job->truth);
    Lanes near_tp = {0};
    if (disc->radius > 0 && box_reaches(&job->tp_box[group->label], group->y, group->word, disc->radius)) {
        View view = view_of(group, disc->radius, fp | fn);
        fill_view(job, job->filled, &view, group->label, fill_class_word);
        near_tp = in_disc(job, job->class_tp, &view, disc, fp | fn);
        if (any_bit(near_tp)) {
            Lanes both = in_disc(job, job->class_tn, &view, disc, near_tp);
            or_into_plane(job, group, job->naive_fp, both & fp);
            or_into_plane(job, group, job->naive_fn, both & fn);
        }
    }
    if (!any_bit(fp)) return;
    Lanes counted = without_ignored(job, group, fp), known = {0};
    /* A true positive within the smaller disc is ground truth within the square. */
    if (disc->radius <= square) known = counted & near_tp;
    Lanes open = counted & ~known;
    if (any_bit(open) && box_reaches(&job->truth_box[group->label], group->y, group->word, square)) {
        View view = view_of(group, square, open);
        view.sides = (Sides){true, true};
        fill_view(job, job->filled_truth, &view, group->label, fill_truth_word);
        known |= in_square(job, job->class_truth, &view, open);
    }
    or_into_plane(job, group, job->near_class, known);
}

static bool ask_strip(Job *job, Questions *questions, int64_t top, int64_t end) {
    const Grid *grid = &job->grid;
    forget_words(job);
    for (int64_t y = top; y < end; y++)
        for (int64_t j = 0; j < grid->words; j++) {
            int64_t at = y * grid->stride + grid->pad + j;
            uint32_t row = (uint32_t)(y - top);
            if (!(job->fp[at] | job->fn[at])) continue;
            const Pixel *prediction = pixel_row(job->prediction, grid, y) + j * WORD;
            const Pixel *truth = pixel_row(job->truth, grid, y) + j * WORD;
            if (!ask_labels(job, questions, prediction, job->fp[at], row, (uint32_t)j) ||
                !ask_labels(job, questions, truth, job->fn[at], row, (uint32_t)j))
                return false;
        }
    return sort_questions(job, questions);
}

static bool find_naive(Job *job, const Disc *disc) {
    int64_t rows = strip_rows(job);
    for (int64_t top = 0; top < job->grid.height; top += rows) {
        Questions questions = {.count = 0};
        if (!ask_strip(job, &questions, top, smaller(job->grid.height, top + rows))) return false;
        int64_t latest = -1;
        for (int64_t next = 0; next < questions.count;) {
            Group group = next_group(job, &questions, top, &next);
            if (group.label != latest) begin_turn(job);
            latest = group.label;
            answer_naive(job, disc, &group);
        }
    }
    return true;
}

/* Growth of one side's boundary errors: within the disc, and within the errors of the same class. */
typedef struct {
    const Pixel *labels; /* the class that an error belongs to */
    Plane errors, naive;
    Plane grown; /* out */
    bool false_positives;
} Growth;

static void answer_growth(Job *job, const Growth *growth, const Disc *disc, const Group *group) {
    Lanes wanted = pixels_of(job, group, growth->errors, growth->labels);
    for (int64_t row = 0; row < group->rows; row++) wanted[row] &= ~growth->naive[plane_index(job, group, row)];
    View view = view_of(group, disc->radius, wanted);
    if (growth->false_positives)
        fill_view(job, job->filled, &view, group->label, fill_naive_fp_word);
    else
        fill_view(job, job->filled, &view, group->label, fill_naive_fn_word);
    or_into_plane(job, group, growth->grown, in_disc(job, job->class_tp, &view, disc, wanted));
}

/* Errors of a word that have any naive boundary error near, whatever its class; `nearby` holds the union
 * over the rows that the disc reaches. */
static inline uint64_t worth_asking(const Growth *growth, const Disc *disc, const uint64_t *nearby, int64_t at) {
    uint64_t wanted = growth->errors[at] & ~growth->naive[at];
    if (!wanted || disc->radius > WORD) return wanted;
    if (!(nearby[at - 1] | nearby[at] | nearby[at + 1])) return 0;
    return wanted & widen_word(nearby[at - 1], nearby[at], nearby[at + 1], disc->radius);
}

static bool ask_growth(Job *job, const Growth *growth, const Disc *disc, const uint64_t *nearby,
                       Questions *questions, int64_t top, int64_t end) {
    const Grid *grid = &job->grid;
    forget_words(job);
    for (int64_t y = top; y < end; y++)
        for (int64_t j = 0; j < grid->words; j++) {
            uint64_t wanted = worth_asking(growth, disc, nearby, y * grid->stride + grid->pad + j);
            const Pixel *labels = pixel_row(growth->labels, grid, y) + j * WORD;
            if (wanted && !ask_labels(job, questions, labels, wanted, (uint32_t)(y - top), (uint32_t)j)) return false;
        }
    return sort_questions(job, questions);
}

static bool grow(Job *job, const Growth *growth, const Disc *disc) {
    const Grid *grid = &job->grid;
    size_t plane_bytes = sizeof(uint64_t) * (size_t)(grid->height * grid->stride);
    Plane nearby = job->touch_tp; /* not in use yet */
    memcpy(growth->grown, growth->naive, plane_bytes);
    memcpy(nearby, growth->naive, plane_bytes);
    or_rows_below(nearby, grid, disc->radius + 1);
    or_rows_above(nearby, grid, disc->radius + 1);
    int64_t rows = strip_rows(job);
    for (int64_t top = 0; top < grid->height; top += rows) {
        Questions questions = {.count = 0};
        if (!ask_growth(job, growth, disc, nearby, &questions, top, smaller(grid->height, top + rows))) return false;
        int64_t latest = -1;
        for (int64_t next = 0; next < questions.count;) {
            Group group = next_group(job, &questions, top, &next);
            if (group.label != latest) begin_turn(job);
            latest = group.label;
            answer_growth(job, growth, disc, &group);
        }
    }
    return true;
}

#endif
