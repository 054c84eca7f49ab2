/* What Python hands in and gets back; the mirror of these records is segscope/engine/native_library.py. */
#ifndef SEGSCOPE_API_H
#define SEGSCOPE_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORTED __attribute__((visibility("default")))

/* Functions of a unit that is compiled once for each pixel width and level of the processor. */
#define JOIN3(a, b, c) a##b##c
#define NAME3(a, b, c) JOIN3(a, b, c)

/* A label map as numpy holds it: steps in bytes, items of 1 (uint8), 2 (uint16) or 4 (int32) bytes. */
typedef struct {
    const char *data;
    int64_t row_step, column_step;
    int64_t item_bytes;
} Source;

typedef struct {
    Source truth, prediction;
    int64_t height, width;
    int64_t num_classes;
    int64_t has_ignore, ignore;
    int64_t disc_radius;   /* of the error kinds; 0 = no boundary errors */
    int64_t square_radius; /* of Boundary IoU and trimap IoU; at least 1 */
    int64_t frame_is_boundary;
    int64_t count_edges; /* the columns of edges, too */
} Request;

enum Column {
    IGNORE,
    TP,
    TN,
    FP_BOUNDARY,
    FN_BOUNDARY,
    FP_EXTENT,
    FN_EXTENT,
    FP_SEGMENT,
    FN_SEGMENT,
    BIOU_INTERSECTION,
    BIOU_UNION,
    TRIMAP_INTERSECTION,
    TRIMAP_UNION,
    EDGE_TRUTH, /* pixels of the class with a neighbour of another class */
    EDGE_TRUTH_NEAR, /* of these, within the disc of a predicted one */
    EDGE_PREDICTION,
    EDGE_PREDICTION_NEAR,
    NUM_COLUMNS
};

/* All arrays but `wrong` are the caller's, zeroed; `wrong` lives in the scratch until its next use. */
typedef struct {
    int64_t *columns;     /* NUM_COLUMNS x num_classes */
    int64_t *confusion;   /* num_classes x num_classes, truth in rows */
    int64_t *unpredicted; /* num_classes */
    int64_t *wrong;       /* num_wrong x 5, sorted */
    int64_t num_wrong;
} Result;

/* All arrays are the caller's, zeroed. */
typedef struct {
    int64_t *confusion;   /* num_classes x num_classes, truth in rows */
    int64_t *unpredicted; /* num_classes */
    int64_t ignored;
} ConfusionResult;

enum ObjectColumn {
    OBJECT_CLASS,
    OBJECT_PIXELS, /* that are counted */
    OBJECT_RIGHT,  /* of these, the other map says the same */
    OBJECT_AT_FRAME,
    OBJECT_TOP,
    OBJECT_LEFT,
    OBJECT_END_ROW, /* one past the last */
    OBJECT_END_COLUMN,
    OBJECT_WRONG_CONFIDENCE, /* summed over the counted pixels that are not right; 0 without confidences */
    NUM_OBJECT_COLUMNS
};

/* The objects of one of the maps, in the scratch until its next use. */
typedef struct {
    int64_t *objects; /* count x NUM_OBJECT_COLUMNS, by first pixel */
    int64_t count;
} ObjectList;

typedef struct {
    ObjectList truth, prediction;
} ObjectsResult;

#define CONFIDENCE_LEVELS 256

typedef struct {
    Request pair;
    Source confidence; /* uint8: 255 x the probability of the predicted class; its data may be NULL for objects */
} SurePair;

/* All arrays are the caller's, zeroed: num_classes x CONFIDENCE_LEVELS, by predicted class. */
typedef struct {
    int64_t *pixels, *right;
} ReliabilityResult;

enum Status { COUNTED = 0, BAD_TRUTH = 1, BAD_PREDICTION = 2, NO_MEMORY = 3 };

/* Memory that is kept from call to call; one for each thread. */
enum Slot {
    SLOT_TRUTH,
    SLOT_PREDICTION,
    SLOT_PLANES,
    SLOT_ROWS,
    SLOT_RUNS,
    SLOT_ROW_STARTS,
    SLOT_OTHER_RUNS,
    SLOT_OTHER_ROW_STARTS,
    SLOT_OTHER_WRONG,
    SLOT_CLASSES,
    SLOT_COLUMNS,
    SLOT_DISC,
    SLOT_PAIRS,
    SLOT_SORTED_PAIRS,
    SLOT_TALLY,
    SLOT_WRONG,
    NUM_SLOTS
};

typedef struct {
    void *memory[NUM_SLOTS];
    size_t bytes[NUM_SLOTS];
} Scratch;

/* At least `bytes` of memory aligned to a cache line; earlier contents are kept only if `keep`. */
void *segscope_take(Scratch *scratch, enum Slot slot, size_t bytes, bool keep);

#endif
