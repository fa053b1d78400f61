/* Bar tokens -> the tables of a score.
 *
 * Bars only ever ascend, so the tick of every event is known as it is read. A line is declined if
 * its events do not stand in the order of their tables, as in no line that was encoded, or if a
 * bar is no whole number of steps.
 */

#include "_line.h"

static const int64_t LONGEST = (int64_t)1 << 36; /* bars, as in grid.py */
static const int64_t LATEST = (int64_t)1 << 40;  /* ticks, and no number says more */
enum { DEFAULT_VELOCITY = 80, MOST_AHEAD = 8 }; /* tokens that are looked at after one */

/* The bars from the last meter or cut on. */
typedef struct { int64_t bar, time, numerator, denominator; } Part;

typedef struct {
    const uint8_t *kind; /* of each token in the line, with KINDS after the last */
    const int32_t *value;
    const Kind *kinds;
    const uint8_t *velocities;
    int64_t resolution, step;
    Part part;
    int64_t bar, begin; /* the bar that is read, and its first tick */
    int64_t numerator, power, cut; /* said in it: 0, and -1, if not */
    int begins_part;    /* the bar before was cut */
    int64_t now, last_tempo; /* the ticks of the latest event, and of the latest tempo */
    size_t notes_of[VOICES], controls_of[VOICES];
    Rows notes, controls, tempos, keys, chords, meters;
} Reading;

static int64_t said(const Reading *reading, int kind, size_t at, int64_t beyond)
{
    int64_t number = reading->value[at] + reading->kinds[kind].count * beyond;
    return number < LATEST ? number : LATEST;
}

/* How many ticks late a tempo or cut is, as the token just before it says. */
static int64_t late(const Reading *reading, size_t at)
{
    return at && reading->kind[at - 1] == LATE ? reading->value[at - 1] + 1 : 0;
}

/* -- bars ---------------------------------------------------------------------------------- */

static int64_t bar_length(const Reading *reading)
{
    return 4 * reading->resolution * reading->part.numerator / reading->part.denominator;
}

static int add_meter(Reading *reading)
{
    Meter *row = add_row(&reading->meters, sizeof(Meter));
    if (!row)
        return FAILED;
    *row = (Meter){reading->part.time, (int16_t)reading->part.numerator,
                   (int16_t)reading->part.denominator};
    return DONE;
}

/* All of a bar has been read: what it says of meters begins a part, in it or after it. */
static int end_bar(Reading *reading)
{
    if (reading->numerator) {
        reading->part = (Part){reading->bar, reading->begin, reading->numerator,
                               (int64_t)1 << reading->power};
        int64_t of_steps = reading->part.denominator * reading->step;
        if (4 * reading->resolution * reading->numerator % of_steps)
            return DECLINED;
    }
    if ((reading->numerator || reading->begins_part) && add_meter(reading) < 0)
        return FAILED;
    reading->begins_part =
        reading->cut > 0 && reading->cut < bar_length(reading) && reading->bar < LONGEST;
    if (reading->begins_part) {
        reading->part.bar = reading->bar + 1;
        reading->part.time = reading->begin + reading->cut;
    }
    reading->numerator = 0;
    reading->cut = -1;
    return DONE;
}

/* Go on to a later bar. */
static int begin_bar(Reading *reading, int64_t bar)
{
    int done = end_bar(reading);
    if (done != DONE)
        return done;
    if (reading->begins_part && bar > reading->bar + 1) {
        reading->begins_part = 0;
        if (reading->part.time < LATEST && add_meter(reading) < 0)
            return FAILED;
    }
    reading->bar = bar;
    reading->begin = reading->part.time + (bar - reading->part.bar) * bar_length(reading);
    return DONE;
}

/* -- events -------------------------------------------------------------------------------- */

static int read_note(Reading *reading, size_t at, int64_t tick, int program)
{
    size_t next = at + 1;
    int64_t velocity = DEFAULT_VELOCITY, beyond = 0;
    if (reading->kind[next] == VELOCITY)
        velocity = reading->velocities[reading->value[next++]];
    for (; reading->kind[next] == MORE; next++)
        if (beyond < LATEST)
            beyond += (int64_t)1 << reading->value[next];
    int64_t length, longest = LATEST / reading->step;
    if (reading->kind[next] == SHORT)
        length = short_note(reading->step);
    else if (reading->kind[next] == DURATION) {
        length = said(reading, DURATION, next, beyond) + 1;
        length = (length < longest ? length : longest) * reading->step;
    } else
        return DONE; /* not said in full */
    Note *row = add_row(&reading->notes, sizeof(Note));
    if (!row)
        return FAILED;
    *row = (Note){tick, length, (int16_t)reading->value[at], (int16_t)velocity, program};
    reading->notes_of[program]++;
    return DONE;
}

static int read_pedal(Reading *reading, int64_t value, int64_t tick, int program)
{
    Control *row = add_row(&reading->controls, sizeof(Control));
    if (!row)
        return FAILED;
    *row = (Control){tick, SUSTAIN, value ? 127 : 0, program};
    reading->controls_of[program]++;
    return DONE;
}

static int read_tempo(Reading *reading, size_t at, int64_t tick)
{
    int64_t exact = 0, tempo = reading->value[at] + 1;
    tick += late(reading, at);
    if (tick >= LATEST)
        return DONE;
    if (tick < reading->last_tempo)
        return DECLINED;
    reading->last_tempo = tick;
    for (size_t k = 1; k <= DIGITS; k++) {
        if (reading->kind[at + k] != DIGIT) {
            exact = 0;
            break;
        }
        exact = exact << DIGIT_BITS | reading->value[at + k];
    }
    if (!exact)
        exact = rounded(MINUTE, tempo);
    Tempo *row = add_row(&reading->tempos, sizeof(Tempo));
    if (!row)
        return FAILED;
    *row = (Tempo){tick, exact < SLOWEST ? exact : SLOWEST};
    return DONE;
}

static int read_key(Reading *reading, int64_t value, int64_t tick)
{
    Key *row = add_row(&reading->keys, sizeof(Key));
    if (!row)
        return FAILED;
    *row = (Key){tick, (int16_t)(value / 2 - 7), value & 1};
    return DONE;
}

static int read_chord(Reading *reading, size_t at, int64_t tick)
{
    Chord chord = {tick, reading->value[at], -1, -1};
    if (chord.root < reading->kinds[CHORD].count - 1) { /* the last is no chord */
        if (reading->kind[at + 1] != QUALITY)
            return DONE; /* not said in full */
        chord.quality = reading->value[at + 1];
        if (reading->kind[at + 2] == BASS && reading->value[at + 2] != chord.root)
            chord.bass = reading->value[at + 2];
    }
    Chord *row = add_row(&reading->chords, sizeof(Chord));
    if (!row)
        return FAILED;
    *row = chord;
    return DONE;
}

static int read_event(Reading *reading, int kind, size_t at, int64_t tick, const int *voices)
{
    int64_t value = reading->value[at];
    if (tick >= LATEST)
        return DONE;
    if (tick < reading->now)
        return DECLINED;
    reading->now = tick;
    switch (kind) {
    case TEMPO: return read_tempo(reading, at, tick);
    case KEY: return read_key(reading, value, tick);
    case CHORD: return read_chord(reading, at, tick);
    case PEDAL: return read_pedal(reading, value, tick, voices[2]);
    case PITCH: return read_note(reading, at, tick, voices[0]);
    case DRUM: return read_note(reading, at, tick, voices[1]);
    }
    return DONE;
}

static int read_line(Reading *reading, size_t count)
{
    int64_t number = 0, step = 0, beyond = 0;
    int voices[] = {0, KITS, 0}; /* the program, the kit, and of these the last */
    int done = DONE;
    for (size_t i = 0; i < count && done == DONE; i++) {
        int kind = reading->kind[i];
        int64_t value = reading->value[i];
        switch (kind) {
        case MORE:
            if (beyond < LATEST)
                beyond += (int64_t)1 << value;
            continue;
        case BAR:
            number += 1 + BARS * beyond;
            step = 0;
            if (number - 1 > LONGEST)
                return begin_bar(reading, reading->bar + 2); /* the rest is out of reach */
            if (number - 1 > reading->bar)
                done = begin_bar(reading, number - 1);
            if (reading->begin >= LATEST)
                return done;
            break;
        case POSITION: step = said(reading, POSITION, i, beyond); break;
        case BEATS:
            if (reading->kind[i + 1] == UNIT && said(reading, BEATS, i, beyond) < MOST_BEATS) {
                reading->numerator = said(reading, BEATS, i, beyond) + 1;
                reading->power = reading->value[i + 1];
            }
            break;
        case CUT:
            if (reading->cut < 0)
                reading->cut = step * reading->step + late(reading, i);
            break;
        case PROGRAM: voices[2] = voices[0] = (int)value; break;
        case KIT: voices[2] = voices[1] = (int)value + KITS; break;
        default:
            done = read_event(reading, kind, i, reading->begin + step * reading->step, voices);
        }
        beyond = 0;
    }
    return done == DONE ? begin_bar(reading, reading->bar + 2) : done;
}

/* -- the whole ---------------------------------------------------------------------------- */

/* The programs that are heard, which are the tracks, and the tables. */
static PyObject *tables(const Reading *reading)
{
    uint8_t programs[VOICES], track_of[VOICES];
    int heard = 0;
    for (int program = 0; program < VOICES; program++) {
        track_of[program] = (uint8_t)heard;
        if (reading->notes_of[program] || reading->controls_of[program])
            programs[heard++] = (uint8_t)program;
    }
    return Py_BuildValue(
        "(NNNNNNN)", PyBytes_FromStringAndSize((const char *)programs, heard),
        bytes_of(&reading->chords, sizeof(Chord)),
        by_track(&reading->notes, sizeof(Note), offsetof(Note, track), reading->notes_of,
                 track_of),
        by_track(&reading->controls, sizeof(Control), offsetof(Control, track),
                 reading->controls_of, track_of),
        bytes_of(&reading->tempos, sizeof(Tempo)), bytes_of(&reading->meters, sizeof(Meter)),
        bytes_of(&reading->keys, sizeof(Key)));
}

enum { IDS, KIND_OF, VALUE_OF, KIND_TABLE, VELOCITIES, BUFFERS };

/* The tokens that say something. */
static size_t known_tokens(const Py_buffer *held, int wide, uint8_t *kind, int32_t *value)
{
    const uint8_t *kind_of = held[KIND_OF].buf;
    const int32_t *value_of = held[VALUE_OF].buf;
    size_t count = 0, total = (size_t)held[IDS].len / (wide ? 8 : 4);
    for (size_t i = 0; i < total; i++) {
        int64_t id;
        int32_t narrow;
        if (wide)
            memcpy(&id, (const char *)held[IDS].buf + i * sizeof id, sizeof id);
        else {
            memcpy(&narrow, (const char *)held[IDS].buf + i * sizeof narrow, sizeof narrow);
            id = narrow;
        }
        if (id < 0 || id >= held[KIND_OF].len || kind_of[id] == SPECIAL)
            continue;
        kind[count] = kind_of[id];
        value[count++] = value_of[id];
    }
    memset(kind + count, KINDS, MOST_AHEAD);
    return count;
}

PyObject *line_decode(PyObject *module, PyObject *args)
{
    PyObject *objects[BUFFERS], *result = NULL;
    Py_buffer held[BUFFERS];
    int64_t resolution, step;
    int wide, done = FAILED;
    if (!PyArg_ParseTuple(args, "OpOOOOLL", &objects[0], &wide, &objects[1], &objects[2],
                          &objects[3], &objects[4], &resolution, &step))
        return NULL;
    if (hold(objects, held, BUFFERS) < 0)
        return NULL;
    size_t total = (size_t)held[IDS].len / (wide ? 8 : 4);
    uint8_t *kind = malloc(total + MOST_AHEAD);
    int32_t *value = malloc((total + MOST_AHEAD) * sizeof(int32_t));
    Reading *reading = calloc(1, sizeof(Reading));
    if (kind && value && reading) {
        *reading = (Reading){.kind = kind, .value = value, .kinds = held[KIND_TABLE].buf,
                             .velocities = held[VELOCITIES].buf, .resolution = resolution,
                             .step = step, .part = {0, 0, 4, 4}, .cut = -1};
        done = read_line(reading, known_tokens(held, wide, kind, value));
        if (done == DONE)
            result = tables(reading);
        free(reading->notes.rows);
        free(reading->controls.rows);
        free(reading->tempos.rows);
        free(reading->keys.rows);
        free(reading->chords.rows);
        free(reading->meters.rows);
    }
    free(reading);
    free(kind);
    free(value);
    release(held, BUFFERS);
    if (done == DECLINED)
        Py_RETURN_NONE;
    return done == FAILED ? PyErr_NoMemory() : result;
}
