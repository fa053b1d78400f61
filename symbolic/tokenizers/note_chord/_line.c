/* Notes and chords at the speed of the memory they lie in: writing groups, and reading ids.
 *
 * voiced.py does the same in NumPy where this file was not compiled, and the tests hold both to
 * the same result. Rows are laid out as in symbolic/score/tables.py.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>

/* The kinds in the order of the vocabulary, by the id that each begins with. Special tokens come
 * last; they have no length and no pitches, so reading passes over them. */
enum { NOTE, DURATION, STEP, CHORD };

enum { PITCHES = 128, ROOT = 0, NONE = -1, VELOCITY = 80 };
enum { DOUBLINGS = 40, MOST_SUMS = 2 * (DOUBLINGS + 1) }; /* tokens of a step and a duration */

typedef struct { int64_t start, duration; int16_t pitch, velocity; int32_t track; } Note;

/* -- groups -> ids ------------------------------------------------------------------- */

typedef struct { int32_t *ids; size_t count, room; } Line;

static int make_room(Line *line, size_t tokens)
{
    if (line->room - line->count >= tokens)
        return 0;
    size_t room = 2 * line->room + tokens + 4096;
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

/* Write a length as a sum: bars doubled so many times, then what is left below a bar. */
static void put_length(Line *line, int64_t first, int64_t length, int64_t bar)
{
    int64_t bars = length / bar, rest = length % bar;
    for (int doubling = DOUBLINGS - 1; bars && doubling >= 0; doubling--)
        if (bars >> doubling & 1)
            put(line, first + bar - 1 + doubling);
    if (rest)
        put(line, first + rest - 1);
}

/* The number of the chord that these pitches are, or NONE. */
static int32_t chord_of(const int64_t *pitch, int64_t size, const int32_t *child,
                        const int32_t *number_at)
{
    int32_t node = ROOT;
    for (int64_t k = 0; k < size; k++)
        node = child[node * PITCHES + pitch[k]];
    return number_at[node];
}

static PyObject *groups_to_ids(PyObject *module, PyObject *args)
{
    Py_buffer onsets, durations, firsts, sizes, pitches, child, number_at, kinds;
    long long bar, longest;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*LL", &onsets, &durations, &firsts, &sizes,
                          &pitches, &child, &number_at, &kinds, &longest, &bar))
        return NULL;
    const int64_t *onset = onsets.buf, *duration = durations.buf, *kind = kinds.buf;
    size_t count = onsets.len / sizeof(int64_t);
    int64_t passed = 0;
    Line line = {0};
    int done = make_room(&line, 1);
    for (size_t i = 0; i < count; i++) {
        int64_t size = ((const int64_t *)sizes.buf)[i];
        const int64_t *pitch = (const int64_t *)pitches.buf + ((const int64_t *)firsts.buf)[i];
        done = make_room(&line, size + MOST_SUMS);
        if (done < 0)
            break;
        put_length(&line, kind[STEP], onset[i] - passed, bar);
        passed = onset[i];
        int32_t chord = NONE;
        if (size > 1 && size <= longest)
            chord = chord_of(pitch, size, child.buf, number_at.buf);
        if (chord == NONE)
            for (int64_t k = 0; k < size; k++)
                put(&line, kind[NOTE] + pitch[k]);
        else
            put(&line, kind[CHORD] + chord);
        put_length(&line, kind[DURATION], duration[i], bar);
    }
    Py_ssize_t size = (Py_ssize_t)(line.count * sizeof(int32_t));
    PyObject *result = done < 0 ? PyErr_NoMemory()
                                : PyByteArray_FromStringAndSize((char *)line.ids, size);
    free(line.ids);
    Py_buffer *all[] = {&onsets, &durations, &firsts, &sizes, &pitches, &child, &number_at, &kinds};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        PyBuffer_Release(all[k]);
    return result;
}

/* -- ids -> rows --------------------------------------------------------------------- */

typedef struct {
    const int64_t *step, *duration; /* what each id adds to the one or the other */
    const int64_t *first, *size;    /* where its pitches lie, and how many they are */
    const int16_t *pitch;
    int64_t ticks, longest;         /* ticks in a step; the latest onset and longest duration */
} Reading;

/* Say how long the notes last that wait for it; how many are settled then. */
static size_t settle(const Reading *reading, Note *notes, size_t settled, size_t struck,
                     int64_t lasting)
{
    if (lasting == 0)
        return settled;
    int64_t steps = lasting < reading->longest ? lasting : reading->longest;
    for (; settled < struck; settled++)
        notes[settled].duration = steps * reading->ticks;
    return settled;
}

/* Fill in the notes; how many there are. Sounds that follow one another at once share the
 * durations after the last; those after which none comes do not count. */
static size_t read_notes(const Reading *reading, const int64_t *ids, size_t count, Note *notes)
{
    int64_t passed = 0, lasting = 0;
    size_t struck = 0, settled = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t id = ids[i], size = reading->size[id];
        passed += reading->step[id];
        if (passed > reading->longest)
            passed = reading->longest + 1; /* beyond reach, however far */
        if (size) {
            settled = settle(reading, notes, settled, struck, lasting);
            lasting = 0;
        }
        lasting += reading->duration[id];
        const int16_t *pitch = reading->pitch + reading->first[id];
        for (int64_t k = 0; k < size && passed <= reading->longest; k++)
            notes[struck++] = (Note){passed * reading->ticks, 0, pitch[k], VELOCITY, 0};
    }
    return settle(reading, notes, settled, struck, lasting);
}

static PyObject *ids_to_notes(PyObject *module, PyObject *args)
{
    Py_buffer ids, step, duration, first, size, pitch;
    Reading reading;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*LL", &ids, &step, &duration, &first, &size, &pitch,
                          &reading.ticks, &reading.longest))
        return NULL;
    reading.step = step.buf;
    reading.duration = duration.buf;
    reading.first = first.buf;
    reading.size = size.buf;
    reading.pitch = pitch.buf;
    size_t count = ids.len / sizeof(int64_t), most = 0;
    for (size_t i = 0; i < count; i++)
        most += reading.size[((const int64_t *)ids.buf)[i]];
    Note *notes = malloc((most + 1) * sizeof(Note));
    PyObject *result = NULL;
    if (notes) {
        size_t found = read_notes(&reading, ids.buf, count, notes);
        result = PyByteArray_FromStringAndSize((char *)notes, (Py_ssize_t)(found * sizeof(Note)));
    } else {
        PyErr_NoMemory();
    }
    free(notes);
    Py_buffer *all[] = {&ids, &step, &duration, &first, &size, &pitch};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        PyBuffer_Release(all[k]);
    return result;
}

static PyMethodDef methods[] = {
    {"write", groups_to_ids, METH_VARARGS, "The tokens of groups in order."},
    {"read", ids_to_notes, METH_VARARGS, "The rows of notes that tokens stand for."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_line", "The loops of the tokens of notes and chords.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__line(void)
{
    return PyModule_Create(&module);
}
