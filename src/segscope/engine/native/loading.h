/* Label maps in: any strides and item size to rows of class indices, with the ids checked. */
#ifndef SEGSCOPE_LOADING_H
#define SEGSCOPE_LOADING_H

#include <string.h>

#include "api.h"
#include "pixels.h"

/* The common case, item and pixel of one size side by side: a loop that compilers turn into vectors. */
static bool load_dense_row(Pixel *restrict to, const Pixel *restrict from, int64_t width, Pixel limit,
                           Pixel ignore, Pixel has_ignore) {
    Pixel bad = 0;
    for (int64_t x = 0; x < width; x++) {
        Pixel value = from[x];
        Pixel ignored = (Pixel)((Pixel) - (Pixel)(value == ignore) & has_ignore);
        bad |= (Pixel)((Pixel) - (Pixel)(value >= limit) & (Pixel)~ignored);
        to[x] = (Pixel)(value | ignored);
    }
    return bad == 0;
}

static inline int64_t read_item(const char *at, int64_t item_bytes) {
    if (item_bytes == 1) return *(const uint8_t *)at;
    if (item_bytes == 2) {
        uint16_t value;
        memcpy(&value, at, sizeof value);
        return value;
    }
    int32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline bool load_items(Pixel *to, const char *from, const Source *source, int64_t item_bytes,
                              const Request *request) {
    bool good = true;
    for (int64_t x = 0; x < request->width; x++) {
        int64_t value = read_item(from + x * source->column_step, item_bytes);
        bool ignored = request->has_ignore && value == request->ignore;
        good &= ignored || (value >= 0 && value < request->num_classes);
        to[x] = ignored ? NONE : (Pixel)value;
    }
    return good;
}

static bool load_any_row(Pixel *to, const char *from, const Source *source, const Request *request) {
    switch (source->item_bytes) {
        case 1:
            return load_items(to, from, source, 1, request);
        case 2:
            return load_items(to, from, source, 2, request);
        default:
            return load_items(to, from, source, 4, request);
    }
}

/* One label map on its way in. */
typedef struct {
    const Source *source;
    const Request *request;
    bool dense;
    Pixel limit, ignore, has_ignore; /* has_ignore: all bits or none */
} Loader;

static Loader loader_of(const Source *source, const Request *request) {
    bool ignore_fits = request->has_ignore && request->ignore >= 0 && request->ignore <= NONE;
    return (Loader){
        .source = source,
        .request = request,
        .dense = source->item_bytes == (int64_t)sizeof(Pixel) && source->column_step == source->item_bytes &&
                 (uintptr_t)source->data % sizeof(Pixel) == 0 &&
                 source->row_step % (int64_t)sizeof(Pixel) == 0,
        .limit = (Pixel)request->num_classes,
        .ignore = (Pixel)request->ignore,
        .has_ignore = ignore_fits ? NONE : 0,
    };
}

/* Row `y` as class indices and NONE; false where it holds another id. */
static inline bool load_row(const Loader *loader, int64_t y, Pixel *to) {
    const char *from = loader->source->data + y * loader->source->row_step;
    if (!loader->dense) return load_any_row(to, from, loader->source, loader->request);
    return load_dense_row(to, (const Pixel *)from, loader->request->width, loader->limit, loader->ignore,
                          loader->has_ignore);
}

#endif
