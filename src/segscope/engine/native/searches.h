/* Which pixels of a plane lie within the disc of a pixel of the same class of another plane. */
#ifndef SEGSCOPE_SEARCHES_H
#define SEGSCOPE_SEARCHES_H

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

typedef struct {
    const Pixel *labels; /* of the wanted pixels */
    const uint64_t *wanted;
    const Pixel *seed_labels;
    const uint64_t *seeds;
    Plane found; /* gets the wanted pixels that have a seed near */
} Search;

/* Wanted pixels of a word that have any seed near, whatever its class; `nearby` holds the union over the
 * rows that the disc reaches. */
static inline uint64_t worth_asking(uint64_t wanted, const Disc *disc, const uint64_t *nearby, int64_t at) {
    if (!wanted || disc->radius > WORD) return wanted;
    if (!(nearby[at - 1] | nearby[at] | nearby[at + 1])) return 0;
    return wanted & widen_word(nearby[at - 1], nearby[at], nearby[at + 1], disc->radius);
}

static bool ask_search(Job *job, const Search *search, const Disc *disc, const uint64_t *nearby,
                       Questions *questions, int64_t top, int64_t end) {
    const Grid *grid = &job->grid;
    forget_words(job);
    for (int64_t y = top; y < end; y++)
        for (int64_t j = 0; j < grid->words; j++) {
            int64_t at = y * grid->stride + grid->pad + j;
            uint64_t wanted = worth_asking(search->wanted[at], disc, nearby, at);
            const Pixel *labels = pixel_row(search->labels, grid, y) + j * WORD;
            if (wanted && !ask_labels(job, questions, labels, wanted, (uint32_t)(y - top), (uint32_t)j)) return false;
        }
    return sort_questions(job, questions);
}

static void answer_search(Job *job, const Search *search, const Disc *disc, const Group *group) {
    Lanes wanted = pixels_of(job, group, search->wanted, search->labels);
    View view = view_of(group, disc->radius, wanted);
    fill_view(job, job->filled, &view, group->label, fill_seed_word);
    or_into_plane(job, group, search->found, in_disc(job, job->class_tp, &view, disc, wanted));
}

static bool find_near(Job *job, const Search *search, const Disc *disc) {
    const Grid *grid = &job->grid;
    Plane nearby = job->touch_tp; /* not in use yet */
    memcpy(nearby, search->seeds, sizeof(uint64_t) * (size_t)(grid->height * grid->stride));
    or_rows_below(nearby, grid, disc->radius + 1);
    or_rows_above(nearby, grid, disc->radius + 1);
    job->seeds = search->seeds;
    job->seed_labels = search->seed_labels;
    int64_t rows = strip_rows(job);
    for (int64_t top = 0; top < grid->height; top += rows) {
        Questions questions = {.count = 0};
        if (!ask_search(job, search, disc, nearby, &questions, top, smaller(grid->height, top + rows))) return false;
        int64_t latest = -1;
        for (int64_t next = 0; next < questions.count;) {
            Group group = next_group(job, &questions, top, &next);
            if (group.label != latest) begin_turn(job);
            latest = group.label;
            answer_search(job, search, disc, &group);
        }
    }
    return true;
}

#endif
