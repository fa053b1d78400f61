/* The order of events: they come track by track, each in order of time, chords in any order. */

#include "_line_score.h"

static int by_place(const void *left, const void *right)
{
    const Event *a = left, *b = right;
    if (a->where != b->where)
        return a->where < b->where ? -1 : 1;
    return (a->what > b->what) - (a->what < b->what);
}

static void sort_chord(Event *events, size_t count)
{
    if (count > 32) {
        qsort(events, count, sizeof(Event), by_place);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        Event event = events[i];
        size_t j = i;
        for (; j && by_place(&events[j - 1], &event) > 0; j--)
            events[j] = events[j - 1];
        events[j] = event;
    }
}

/* Merge two neighbouring runs. */
static void merge(Event *events, size_t low, size_t middle, size_t high, Event *other)
{
    memcpy(other, events + low, (middle - low) * sizeof(Event));
    size_t i = 0, j = middle, k = low, left = middle - low;
    while (i < left && j < high)
        events[k++] = by_place(&events[j], &other[i]) < 0 ? events[j++] : other[i++];
    while (i < left)
        events[k++] = other[i++];
}

/* Sort what comes track by track: long runs in order of time, chords in any order. */
int sort_events(Event *events, size_t count)
{
    size_t runs = 0;
    Rows begins = {0};
    for (size_t i = 0; i < count;) {
        size_t chord = i;
        int64_t tick = tick_of(&events[chord]);
        while (++i < count && tick_of(&events[i]) == tick)
            ;
        if (i - chord > 1)
            sort_chord(events + chord, i - chord);
        if (chord == 0 || tick < tick_of(&events[chord - 1])) {
            size_t *begin = add_row(&begins, sizeof(size_t));
            if (!begin) {
                free(begins.rows);
                return FAILED;
            }
            *begin = chord;
            runs++;
        }
    }
    Event *other = runs > 1 ? malloc(count * sizeof(Event)) : NULL;
    size_t *begin = room_for(&begins, 1, sizeof(size_t));
    int done = (runs > 1 && !other) || !begin ? FAILED : DONE;
    begin = (size_t *)begins.rows;
    while (done == DONE && runs > 1) { /* each pass halves the runs */
        size_t kept = 0;
        begin[runs] = count;
        for (size_t r = 0; r < runs; r += 2) {
            if (r + 1 < runs)
                merge(events, begin[r], begin[r + 1], begin[r + 2], other);
            begin[kept++] = begin[r];
        }
        runs = kept;
    }
    free(other);
    free(begins.rows);
    return done;
}
