/* Score -> bar tokens.
 *
 * Every event becomes two numbers that sort as the tokens stand: where (the tick of a grid line,
 * what comes first there, the program) and what. They are sorted, and the line is written from
 * them and from the parts into which meters divide the bars. A score is declined if it is very
 * long, if a bar is no whole number of steps, or if a table holds what none should.
 */

#include "_line_score.h"

static const int64_t SURELY_HELD = (int64_t)1 << 32; /* ticks as decoded: see encode.py */

/* -- the line ---------------------------------------------------------------------------- */

enum { MOST_AT_ONCE = 256, TOKENS_EACH = 4 }; /* no event takes so many tokens; most take so few */

typedef struct {
    Rows rows;
    int32_t *end, *full; /* where the next token goes, and from where on there may be no room */
    const Kind *kinds;
    int64_t step; /* ticks */
    int64_t bar, position, program; /* that were named last */
} Line;

static int more_room(Line *line, size_t most)
{
    if (line->end)
        line->rows.count = (size_t)(line->end - (int32_t *)line->rows.rows);
    line->end = room_for(&line->rows, most, sizeof(int32_t));
    if (!line->end)
        return FAILED;
    line->full = (int32_t *)line->rows.rows + line->rows.room - MOST_AT_ONCE;
    return DONE;
}

/* Make sure that MOST_AT_ONCE tokens find room. */
static inline int make_room(Line *line)
{
    return line->end > line->full ? more_room(line, MOST_AT_ONCE) : DONE;
}

static inline void put(Line *line, int kind, int64_t value)
{
    *line->end++ = (int32_t)(line->kinds[kind].first + value);
}

static void put_more(Line *line, int64_t beyond)
{
    for (int bit = MORES - 1; bit >= 0; bit--)
        if (beyond >> bit & 1)
            put(line, MORE, bit);
}

static inline void put_number(Line *line, int kind, int64_t value)
{
    int64_t count = line->kinds[kind].count;
    if (value >= count) {
        put_more(line, value / count);
        value %= count;
    }
    put(line, kind, value);
}

/* Write the bars up to another, a long rest at once. */
static void put_bars(Line *line, int64_t bar)
{
    int64_t skipped = (bar - line->bar - 1) / BARS;
    put_more(line, skipped);
    for (int64_t count = bar - line->bar - skipped * BARS; count > 0; count--)
        put(line, BAR, 0);
    line->bar = bar;
    line->position = line->program = -1;
}

static inline void put_bar(Line *line, int64_t bar)
{
    if (bar != line->bar)
        put_bars(line, bar);
}

static inline void put_position(Line *line, int64_t position)
{
    if (position != line->position)
        put_number(line, POSITION, position);
    line->position = position;
}

/* Write that a part begins: that a bar is cut for it, and its meter if that is another. */
static void put_part(Line *line, const Part *part)
{
    if (part->cut) {
        put_bar(line, part->bar - 1);
        put_position(line, part->cut / line->step);
        if (part->cut % line->step)
            put(line, LATE, part->cut % line->step - 1);
        put(line, CUT, 0);
    }
    if (part->numerator != part[-1].numerator || part->denominator != part[-1].denominator) {
        int power = 0;
        while (part->denominator >> power > 1)
            power++;
        put_bar(line, part->bar);
        put_number(line, BEATS, part->numerator - 1);
        put(line, UNIT, power);
    }
}

static void put_tempo(Line *line, int64_t late, int64_t microseconds)
{
    if (late)
        put(line, LATE, late - 1);
    int64_t tempo = rounded(MINUTE, microseconds);
    tempo = tempo < 1 ? 1 : tempo > FASTEST ? FASTEST : tempo;
    put(line, TEMPO, tempo - 1);
    if (rounded(MINUTE, tempo) != microseconds)
        for (int place = DIGITS - 1; place >= 0; place--)
            put(line, DIGIT, microseconds >> place * DIGIT_BITS & ((1 << DIGIT_BITS) - 1));
}

static void put_event(Line *line, const Event *event)
{
    int rank = event->where >> RANK_SHIFT & 7;
    int64_t program = event->where & (VOICES - 1), what = (int64_t)event->what;
    if (rank == FIRST_TEMPO) {
        put_tempo(line, what >> TEMPO_BITS, what & SLOWEST);
        return;
    }
    if (rank == FIRST_KEY) {
        put(line, KEY, what);
        return;
    }
    if (rank == FIRST_CHORD) {
        put(line, CHORD, what >> 16);
        if (what >> 8 & 255)
            put(line, QUALITY, (what >> 8 & 255) - 1);
        if (what & 255)
            put(line, BASS, (what & 255) - 1);
        return;
    }
    if (program != line->program)
        put(line, PROGRAM, program); /* kits come after programs */
    line->program = program;
    if (what < 2) {
        put(line, PEDAL, what);
        return;
    }
    put(line, program < KITS ? PITCH : DRUM, (what >> PITCH_SHIFT) - 1);
    put(line, VELOCITY, what & ((1 << VELOCITY_BITS) - 1));
    int64_t length = what >> VELOCITY_BITS & (((int64_t)1 << LENGTH_BITS) - 1);
    if (length)
        put_number(line, DURATION, length - 1);
    else
        put(line, SHORT, 0);
}

static int put_line(Line *line, const Event *events, size_t count, const Part *parts,
                    size_t part_count)
{
    size_t begun = 1; /* parts: the first goes without saying */
    int64_t bar = 0, bar_begin = 0, bar_end = 0;
    if (more_room(line, TOKENS_EACH * count + MOST_AT_ONCE) < 0)
        return FAILED;
    for (size_t i = 0; i < count; i++) {
        int64_t tick = tick_of(&events[i]);
        if (make_room(line) < 0)
            return FAILED;
        while (begun < part_count && parts[begun].time <= tick) {
            put_part(line, &parts[begun++]);
            bar_end = 0;
            if (make_room(line) < 0)
                return FAILED;
        }
        if (tick >= bar_end) {
            const Part *part = &parts[begun - 1];
            int64_t length = part->length * line->step, bars = ratio(tick - part->time, length);
            bar = part->bar + bars;
            bar_begin = part->time + bars * length;
            bar_end = bar_begin + length;
        }
        put_bar(line, bar);
        put_position(line, ratio(tick - bar_begin, line->step));
        put_event(line, &events[i]);
    }
    for (; begun < part_count; begun++) {
        if (make_room(line) < 0)
            return FAILED;
        put_part(line, &parts[begun]);
    }
    line->rows.count = (size_t)(line->end - (int32_t *)line->rows.rows);
    return DONE;
}

/* -- the whole ---------------------------------------------------------------------------- */

static int write_line(Score *score, const Py_buffer *tables, Line *line)
{
    Event *events = NULL;
    Part *parts = NULL;
    size_t event_count, part_count = 0;
    int done = find_parts(score, &tables[METERS], &parts, &part_count);
    score->parts = parts;
    score->part_count = part_count;
    if (done == DONE)
        done = find_events(score, tables, &events, &event_count);
    if (done == DONE)
        done = sort_events(events, event_count);
    if (done == DONE)
        done = put_line(line, events, event_count, parts, part_count);
    free(events);
    free(parts);
    return done;
}

PyObject *line_encode(PyObject *module, PyObject *args)
{
    PyObject *objects[TABLES];
    Py_buffer tables[TABLES];
    Score score;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOLLL", &objects[0], &objects[1], &objects[2], &objects[3],
                          &objects[4], &objects[5], &objects[6], &objects[7], &objects[8],
                          &score.resolution, &score.target, &score.step))
        return NULL;
    if (score.resolution < 1 || score.resolution > INT16_MAX || score.target < 1 ||
        score.target > INT16_MAX || score.step < 1 || score.step > score.target)
        Py_RETURN_NONE;
    if (hold(objects, tables, TABLES) < 0) { /* not in one piece */
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    Line line = {.kinds = tables[TOKEN_KINDS].buf, .step = score.step, .bar = -1,
                 .position = -1, .program = -1};
    int done = DECLINED;
    if (tables[BINS].len >= 128 && tables[TOKEN_KINDS].len >= (Py_ssize_t)(KINDS * sizeof(Kind))) {
        score.limit = SURELY_HELD / score.target * score.resolution;
        score.programs = tables[PROGRAMS].buf;
        score.tracks = tables[PROGRAMS].len;
        score.velocity_bins = tables[BINS].buf;
        done = write_line(&score, tables, &line);
    }
    release(tables, TABLES);
    PyObject *result = NULL;
    if (done == FAILED)
        PyErr_NoMemory();
    else if (done == DECLINED)
        result = Py_NewRef(Py_None);
    else
        result = PyByteArray_FromStringAndSize(line.rows.rows, (Py_ssize_t)line.rows.count * 4);
    free(line.rows.rows);
    return result;
}
