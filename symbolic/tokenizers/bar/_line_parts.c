/* Meters -> the parts into which they divide the bars: the walk of grid.py. */

#include "_line_score.h"

enum { TOUCHING = 1 }; /* ticks */

/* Take the next meter of the score, which begins at a tick. */
static void take_meter(const Score *score, Part *parts, size_t *count, int64_t start, Meter meter)
{
    const Part *part = &parts[*count - 1];
    int64_t length = 4 * score->target * part->numerator; /* of a bar, times the denominator */
    int64_t since = start > part->time ? start - part->time : 0;
    int64_t bars = since * part->denominator / length;
    int64_t begin = part->time + (bars * length + part->denominator - 1) / part->denominator;
    int64_t end =
        part->time + ((bars + 1) * length + part->denominator - 1) / part->denominator;
    Part next = {start, part->bar + bars + 1, meter.numerator, meter.denominator, start - begin, 0};
    if (start <= begin + TOUCHING) { /* of bars shorter than a tick, the first at this one */
        int64_t passed = begin - part->time;
        next.time = begin;
        next.bar = part->bar + (passed ? (passed - 1) * part->denominator / length + 1 : 0);
        next.cut = 0;
    } else if (start >= end - TOUCHING) {
        next.time = end;
        next.cut = 0;
    }
    if (next.time == part->time && *count > 1)
        next.cut = parts[--*count].cut; /* of meters at one bar line the last holds */
    part = &parts[*count - 1];
    if (next.cut || next.numerator != part->numerator || next.denominator != part->denominator)
        parts[(*count)++] = next;
}

/* The parts of a score, whose bars must be whole steps. */
int find_parts(const Score *score, const Py_buffer *table, Part **found, size_t *count)
{
    size_t rows = (size_t)table->len / sizeof(Meter);
    Meter meter, following;
    int64_t before = 0;
    Part *parts = *found = malloc((rows + 1) * sizeof(Part));
    if (!parts)
        return FAILED;
    parts[0] = (Part){.numerator = 4, .denominator = 4};
    *count = 1;
    for (size_t i = 0; i < rows; i++) {
        memcpy(&meter, (const char *)table->buf + i * sizeof(Meter), sizeof(Meter));
        if (!in_reach(score, meter.time) || meter.time < before || meter.numerator < 1 ||
            meter.numerator > MOST_BEATS || meter.denominator < 1 ||
            meter.denominator > FINEST_UNIT || meter.denominator & (meter.denominator - 1))
            return DECLINED;
        before = meter.time;
        if (i + 1 < rows) {
            memcpy(&following, (const char *)table->buf + (i + 1) * sizeof(Meter), sizeof(Meter));
            if (following.time == meter.time)
                continue;
        }
        take_meter(score, parts, count, rescaled(score, meter.time), meter);
    }
    for (size_t i = 0; i < *count; i++) {
        int64_t length = 4 * score->target * parts[i].numerator;
        int64_t of_steps = parts[i].denominator * score->step;
        if (i + 1 < *count && parts[i + 1].time == parts[i].time)
            continue; /* it holds for no time */
        if (length % of_steps)
            return DECLINED;
        parts[i].length = length / of_steps;
    }
    return DONE;
}
