/* Questions on wrong pixels: each asks, for the pixels of one word that bear one label, what lies near. */
#ifndef SEGSCOPE_QUESTIONS_H
#define SEGSCOPE_QUESTIONS_H

#include "job.h"

typedef struct {
    uint32_t row, word, label; /* the row within a strip */
} Question;

typedef struct {
    Question *list;
    int64_t count, room;
} Questions;

static bool ask(Questions *questions, Scratch *scratch, Question question) {
    if (questions->count == questions->room) {
        questions->room = larger(4096, 2 * questions->room);
        questions->list =
            segscope_take(scratch, SLOT_PAIRS, (size_t)questions->room * sizeof(Question), true);
        if (!questions->list) return false;
    }
    questions->list[questions->count++] = question;
    return true;
}

/* Ask, for the labels that `wanted` pixels of a word bear, each once. */
static bool ask_labels(Job *job, Questions *questions, const Pixel *labels, uint64_t wanted, uint32_t row,
                       uint32_t word) {
    int64_t number = (int64_t)row * job->grid.words + word;
    while (wanted) {
        Pixel label = labels[lowest_bit(wanted)];
        wanted &= ~equal_value(labels, label);
        if (job->last_word[label] == number) continue;
        job->last_word[label] = number;
        if (!ask(questions, job->scratch, (Question){row, word, label})) return false;
    }
    return true;
}

static void forget_words(Job *job) {
    for (int64_t c = 0; c < job->request->num_classes; c++) job->last_word[c] = -1;
}

/* Numbers of items by key, to the place where the first of each key goes. */
static void start_places(int64_t *count, int64_t keys) {
    int64_t place = 0;
    for (int64_t key = 0; key < keys; key++) {
        int64_t items = count[key];
        count[key] = place;
        place += items;
    }
}

/* Sort by label, then by column of words, then by row; they come in the order of rows. */
static bool sort_questions(const Job *job, Questions *questions) {
    int64_t classes = job->request->num_classes, words = job->grid.words;
    int64_t *of_label = job->class_count, *of_word = job->word_count;
    size_t bytes = (size_t)(questions->count + 1) * sizeof(Question);
    Question *spare = segscope_take(job->scratch, SLOT_SORTED_PAIRS, bytes, false), *list = questions->list;
    if (!spare) return false;
    memset(of_label, 0, sizeof(int64_t) * (size_t)classes);
    memset(of_word, 0, sizeof(int64_t) * (size_t)words);
    for (int64_t i = 0; i < questions->count; i++) of_label[list[i].label]++, of_word[list[i].word]++;
    start_places(of_label, classes);
    start_places(of_word, words);
    for (int64_t i = 0; i < questions->count; i++) spare[of_word[list[i].word]++] = list[i];
    for (int64_t i = 0; i < questions->count; i++) list[of_label[spare[i].label]++] = spare[i];
    return true;
}

/* Questions on one label in neighbouring rows of one column of words, answered together. */
typedef struct {
    int64_t y, word;
    int64_t rows; /* at most LANES, and none beyond the picture */
    Pixel label;
} Group;

/* The group that begins at question `*next`, which goes on to the one after it. */
static Group next_group(const Job *job, const Questions *questions, int64_t top, int64_t *next) {
    const Question *first = questions->list + *next, *end = questions->list + questions->count;
    const Question *at = first;
    while (at < end && at->label == first->label && at->word == first->word && at->row < first->row + LANES) at++;
    *next = at - questions->list;
    int64_t y = top + first->row;
    return (Group){y, first->word, smaller(LANES, job->grid.height - y), (Pixel)first->label};
}

/* Rows per strip, whose questions are held at once. */
static int64_t strip_rows(const Job *job) {
    int64_t margins = 8 * larger(job->request->disc_radius, job->request->square_radius);
    return larger(margins, ((int64_t)1 << 22) / job->grid.pixel_stride);
}

#endif
