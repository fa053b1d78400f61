/* What encoding knows: a score and its grid, and events as numbers that can be sorted. */

#include "_line.h"

/* What is handed in. */
enum { NOTES, CONTROLS, TEMPOS, METERS, KEYS, CHORDS, PROGRAMS, BINS, TOKEN_KINDS, TABLES };

enum { FIRST_TEMPO, FIRST_KEY, FIRST_CHORD, PLAYED }; /* what comes first at one tick */
enum { RANK_SHIFT = 8, TICK_SHIFT = 11 };
enum { VELOCITY_BITS = 7, LENGTH_BITS = 34, PITCH_SHIFT = VELOCITY_BITS + LENGTH_BITS };

typedef struct { uint64_t where, what; } Event;

/* What begins with a meter, as in grid.py, and the steps in each of its bars. */
typedef struct { int64_t time, bar, numerator, denominator, cut, length; } Part;

typedef struct {
    int64_t resolution, target, step; /* ticks a quarter, here and decoded; decoded ticks a step */
    int64_t limit;                    /* the last tick that is not too far */
    const uint8_t *programs;          /* by track, kits after programs */
    const uint8_t *velocity_bins;
    Py_ssize_t tracks;
    const Part *parts;
    size_t part_count;
} Score;

/* a / b for numbers from 0 on: a processor divides 32 bits in a third of the time of 64. */
static inline int64_t ratio(int64_t a, int64_t b)
{
    if (((a | b) >> 32) == 0)
        return (uint32_t)a / (uint32_t)b;
    return a / b;
}

static inline int64_t rescaled(const Score *score, int64_t tick)
{
    if (score->resolution == score->target)
        return tick;
    return ratio(2 * tick * score->target + score->resolution, 2 * score->resolution);
}

/* The part that holds at a decoded tick. */
static inline const Part *part_at(const Score *score, int64_t tick)
{
    size_t low = 0, high = score->part_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (score->parts[middle].time <= tick)
            low = middle;
        else
            high = middle;
    }
    return &score->parts[low];
}

/* The decoded tick of the grid line that is nearest to a tick of the score. The lines begin with
 * each part, which is one too. */
static inline int64_t nearest(const Score *score, int64_t tick)
{
    tick = rescaled(score, tick);
    const Part *part = part_at(score, tick);
    int64_t steps = ratio(tick - part->time + score->step / 2, score->step);
    int64_t line = part->time + steps * score->step;
    if (part + 1 == score->parts + score->part_count)
        return line;
    int64_t following = part[1].time;
    return line >= following || following - tick < tick - line ? following : line;
}

static inline int in_reach(const Score *score, int64_t tick)
{
    return tick >= 0 && tick <= score->limit;
}

static inline uint64_t place(int64_t tick, int rank, int program)
{
    return (uint64_t)tick << TICK_SHIFT | (uint64_t)rank << RANK_SHIFT | (uint64_t)program;
}

static inline int64_t tick_of(const Event *event)
{
    return (int64_t)(event->where >> TICK_SHIFT);
}

/* Each returns DONE, DECLINED or FAILED; what is found is to be freed in any case. */
int find_parts(const Score *score, const Py_buffer *meters, Part **parts, size_t *count);
int find_events(const Score *score, const Py_buffer *tables, Event **events, size_t *count);
int sort_events(Event *events, size_t count);
