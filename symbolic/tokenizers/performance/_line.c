/* Performance tokens at the speed of the memory they lie in: spelling events, and reading ids.
 *
 * encoding.py and reading.py do the same in NumPy where this file was not compiled, and the
 * tests hold both to the same result. Rows are laid out as in symbolic/score/tables.py, with
 * the voice in place of the track.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The kinds in the order of the vocabulary. Special tokens come last, and are passed over. */
enum { ON, OFF, SHIFT, VELOCITY, PEDAL, PROGRAM };

/* Where the fields of an event begin, in bits, and its codes: see events.py. */
enum { STEP_BIT = 23, VOICE_BIT = 15, LEVEL_BITS = 7, OFF_CODE = 1 << 13, ON_CODE = 1 << 14 };

enum { PITCHES = 128, SUSTAIN = 64, DOWN = 127, NONE = -1 };
enum { MOST_TOKENS = 256 }; /* that one event can take: a shift of every size nine times, ... */

typedef struct { int64_t start, duration; int16_t pitch, velocity; int32_t track; } Note;
typedef struct { int64_t time; int16_t number, value; int32_t track; } Control;
typedef struct { int64_t first, count; } Kind;

/* -- events -> ids ------------------------------------------------------------------- */

typedef struct { int32_t *ids; size_t count, room; } Line;

static int make_room(Line *line)
{
    if (line->room - line->count >= MOST_TOKENS)
        return 0;
    size_t room = 2 * line->room + 16 * MOST_TOKENS;
    int32_t *ids = realloc(line->ids, room * sizeof(int32_t));
    if (!ids)
        return -1;
    line->ids = ids;
    line->room = room;
    return 0;
}

static void put(Line *line, int64_t id)
{
    line->ids[line->count++] = (int32_t)id;
}

/* Write a rest of one step or more, the longest shifts first. */
static void put_rest(Line *line, int64_t first, int64_t rest, int64_t span, const int64_t *powers,
                     size_t power_count)
{
    if (rest > span) {
        int64_t spans = rest / span;
        rest %= span;
        for (size_t k = power_count; spans && k--;)
            for (; spans >= powers[k]; spans -= powers[k])
                put(line, first + span - 1 + (int64_t)k);
    }
    if (rest)
        put(line, first + rest - 1);
}

static int64_t token_of(const Kind *kinds, int64_t code)
{
    if (code < OFF_CODE)
        return kinds[PEDAL].first + code;
    if (code < ON_CODE)
        return kinds[OFF].first + (code & (PITCHES - 1));
    return kinds[ON].first + (code >> LEVEL_BITS & (PITCHES - 1));
}

static PyObject *events_to_ids(PyObject *module, PyObject *args)
{
    Py_buffer events, kind_rows, powers;
    long long span;
    if (!PyArg_ParseTuple(args, "y*y*y*L", &events, &kind_rows, &powers, &span))
        return NULL;
    const Kind *kinds = kind_rows.buf;
    int64_t step = 0, voice = kinds[PROGRAM].count ? NONE : 0, level = NONE;
    size_t count = events.len / sizeof(int64_t);
    Line line = {0};
    int done = make_room(&line);
    for (size_t i = 0; i < count && done == 0; i++) {
        int64_t event = ((const int64_t *)events.buf)[i];
        int64_t code = event & ((1 << VOICE_BIT) - 1), then = event >> STEP_BIT;
        int64_t player = event >> VOICE_BIT & ((1 << (STEP_BIT - VOICE_BIT)) - 1);
        if (then != step)
            put_rest(&line, kinds[SHIFT].first, then - step, span, powers.buf,
                     powers.len / sizeof(int64_t));
        if (player != voice)
            put(&line, kinds[PROGRAM].first + player);
        if (code >= ON_CODE && (code & ((1 << LEVEL_BITS) - 1)) != level) {
            level = code & ((1 << LEVEL_BITS) - 1);
            put(&line, kinds[VELOCITY].first + level);
        }
        put(&line, token_of(kinds, code));
        step = then;
        voice = player;
        done = make_room(&line);
    }
    Py_ssize_t size = (Py_ssize_t)(line.count * sizeof(int32_t));
    PyObject *result = done < 0 ? PyErr_NoMemory()
                                : PyByteArray_FromStringAndSize((char *)line.ids, size);
    free(line.ids);
    PyBuffer_Release(&events);
    PyBuffer_Release(&kind_rows);
    PyBuffer_Release(&powers);
    return result;
}

/* -- ids -> rows --------------------------------------------------------------------- */

typedef struct {
    const Kind *kinds;
    const int64_t *sizes;      /* of the shifts, in steps */
    const int16_t *velocities; /* of the levels */
    int64_t ticks, last;       /* ticks in a step; the last step there is */
    int64_t usual;             /* level of notes before any velocity */
    int64_t *oldest, *newest;  /* for each pitch of each voice: a queue of sounding notes */
    int64_t *next;             /* for each note: the one struck after it there */
} Reading;

static int is_of(const Reading *reading, int kind, int64_t id)
{
    return id >= reading->kinds[kind].first &&
           id < reading->kinds[kind].first + reading->kinds[kind].count;
}

/* A note struck, as long as nobody knows how long it lasts. */
static void strike(Reading *reading, Note *notes, int64_t number, int64_t key)
{
    reading->next[number] = NONE;
    if (reading->oldest[key] == NONE)
        reading->oldest[key] = number;
    else
        reading->next[reading->newest[key]] = number;
    reading->newest[key] = number;
    notes[number].duration = NONE;
}

static void end_note(const Reading *reading, Note *note, int64_t step)
{
    int64_t end = step * reading->ticks;
    note->duration = end > note->start ? end - note->start : reading->ticks;
}

static void read_rows(Reading *reading, const int64_t *ids, size_t count, Note *notes,
                      Control *controls)
{
    const Kind *kinds = reading->kinds;
    int64_t step = 0, voice = 0, level = reading->usual, struck = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t id = ids[i];
        if (is_of(reading, ON, id)) {
            int64_t pitch = id - kinds[ON].first;
            notes[struck] = (Note){step * reading->ticks, 0, (int16_t)pitch,
                                   reading->velocities[level], (int32_t)voice};
            strike(reading, notes, struck++, voice * PITCHES + pitch);
        } else if (is_of(reading, OFF, id)) {
            int64_t key = voice * PITCHES + id - kinds[OFF].first;
            int64_t number = reading->oldest[key];
            if (number != NONE) {
                end_note(reading, &notes[number], step);
                reading->oldest[key] = reading->next[number];
            }
        } else if (is_of(reading, SHIFT, id)) {
            step += reading->sizes[id - kinds[SHIFT].first];
            step = step < reading->last ? step : reading->last;
        } else if (is_of(reading, VELOCITY, id)) {
            level = id - kinds[VELOCITY].first;
        } else if (is_of(reading, PEDAL, id)) {
            int16_t value = (int16_t)(DOWN * (id - kinds[PEDAL].first));
            *controls++ = (Control){step * reading->ticks, SUSTAIN, value, (int32_t)voice};
        } else if (is_of(reading, PROGRAM, id)) {
            voice = id - kinds[PROGRAM].first;
        }
    }
    for (int64_t number = 0; number < struck; number++)
        if (notes[number].duration == NONE)
            end_note(reading, &notes[number], step);
}

static PyObject *ids_to_rows(PyObject *module, PyObject *args)
{
    Py_buffer ids, kinds, sizes, velocities;
    Reading reading = {0};
    if (!PyArg_ParseTuple(args, "y*y*y*y*LLL", &ids, &kinds, &sizes, &velocities, &reading.ticks,
                          &reading.last, &reading.usual))
        return NULL;
    reading.kinds = kinds.buf;
    reading.sizes = sizes.buf;
    reading.velocities = velocities.buf;
    size_t count = ids.len / sizeof(int64_t), struck = 0, moved = 0;
    for (size_t i = 0; i < count; i++) {
        struck += is_of(&reading, ON, ((const int64_t *)ids.buf)[i]);
        moved += is_of(&reading, PEDAL, ((const int64_t *)ids.buf)[i]);
    }
    int64_t voices = reading.kinds[PROGRAM].count ? reading.kinds[PROGRAM].count : 1;
    size_t queues = (size_t)voices * PITCHES * sizeof(int64_t);
    reading.oldest = malloc(queues);
    reading.newest = malloc(queues);
    reading.next = malloc((struck + 1) * sizeof(int64_t));
    PyObject *notes = PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)(struck * sizeof(Note)));
    PyObject *controls = PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)(moved * sizeof(Control)));
    PyObject *result = NULL;
    if (!reading.oldest || !reading.newest || !reading.next) {
        PyErr_NoMemory();
    } else if (notes && controls) {
        memset(reading.oldest, 0xff, queues); /* NONE: nothing sounds */
        read_rows(&reading, ids.buf, count, (Note *)PyByteArray_AsString(notes),
                  (Control *)PyByteArray_AsString(controls));
        result = PyTuple_Pack(2, notes, controls);
    }
    Py_XDECREF(notes);
    Py_XDECREF(controls);
    free(reading.oldest);
    free(reading.newest);
    free(reading.next);
    PyBuffer_Release(&ids);
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&sizes);
    PyBuffer_Release(&velocities);
    return result;
}

static PyMethodDef methods[] = {
    {"spell", events_to_ids, METH_VARARGS, "The tokens of events in order."},
    {"read", ids_to_rows, METH_VARARGS, "The rows of notes and of controls that tokens stand for."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_line", "The loops of the performance tokens.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__line(void)
{
    return PyModule_Create(&module);
}
