/* Which wrong pixels are boundary errors (Bernhard et al., WACV 2024), for all classes in one go.
 *
 * A wrong pixel has one class that it is falsely predicted as and one that it is missed by. For each word
 * of pixels and each such class, the disc is asked once; the answers of all classes share a plane.
 */
#ifndef SEGSCOPE_BOUNDARY_ERRORS_H
#define SEGSCOPE_BOUNDARY_ERRORS_H

#include "searches.h"

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
static bool grow(Job *job, const Disc *disc, const Pixel *labels, const uint64_t *errors, const uint64_t *naive,
                 Plane grown) {
    int64_t words = job->grid.height * job->grid.stride;
    Plane wanted = job->touch_tn; /* not in use yet */
    for (int64_t i = 0; i < words; i++) wanted[i] = errors[i] & ~naive[i];
    memcpy(grown, naive, sizeof(uint64_t) * (size_t)words);
    Search search = {labels, wanted, labels, naive, grown};
    return find_near(job, &search, disc);
}

#endif
