/* Bar tokens at the speed of the memory they lie in: the two loops over all notes.
 *
 * encode.py and decode.py do the same in NumPy where this file was not compiled, and the tests
 * hold both to the same result. What is rare (meters, tempos, keys, pedals, bars that do not
 * begin on grid lines) is worked out in Python in either case and handed in or out as rows.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The kinds in the order of words.vocabulary. */
enum { SPECIAL, BAR, MORE, BEATS, UNIT, POSITION, CUT, TEMPO, DIGIT, KEY, PROGRAM, KIT, PEDAL,
       PITCH, DRUM, VELOCITY, DURATION, KINDS };

enum { BARS = 64, KITS = 128, PLAYED = 3, TOKENS = 3, MORES = 31, DEFAULT_VELOCITY = 80,
       SUSTAIN = 64, DOWN = 64 };
static const int64_t LONGEST = (int64_t)1 << 36; /* bars, as in grid.py */
static const int64_t LATEST = (int64_t)1 << 40;  /* ticks, and no number says more */

typedef struct { int64_t start, duration; int16_t pitch, velocity; int32_t track; } Note;
typedef struct { int64_t time; int16_t number, value; int32_t track; } Control;
typedef struct { int64_t first, count; } Kind;

/* An event: where it stands, what orders it there, and the tokens that say it (-1: none). */
typedef struct { int64_t bar, step, rank, program, detail, tokens[TOKENS]; } Event;
typedef struct { int64_t bar, numerator, power; } Meter;

typedef struct { char *rows; size_t count, room; } Rows;

static void *add_row(Rows *list, size_t size)
{
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 256;
        char *rows = realloc(list->rows, room * size);
        if (!rows)
            return NULL;
        list->rows = rows;
        list->room = room;
    }
    return list->rows + size * list->count++;
}

static int add_numbers(Rows *list, const int64_t *numbers, int count)
{
    int64_t *row = add_row(list, count * sizeof(int64_t));
    if (row)
        memcpy(row, numbers, count * sizeof(int64_t));
    return row ? 0 : -1;
}

/* -- score -> ids -------------------------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
    const Event *a = left, *b = right;
    if (a->bar != b->bar)
        return a->bar < b->bar ? -1 : 1;
    if (a->step != b->step)
        return a->step < b->step ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->program != b->program)
        return a->program < b->program ? -1 : 1;
    return (a->detail > b->detail) - (a->detail < b->detail);
}

static int earlier(const Event *a, const Event *b)
{
    return a->bar != b->bar ? a->bar < b->bar : a->step < b->step;
}

/* Order the events that stand at one place. */
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
    Event *other = malloc((count + 1) * sizeof(Event));
    size_t *begin = malloc((count + 2) * sizeof(size_t)), runs = 0;
    if (other && begin) {
        for (size_t i = 0; i < count;) {
            size_t chord = i++;
            while (i < count && !earlier(&events[i], &events[chord]) &&
                   !earlier(&events[chord], &events[i]))
                i++;
            sort_chord(events + chord, i - chord);
            if (chord == 0 || earlier(&events[chord], &events[chord - 1]))
                begin[runs++] = chord;
        }
        begin[runs] = count;
        while (runs > 1) { /* each pass halves the runs */
            size_t kept = 0;
            for (size_t r = 0; r < runs; r += 2) {
                if (r + 1 < runs)
                    merge(events, begin[r], begin[r + 1], begin[r + 2], other);
                begin[kept++] = begin[r];
            }
            begin[kept] = count;
            runs = kept;
        }
    }
    int done = other && begin ? 0 : -1;
    free(other);
    free(begin);
    return done;
}

typedef struct {
    int64_t resolution, target, step; /* ticks a quarter, here and decoded; decoded ticks a step */
    const int64_t *begin, *length, *first; /* each meter's first step, steps a bar, first bar */
    Py_ssize_t meters;
    const Kind *kinds;
    const int64_t *programs, *velocity_bins; /* by track, by velocity */
} Score;

/* a / b for numbers from 0 on: a processor divides 32 bits in a third of the time of 64. */
static inline int64_t ratio(int64_t a, int64_t b)
{
    if (((a | b) >> 32) == 0)
        return (uint32_t)a / (uint32_t)b;
    return a / b;
}

static int64_t rescaled(const Score *score, int64_t tick)
{
    if (score->resolution == score->target)
        return tick;
    return ratio(2 * tick * score->target + score->resolution, 2 * score->resolution);
}

/* Where a tick falls on the grid, counted by bars and from the start. */
static int64_t place(const Score *score, int64_t tick, int64_t *bar, int64_t *in_bar)
{
    int64_t step = ratio(rescaled(score, tick) + score->step / 2, score->step);
    Py_ssize_t low = 0, high = score->meters; /* the last meter that begins by this step */
    while (high - low > 1) {
        Py_ssize_t middle = (low + high) / 2;
        if (score->begin[middle] <= step)
            low = middle;
        else
            high = middle;
    }
    int64_t since = step - score->begin[low], bars = ratio(since, score->length[low]);
    *bar = score->first[low] + bars;
    *in_bar = since - bars * score->length[low];
    return step;
}

static void note_event(const Score *score, const Note *note, Event *event, int64_t *length)
{
    int64_t step = place(score, note->start, &event->bar, &event->step);
    int64_t end = rescaled(score, note->start + note->duration);
    int64_t twice = 2 * (end - step * score->step) + score->step;
    *length = twice < 2 * score->step ? 1 : ratio(twice, 2 * score->step);
    if (*length > LATEST / score->step)
        *length = LATEST / score->step;
    int64_t velocity = score->velocity_bins[note->velocity];
    event->rank = PLAYED;
    event->program = score->programs[note->track];
    event->detail = velocity;
    event->tokens[0] = score->kinds[event->program >= KITS ? DRUM : PITCH].first + note->pitch;
    event->tokens[1] = score->kinds[VELOCITY].first + velocity;
    event->tokens[2] = *length; /* a duration for now: it may take more than one token */
}

typedef struct { int64_t program, time, index, down; } Move;

static int by_program(const void *left, const void *right)
{
    const Move *a = left, *b = right;
    if (a->program != b->program)
        return a->program < b->program ? -1 : 1;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static Event *pedal_event(const Score *score, Event *event, const Event *at, int down)
{
    *event = (Event){at->bar, at->step, PLAYED, at->program, down,
                     {score->kinds[PEDAL].first + down, -1, -1}};
    return event + 1;
}

/* The moves of the pedals that are heard. Of those at one step: the last, if it changes
 * anything; and if the pedal was and is down, a lift in between. Returns past the last event. */
static Event *pedal_events(const Score *score, const Control *controls, size_t count,
                           Move *moves, Event *event)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (controls[i].number == SUSTAIN)
            moves[found++] = (Move){score->programs[controls[i].track], controls[i].time,
                                    (int64_t)i, controls[i].value >= DOWN};
    qsort(moves, found, sizeof(Move), by_program);
    int64_t before = 0;
    for (size_t i = 0; i < found;) {
        if (i == 0 || moves[i].program != moves[i - 1].program)
            before = 0;
        Event at = {.program = moves[i].program}, next;
        place(score, moves[i].time, &at.bar, &at.step);
        int lifted = 0;
        int64_t now = 0;
        for (; i < found && moves[i].program == at.program; i++) {
            place(score, moves[i].time, &next.bar, &next.step);
            if (next.bar != at.bar || next.step != at.step)
                break;
            now = moves[i].down;
            lifted |= !now;
        }
        if (now && before && lifted)
            event = pedal_event(score, event, &at, 0);
        if (now != before || (now && lifted && before))
            event = pedal_event(score, event, &at, (int)now);
        before = now;
    }
    return event;
}

static int put(Rows *line, int64_t token)
{
    int32_t *place = add_row(line, sizeof(int32_t));
    if (place)
        *place = (int32_t)token;
    return place ? 0 : -1;
}

static int put_more(Rows *line, const Kind *kinds, int64_t beyond)
{
    for (int bit = MORES - 1; bit >= 0; bit--)
        if (beyond >> bit & 1 && put(line, kinds[MORE].first + bit) < 0)
            return -1;
    return 0;
}

static int put_number(Rows *line, const Kind *kinds, int kind, int64_t value)
{
    if (value >= kinds[kind].count) {
        if (put_more(line, kinds, value / kinds[kind].count) < 0)
            return -1;
        value %= kinds[kind].count;
    }
    return put(line, kinds[kind].first + value);
}

/* Write the bars after `last` up to `bar`, a long rest at once. */
static int put_bars(Rows *line, const Kind *kinds, int64_t last, int64_t bar)
{
    int64_t skipped = (bar - last - 1) / BARS;
    if (put_more(line, kinds, skipped) < 0)
        return -1;
    for (int64_t count = bar - last - skipped * BARS; count > 0; count--)
        if (put(line, kinds[BAR].first) < 0)
            return -1;
    return 0;
}

static int put_event(Rows *line, const Kind *kinds, const Event *event, int is_note)
{
    for (int k = 0; k < TOKENS; k++) {
        if (is_note && k == TOKENS - 1)
            return put_number(line, kinds, DURATION, event->tokens[k] - 1);
        if (event->tokens[k] >= 0 && put(line, event->tokens[k]) < 0)
            return -1;
    }
    return 0;
}

static int put_line(Rows *line, const Kind *kinds, const Event *events, size_t count,
                    const Meter *meters, size_t meter_count)
{
    int64_t last = -1, step = -1, program = -1;
    size_t m = 0;
    for (size_t i = 0; i < count || m < meter_count;) {
        int64_t bar = i < count ? events[i].bar : INT64_MAX;
        if (m < meter_count && meters[m].bar <= bar)
            bar = meters[m].bar;
        if (bar != last) {
            if (put_bars(line, kinds, last, bar) < 0)
                return -1;
            last = bar;
            step = program = -1;
        }
        if (m < meter_count && meters[m].bar == bar) {
            if (put_number(line, kinds, BEATS, meters[m].numerator - 1) < 0 ||
                put(line, kinds[UNIT].first + meters[m].power) < 0)
                return -1;
            m++;
        }
        for (; i < count && events[i].bar == bar; i++) {
            const Event *event = &events[i];
            if (event->step != step && put_number(line, kinds, POSITION, event->step) < 0)
                return -1;
            step = event->step;
            if (event->program >= 0 && event->program != program) {
                program = event->program;
                if (put(line, kinds[PROGRAM].first + program) < 0)
                    return -1;
            }
            int is_note = event->rank == PLAYED && event->detail > 1;
            if (put_event(line, kinds, event, is_note) < 0)
                return -1;
        }
    }
    return 0;
}

/* Fill in the events of notes and pedals; how many there are. */
static size_t score_events(const Score *score, const Py_buffer *notes, const Py_buffer *controls,
                           Move *moves, Event *events)
{
    size_t count = notes->len / sizeof(Note);
    int64_t longest = 1, length;
    for (size_t i = 0; i < count; i++) {
        note_event(score, (const Note *)notes->buf + i, &events[i], &length);
        longest = length > longest ? length : longest;
    }
    int wide = 0;
    while (longest >> wide)
        wide++;
    for (size_t i = 0; i < count; i++) { /* pitch, length, velocity; above the pedal's 0 and 1 */
        int64_t pitch = ((const Note *)notes->buf)[i].pitch;
        events[i].detail |= ((pitch + 1) << wide | events[i].tokens[2]) << 7;
    }
    size_t control_count = controls->len / sizeof(Control);
    return pedal_events(score, controls->buf, control_count, moves, events + count) - events;
}

static PyObject *encode(PyObject *module, PyObject *args)
{
    Py_buffer notes, controls, programs, bins, grid, kinds, rows, meters;
    Score score;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*LLL", &notes, &controls, &programs, &bins, &grid,
                          &kinds, &rows, &meters, &score.resolution, &score.target, &score.step))
        return NULL;
    size_t most_moves = controls.len / sizeof(Control), extra = rows.len / sizeof(Event);
    size_t most = notes.len / sizeof(Note) + 2 * most_moves + extra;
    Event *events = malloc((most + 1) * sizeof(Event));
    Move *moves = malloc((most_moves + 1) * sizeof(Move));
    Rows line = {0};
    int done = -1;
    if (events && moves) {
        score.meters = grid.len / (3 * sizeof(int64_t));
        score.begin = grid.buf;
        score.length = score.begin + score.meters;
        score.first = score.length + score.meters;
        score.kinds = kinds.buf;
        score.programs = programs.buf;
        score.velocity_bins = bins.buf;
        size_t count = score_events(&score, &notes, &controls, moves, events);
        memcpy(events + count, rows.buf, extra * sizeof(Event));
        count += extra;
        done = sort_events(events, count);
        if (done == 0)
            done = put_line(&line, kinds.buf, events, count, meters.buf,
                            meters.len / sizeof(Meter));
    }
    PyObject *result = done < 0 ? PyErr_NoMemory()
                                : PyByteArray_FromStringAndSize(line.rows, line.count * 4);
    free(events);
    free(moves);
    free(line.rows);
    Py_buffer *all[] = {&notes, &controls, &programs, &bins, &grid, &kinds, &rows, &meters};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        PyBuffer_Release(all[k]);
    return result;
}

/* -- ids -> rows --------------------------------------------------------------------- */

typedef struct {
    const uint8_t *kind; /* of each token in the line, with KINDS after the last */
    const int32_t *value;
    const Kind *kinds;
    const int64_t *velocities;
    Rows notes, pedals, tempos, keys, meters, cuts;
} Reading;

static int64_t said(const Reading *reading, int kind, size_t at, int64_t beyond)
{
    int64_t number = reading->value[at] + reading->kinds[kind].count * beyond;
    return number < LATEST ? number : LATEST;
}

static int read_note(Reading *reading, size_t at, int64_t bar, int64_t step, int64_t program)
{
    size_t next = at + 1;
    int64_t velocity = DEFAULT_VELOCITY, beyond = 0;
    if (reading->kind[next] == VELOCITY)
        velocity = reading->velocities[reading->value[next++]];
    for (; reading->kind[next] == MORE; next++)
        if (beyond < LATEST)
            beyond += (int64_t)1 << reading->value[next];
    if (reading->kind[next] != DURATION)
        return 0; /* not said in full */
    int64_t length = said(reading, DURATION, next, beyond) + 1;
    int64_t row[] = {bar, step, length, reading->value[at], velocity, program};
    return add_numbers(&reading->notes, row, 6);
}

static int read_tempo(Reading *reading, size_t at, int64_t bar, int64_t step)
{
    int64_t exact = 0;
    for (size_t k = 1; k <= 4; k++) {
        if (reading->kind[at + k] != DIGIT) {
            exact = 0;
            break;
        }
        exact = exact << 6 | reading->value[at + k];
    }
    int64_t row[] = {bar, step, reading->value[at], exact};
    return add_numbers(&reading->tempos, row, 4);
}

static int read_line(Reading *reading, size_t count)
{
    int64_t number = 0, step = 0, beyond = 0, program = 0, kit = 0, named = 0;
    for (size_t i = 0; i < count; i++) {
        int kind = reading->kind[i];
        int64_t value = reading->value[i], bar = number > 0 ? number - 1 : 0;
        int failed = 0;
        switch (kind) {
        case MORE:
            if (beyond < LATEST)
                beyond += (int64_t)1 << value;
            continue;
        case BAR:
            number += 1 + BARS * beyond;
            if (number > 4 * LATEST)
                number = 4 * LATEST; /* beyond reach, however far */
            step = 0;
            break;
        case POSITION: step = said(reading, POSITION, i, beyond); break;
        case BEATS:
            if (reading->kind[i + 1] == UNIT) {
                int64_t row[] = {bar, said(reading, BEATS, i, beyond) + 1, reading->value[i + 1]};
                failed = add_numbers(&reading->meters, row, 3);
            }
            break;
        case CUT: {
            int64_t row[] = {bar, step};
            failed = add_numbers(&reading->cuts, row, 2);
            break;
        }
        case TEMPO: failed = read_tempo(reading, i, bar, step); break;
        case KEY: {
            int64_t row[] = {bar, step, value};
            failed = add_numbers(&reading->keys, row, 3);
            break;
        }
        case PROGRAM: named = program = value; break;
        case KIT: kit = value; named = value + KITS; break;
        case PEDAL: {
            int64_t row[] = {bar, step, value, named};
            failed = add_numbers(&reading->pedals, row, 4);
            break;
        }
        case PITCH: failed = read_note(reading, i, bar, step, program); break;
        case DRUM: failed = read_note(reading, i, bar, step, kit + KITS); break;
        }
        if (failed)
            return -1;
        beyond = 0;
    }
    return 0;
}

static PyObject *taken(Rows *list, size_t columns)
{
    size_t size = list->count * columns * sizeof(int64_t);
    return PyByteArray_FromStringAndSize(list->rows, (Py_ssize_t)size);
}

static PyObject *decode(PyObject *module, PyObject *args)
{
    Py_buffer ids, kind_of, value_of, kinds, velocities;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*", &ids, &kind_of, &value_of, &kinds, &velocities))
        return NULL;
    size_t count = 0, total = ids.len / sizeof(int64_t);
    uint8_t *kind = malloc(total + 8);
    int32_t *value = malloc((total + 8) * sizeof(int32_t));
    Reading reading = {kind, value, kinds.buf, velocities.buf, {0}, {0}, {0}, {0}, {0}, {0}};
    int done = -1;
    if (kind && value) {
        for (size_t i = 0; i < total; i++) {
            int64_t id = ((const int64_t *)ids.buf)[i];
            if (id < 0 || id >= kind_of.len || ((const uint8_t *)kind_of.buf)[id] == SPECIAL)
                continue;
            kind[count] = ((const uint8_t *)kind_of.buf)[id];
            value[count++] = ((const int32_t *)value_of.buf)[id];
        }
        memset(kind + count, KINDS, 8);
        done = read_line(&reading, count);
    }
    PyObject *result = done < 0 ? PyErr_NoMemory() : Py_BuildValue(
        "(NNNNNN)", taken(&reading.notes, 6), taken(&reading.pedals, 4),
        taken(&reading.tempos, 4), taken(&reading.keys, 3), taken(&reading.meters, 3),
        taken(&reading.cuts, 2));
    Rows *all[] = {&reading.notes, &reading.pedals, &reading.tempos, &reading.keys,
                   &reading.meters, &reading.cuts};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        free(all[k]->rows);
    free(kind);
    free(value);
    Py_buffer *buffers[] = {&ids, &kind_of, &value_of, &kinds, &velocities};
    for (size_t k = 0; k < sizeof buffers / sizeof *buffers; k++)
        PyBuffer_Release(buffers[k]);
    return result;
}

static PyMethodDef methods[] = {
    {"encode", encode, METH_VARARGS, "The tokens of notes and of rows of other events."},
    {"decode", decode, METH_VARARGS, "The rows that tokens say: notes, pedals, tempos, ..."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_line", "The loops of the bar tokens.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__line(void)
{
    return PyModule_Create(&module);
}
