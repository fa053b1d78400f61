/* Score -> bar tokens.
 *
 * Every event becomes two numbers that sort as the tokens stand: where (the step since the start,
 * what comes first there, the program) and what. They are sorted, and the line is written from
 * them and from the parts into which meters divide the bars. A score is declined if it is very
 * long, if a bar begins between grid lines, or if a table holds what none should.
 */

#include "_line.h"

static const int64_t SURELY_HELD = (int64_t)1 << 32; /* ticks as decoded: see encode.py */

enum { FIRST_TEMPO, FIRST_KEY, FIRST_CHORD, PLAYED }; /* what comes first at one step */
enum { RANK_SHIFT = 8, STEP_SHIFT = 11 };
enum { VELOCITY_BITS = 7, LENGTH_BITS = 34, PITCH_SHIFT = VELOCITY_BITS + LENGTH_BITS };

typedef struct { uint64_t where, what; } Event;

/* What begins with a meter, as in grid.py: in ticks and bars, then in steps. */
typedef struct {
    int64_t time, bar, numerator, denominator, cut; /* cut: the step that ends the bar before */
    int64_t begin, length;                          /* steps: where it begins, in one bar */
} Part;

typedef struct {
    int64_t resolution, target, step; /* ticks a quarter, here and decoded; decoded ticks a step */
    int64_t limit;                    /* the last tick that is not too far */
    const uint8_t *programs;          /* by track, kits after programs */
    const uint8_t *velocity_bins;
    const Kind *kinds;
    Py_ssize_t tracks;
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

/* The grid line that is nearest, counted from the start. */
static inline int64_t nearest(const Score *score, int64_t tick)
{
    return ratio(rescaled(score, tick) + score->step / 2, score->step);
}

static inline int in_reach(const Score *score, int64_t tick)
{
    return tick >= 0 && tick <= score->limit;
}

static inline uint64_t place(int64_t step, int rank, int program)
{
    return (uint64_t)step << STEP_SHIFT | (uint64_t)rank << RANK_SHIFT | (uint64_t)program;
}

static inline int64_t step_of(const Event *event)
{
    return (int64_t)(event->where >> STEP_SHIFT);
}

/* -- tables -> events -------------------------------------------------------------------- */

static int note_events(const Score *score, const Py_buffer *table, Event **next)
{
    size_t count = (size_t)table->len / sizeof(Note);
    Event *event = *next;
    for (size_t i = 0; i < count; i++) {
        Note note;
        memcpy(&note, (const char *)table->buf + i * sizeof note, sizeof note);
        if (!in_reach(score, note.start) || !in_reach(score, note.duration) ||
            note.duration > score->limit - note.start || note.track < 0 ||
            note.track >= score->tracks || (note.pitch | note.velocity) & ~127)
            return DECLINED;
        int64_t step = nearest(score, note.start);
        int64_t end = rescaled(score, note.start + note.duration);
        int64_t twice = 2 * (end - step * score->step) + score->step;
        int64_t length = twice < 2 * score->step ? 1 : ratio(twice, 2 * score->step);
        *event++ = (Event){
            place(step, PLAYED, score->programs[note.track]),
            (uint64_t)(note.pitch + 1) << PITCH_SHIFT | (uint64_t)length << VELOCITY_BITS |
                score->velocity_bins[note.velocity]};
    }
    *next = event;
    return DONE;
}

static int tempo_events(const Score *score, const Py_buffer *table, Event **next)
{
    size_t count = (size_t)table->len / sizeof(Tempo);
    int64_t now = 500000, before = 0;
    Event *first = *next, *event = first;
    for (size_t i = 0; i < count; i++) {
        Tempo tempo;
        memcpy(&tempo, (const char *)table->buf + i * sizeof tempo, sizeof tempo);
        if (!in_reach(score, tempo.time) || tempo.time < before || tempo.microseconds < 1 ||
            tempo.microseconds > SLOWEST)
            return DECLINED;
        before = tempo.time;
        int64_t tick = rescaled(score, tempo.time), step = ratio(tick, score->step);
        uint64_t where = place(step, FIRST_TEMPO, 0);
        uint64_t late = (uint64_t)(tick - step * score->step);
        if (event > first && event[-1].where == where && event[-1].what >> TEMPO_BITS == late)
            event--; /* the last of those at one tick holds */
        *event++ = (Event){where, late << TEMPO_BITS | (uint64_t)tempo.microseconds};
    }
    *next = first;
    for (Event *one = first; one < event; one++)
        if ((int64_t)(one->what & SLOWEST) != now) {
            now = (int64_t)(one->what & SLOWEST);
            *(*next)++ = *one;
        }
    return DONE;
}

static int key_events(const Score *score, const Py_buffer *table, Event **next)
{
    size_t count = (size_t)table->len / sizeof(Key);
    int64_t before = 0;
    Event *first = *next, *event = first;
    for (size_t i = 0; i < count; i++) {
        Key key;
        memcpy(&key, (const char *)table->buf + i * sizeof key, sizeof key);
        if (!in_reach(score, key.time) || key.time < before || key.fifths < -7 ||
            key.fifths > 7 || key.minor > 1)
            return DECLINED;
        before = key.time;
        uint64_t where = place(nearest(score, key.time), FIRST_KEY, 0);
        if (event > first && event[-1].where == where)
            event--;
        *event++ = (Event){where, (uint64_t)(2 * (key.fifths + 7) + key.minor)};
    }
    *next = first;
    for (Event *one = first; one < event; one++)
        if (*next == first || (*next)[-1].what != one->what)
            *(*next)++ = *one;
    return DONE;
}

/* The symbol in one number: its root, then a byte each for quality and bass, 0 for none. */
static int chord_events(const Score *score, const Py_buffer *table, Event **next)
{
    size_t count = (size_t)table->len / sizeof(Chord);
    int64_t before = 0;
    Event *first = *next, *event = first;
    for (size_t i = 0; i < count; i++) {
        Chord chord;
        memcpy(&chord, (const char *)table->buf + i * sizeof chord, sizeof chord);
        if (!in_reach(score, chord.time) || chord.time < before || chord.root < 0 ||
            chord.root > 254 || chord.quality < -1 || chord.quality > 254 || chord.bass < -1 ||
            chord.bass > 254)
            return DECLINED;
        before = chord.time;
        uint64_t where = place(nearest(score, chord.time), FIRST_CHORD, 0);
        if (event > first && event[-1].where == where)
            event--;
        *event++ = (Event){where, (uint64_t)(chord.root << 16 | (chord.quality + 1) << 8 |
                                             (chord.bass + 1))};
    }
    *next = first;
    for (Event *one = first; one < event; one++)
        if (*next == first || (*next)[-1].what != one->what)
            *(*next)++ = *one;
    return DONE;
}

typedef struct { int64_t program, time; size_t index; int down; } Move;

static int by_program(const void *left, const void *right)
{
    const Move *a = left, *b = right;
    if (a->program != b->program)
        return a->program < b->program ? -1 : 1;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* The moves of the sustain pedals, program by program in order of time. */
static int pedal_moves(const Score *score, const Py_buffer *table, Move *moves, size_t *found)
{
    size_t count = (size_t)table->len / sizeof(Control);
    int in_order = 1;
    *found = 0;
    for (size_t i = 0; i < count; i++) {
        Control control;
        memcpy(&control, (const char *)table->buf + i * sizeof control, sizeof control);
        if (control.number != SUSTAIN)
            continue;
        if (!in_reach(score, control.time) || control.track < 0 || control.track >= score->tracks)
            return DECLINED;
        Move *move = &moves[(*found)++];
        *move = (Move){score->programs[control.track], control.time, i, control.value >= DOWN};
        in_order &= *found == 1 || by_program(move - 1, move) < 0;
    }
    if (!in_order)
        qsort(moves, *found, sizeof(Move), by_program);
    return DONE;
}

/* The moves that are heard. Of those at one step: the last, if it changes anything; and if the
 * pedal was and is down, a lift in between. */
static void pedal_events(const Score *score, const Move *moves, size_t count, Event **next)
{
    int before = 0;
    for (size_t i = 0; i < count;) {
        int64_t program = moves[i].program, step = nearest(score, moves[i].time);
        if (i == 0 || program != moves[i - 1].program)
            before = 0;
        int lifted = 0, now = 0;
        for (; i < count && moves[i].program == program; i++) {
            if (nearest(score, moves[i].time) != step)
                break;
            now = moves[i].down;
            lifted |= !now;
        }
        uint64_t where = place(step, PLAYED, (int)program);
        if (now && before && lifted)
            *(*next)++ = (Event){where, 0};
        if (now != before || (now && lifted))
            *(*next)++ = (Event){where, (uint64_t)now};
        before = now;
    }
}

/* -- the order of events ------------------------------------------------------------------- */

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
static int sort_events(Event *events, size_t count)
{
    size_t runs = 0;
    Rows begins = {0};
    for (size_t i = 0; i < count;) {
        size_t chord = i;
        int64_t step = step_of(&events[chord]);
        while (++i < count && step_of(&events[i]) == step)
            ;
        if (i - chord > 1)
            sort_chord(events + chord, i - chord);
        if (chord == 0 || step < step_of(&events[chord - 1])) {
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

/* -- meters -> parts: the walk of grid.py ---------------------------------------------------- */

/* Take the next meter of the score, which begins near a tick. */
static void take_meter(const Score *score, Part *parts, size_t *count, int64_t start, Meter meter)
{
    const Part *part = &parts[*count - 1];
    int64_t length = 4 * score->target * part->numerator; /* of a bar, times the denominator */
    int64_t since = start > part->time ? start - part->time : 0;
    int64_t bars = since * part->denominator / length;
    int64_t begin = part->time + (bars * length + part->denominator - 1) / part->denominator;
    int64_t end =
        part->time + ((bars + 1) * length + part->denominator - 1) / part->denominator;
    int64_t step =
        start > begin ? (2 * (start - begin) + score->step) / (2 * score->step) : 0;
    Part next = {begin, part->bar + bars, meter.numerator, meter.denominator, 0, 0, 0};
    if (step == 0) { /* of bars shorter than a tick, the first at this one */
        int64_t passed = begin - part->time;
        next.bar = part->bar + (passed ? (passed - 1) * part->denominator / length + 1 : 0);
    } else if (begin + step * score->step >= end) {
        next.time = end;
        next.bar++;
    } else {
        next.time += step * score->step;
        next.bar++;
        next.cut = step;
    }
    if (next.time == part->time && *count > 1)
        next.cut = parts[--*count].cut; /* of meters at one bar line the last holds */
    part = &parts[*count - 1];
    if (next.cut || next.numerator != part->numerator || next.denominator != part->denominator)
        parts[(*count)++] = next;
}

/* The parts of a score, whose bars must begin on grid lines. */
static int find_parts(const Score *score, const Py_buffer *table, Part *parts, size_t *count)
{
    size_t rows = (size_t)table->len / sizeof(Meter);
    Meter meter, following;
    int64_t before = 0;
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
        if (parts[i].time % score->step || length % of_steps)
            return DECLINED;
        parts[i].begin = parts[i].time / score->step;
        parts[i].length = length / of_steps;
    }
    return DONE;
}

/* -- the line ---------------------------------------------------------------------------- */

enum { MOST_AT_ONCE = 256 }; /* tokens: no event takes as many */

typedef struct {
    Rows rows;
    int32_t *end; /* where the next token goes: there is room for MOST_AT_ONCE */
    const Kind *kinds;
    int64_t bar, program; /* that were named last */
} Line;

static int make_room(Line *line)
{
    if (line->end)
        line->rows.count = (size_t)(line->end - (int32_t *)line->rows.rows);
    line->end = room_for(&line->rows, MOST_AT_ONCE, sizeof(int32_t));
    return line->end ? DONE : FAILED;
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

/* Write the bars up to one, a long rest at once. */
static void put_bars(Line *line, int64_t bar)
{
    if (bar == line->bar)
        return;
    int64_t skipped = (bar - line->bar - 1) / BARS;
    put_more(line, skipped);
    for (int64_t count = bar - line->bar - skipped * BARS; count > 0; count--)
        put(line, BAR, 0);
    line->bar = bar;
    line->program = -1;
}

/* Write that a part begins: that a bar is cut for it, and its meter if that is another. */
static void put_part(Line *line, const Part *part)
{
    if (part->cut) {
        put_bars(line, part->bar - 1);
        put_number(line, POSITION, part->cut);
        put(line, CUT, 0);
    }
    if (part->numerator != part[-1].numerator || part->denominator != part[-1].denominator) {
        int power = 0;
        while (part->denominator >> power > 1)
            power++;
        put_bars(line, part->bar);
        put_number(line, BEATS, part->numerator - 1);
        put(line, UNIT, power);
    }
}

static void put_tempo(Line *line, int64_t late, int64_t microseconds)
{
    if (late)
        put(line, LATE, late - 1);
    int64_t tempo = rounded(MINUTE, microseconds);
    tempo = tempo < 1 ? 1 : tempo > TEMPOS ? TEMPOS : tempo;
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
    put_number(line, DURATION, (what >> VELOCITY_BITS & (((int64_t)1 << LENGTH_BITS) - 1)) - 1);
}

static int put_line(Line *line, const Event *events, size_t count, const Part *parts,
                    size_t part_count)
{
    size_t begun = 1; /* parts: the first goes without saying */
    int64_t step = -1, bar = 0, bar_begin = 0, bar_end = 0;
    for (size_t i = 0; i < count; i++) {
        if (make_room(line) < 0)
            return FAILED;
        if (step_of(&events[i]) != step) {
            step = step_of(&events[i]);
            while (begun < part_count && parts[begun].begin <= step) {
                put_part(line, &parts[begun++]);
                bar_end = 0;
                if (make_room(line) < 0)
                    return FAILED;
            }
            if (step >= bar_end) {
                const Part *part = &parts[begun - 1];
                int64_t bars = ratio(step - part->begin, part->length);
                bar = part->bar + bars;
                bar_begin = part->begin + bars * part->length;
                bar_end = bar_begin + part->length;
            }
            put_bars(line, bar);
            put_number(line, POSITION, step - bar_begin);
        }
        put_event(line, &events[i]);
    }
    for (; begun < part_count; begun++) {
        if (make_room(line) < 0)
            return FAILED;
        put_part(line, &parts[begun]);
    }
    return make_room(line);
}

/* -- the whole ---------------------------------------------------------------------------- */

enum { NOTES, CONTROLS, TEMPO_TABLE, METERS, KEY_TABLE, CHORDS, PROGRAMS, BINS, KIND_TABLE, TABLES };

static int write_line(Score *score, const Py_buffer *tables, Line *line)
{
    size_t most_moves = (size_t)tables[CONTROLS].len / sizeof(Control), moved;
    size_t most = (size_t)tables[NOTES].len / sizeof(Note) + 2 * most_moves +
                  (size_t)tables[TEMPO_TABLE].len / sizeof(Tempo) +
                  (size_t)tables[KEY_TABLE].len / sizeof(Key) +
                  (size_t)tables[CHORDS].len / sizeof(Chord);
    size_t part_count;
    Event *events = malloc((most + 1) * sizeof(Event)), *next = events;
    Move *moves = malloc((most_moves + 1) * sizeof(Move));
    Part *parts = malloc(((size_t)tables[METERS].len / sizeof(Meter) + 1) * sizeof(Part));
    int done = events && moves && parts ? DONE : FAILED;
    if (done == DONE)
        done = find_parts(score, &tables[METERS], parts, &part_count);
    if (done == DONE)
        done = note_events(score, &tables[NOTES], &next);
    if (done == DONE)
        done = pedal_moves(score, &tables[CONTROLS], moves, &moved);
    if (done == DONE) {
        pedal_events(score, moves, moved, &next);
        done = tempo_events(score, &tables[TEMPO_TABLE], &next);
    }
    if (done == DONE)
        done = key_events(score, &tables[KEY_TABLE], &next);
    if (done == DONE)
        done = chord_events(score, &tables[CHORDS], &next);
    if (done == DONE)
        done = sort_events(events, (size_t)(next - events));
    if (done == DONE)
        done = put_line(line, events, (size_t)(next - events), parts, part_count);
    free(events);
    free(moves);
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
    Line line = {.kinds = tables[KIND_TABLE].buf, .bar = -1, .program = -1};
    int done = DECLINED;
    if (tables[BINS].len >= 128 && tables[KIND_TABLE].len >= (Py_ssize_t)(KINDS * sizeof(Kind))) {
        score.limit = SURELY_HELD / score.target * score.resolution;
        score.programs = tables[PROGRAMS].buf;
        score.tracks = tables[PROGRAMS].len;
        score.velocity_bins = tables[BINS].buf;
        score.kinds = line.kinds;
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
