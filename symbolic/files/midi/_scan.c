/* Read one undamaged track of a MIDI file at the speed of the memory it lies in.
 *
 * scan(data, start, end) returns None for any track in which something is out of order, and
 * leaves it to the reader in Python (events.py), which mends and reports. So this file knows
 * no repairs: it either reads a track whole or declines it, and the tests hold both readers
 * to the same result. It writes rows as symbolic/score/tables.py lays them out.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CHANNELS = 16, PITCHES = 128, UNSET = -1, MOST_METAS = 1000000 };

typedef struct { int64_t start, duration; int16_t pitch, velocity; int32_t track; } Note;
typedef struct { int64_t time; int16_t number, value; int32_t track; } Control;
typedef struct { int64_t time; int32_t value, track; } Bend;

/* A list of rows that grows. */
typedef struct { char *rows; size_t count, room; } Rows;

typedef struct {
    Rows notes, controls, bends;
    Rows next;             /* for each note: the one struck after it at its pitch, or -1 */
    int32_t oldest[PITCHES], newest[PITCHES]; /* sounding notes, as a queue by pitch */
    int sounding, program;
} Channel;

static void *add_row(Rows *list, size_t size)
{
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 64;
        char *rows = realloc(list->rows, room * size);
        if (!rows)
            return NULL;
        list->rows = rows;
        list->room = room;
    }
    return list->rows + size * list->count++;
}

static Channel *new_channel(void)
{
    Channel *channel = calloc(1, sizeof(Channel));
    if (channel) {
        memset(channel->oldest, 0xff, sizeof channel->oldest); /* -1: none sounds */
        channel->program = UNSET;
    }
    return channel;
}

static void free_channels(Channel **channels)
{
    for (int c = 0; c < CHANNELS; c++)
        if (channels[c]) {
            free(channels[c]->notes.rows);
            free(channels[c]->controls.rows);
            free(channels[c]->bends.rows);
            free(channels[c]->next.rows);
            free(channels[c]);
        }
}

/* Each returns 1 if done, 0 to decline the track, -1 for want of memory. */

static int note_on(Channel *channel, int64_t tick, int pitch, int velocity)
{
    if (channel->notes.count >= INT32_MAX)
        return 0;
    int32_t index = (int32_t)channel->notes.count;
    Note *note = add_row(&channel->notes, sizeof(Note));
    int32_t *next = add_row(&channel->next, sizeof(int32_t));
    if (!note || !next)
        return -1;
    *note = (Note){tick, 0, (int16_t)pitch, (int16_t)velocity, 0};
    *next = -1;
    if (channel->oldest[pitch] < 0)
        channel->oldest[pitch] = index;
    else
        ((int32_t *)channel->next.rows)[channel->newest[pitch]] = index;
    channel->newest[pitch] = index;
    channel->sounding++;
    return 1;
}

static int note_off(Channel *channel, int64_t tick, int pitch)
{
    int32_t index = channel->oldest[pitch];
    if (index >= 0) { /* an end without a beginning is passed over */
        Note *note = (Note *)channel->notes.rows + index;
        note->duration = tick - note->start;
        channel->oldest[pitch] = ((int32_t *)channel->next.rows)[index];
        channel->sounding--;
    }
    return 1;
}

static int control(Channel *channel, int64_t tick, int number, int value)
{
    Control *row = add_row(&channel->controls, sizeof(Control));
    if (!row)
        return -1;
    *row = (Control){tick, (int16_t)number, (int16_t)value, 0};
    return 1;
}

static int bend(Channel *channel, int64_t tick, int low, int high)
{
    Bend *row = add_row(&channel->bends, sizeof(Bend));
    if (!row)
        return -1;
    *row = (Bend){tick, (high << 7 | low) - 8192, 0};
    return 1;
}

/* One program a channel, set before its notes: what changes in mid-track is declined. */
static int program(Channel *channel, int number)
{
    if (channel->program == number)
        return 1;
    if (channel->program != UNSET || (channel->notes.count && number))
        return 0;
    channel->program = number;
    return 1;
}

static int channel_message(Channel **channels, int64_t tick, int status, int first, int second)
{
    int kind = status >> 4;
    if (kind == 0xA || kind == 0xD) /* aftertouch: a score holds none */
        return 1;
    Channel **channel = &channels[status & 15];
    if (!*channel && !(*channel = new_channel()))
        return -1;
    switch (kind) {
    case 0x8: return note_off(*channel, tick, first);
    case 0x9: return second ? note_on(*channel, tick, first, second)
                            : note_off(*channel, tick, first);
    case 0xB: return control(*channel, tick, first, second);
    case 0xC: return program(*channel, first);
    default: return bend(*channel, tick, first, second);
    }
}

/* A variable-length number of at most four bytes; -1 if there is none. */
static int64_t number(const uint8_t *data, Py_ssize_t *at, Py_ssize_t end)
{
    int64_t value = 0;
    for (int k = 0; k < 4 && *at < end; k++) {
        uint8_t byte = data[(*at)++];
        value = value << 7 | (byte & 127);
        if (byte < 128)
            return value;
    }
    return -1;
}

static int add_meta(PyObject *metas, int64_t tick, int kind, const uint8_t *payload, int64_t size)
{
    if (PyList_Size(metas) >= MOST_METAS)
        return 0;
    PyObject *meta = Py_BuildValue("(Liy#)", (long long)tick, kind, payload, (Py_ssize_t)size);
    int failed = !meta || PyList_Append(metas, meta) < 0;
    Py_XDECREF(meta);
    return failed ? -1 : 1;
}

/* Read all events; 1 if the track was read whole, to its end and no further. */
static int read_track(const uint8_t *data, Py_ssize_t at, Py_ssize_t end, Channel **channels,
                      PyObject *metas)
{
    int64_t tick = 0;
    int running = 0;
    while (at < end) {
        int64_t delta = number(data, &at, end);
        if (delta < 0 || at >= end)
            return 0;
        tick += delta;
        int status = data[at];
        if (status < 0x80)
            status = running;
        else
            at++;
        if (status < 0x80)
            return 0;
        if (status < 0xF0) {
            int two = (status >> 4) != 0xC && (status >> 4) != 0xD;
            if (at + two >= end || data[at] > 127 || (two && data[at + 1] > 127))
                return 0;
            running = status;
            int done = channel_message(channels, tick, status, data[at], two ? data[at + 1] : 0);
            if (done != 1)
                return done;
            at += 1 + two;
            continue;
        }
        if (status != 0xFF && status != 0xF0 && status != 0xF7)
            return 0;
        if (at >= end)
            return 0;
        int kind = status == 0xFF ? data[at++] : -1;
        int64_t size = number(data, &at, end);
        if (size < 0 || size > end - at)
            return 0;
        if (kind == 0x2F)
            return at + size == end;
        if (kind >= 0) {
            int done = add_meta(metas, tick, kind, data + at, size);
            if (done != 1)
                return done;
        }
        at += (Py_ssize_t)size;
    }
    return 0; /* no end of track */
}

static PyObject *rows_as_bytes(const Rows *list, size_t size)
{
    return PyByteArray_FromStringAndSize(list->rows, (Py_ssize_t)(list->count * size));
}

/* [(channel, program or -1, notes, controls, bends), ...] */
static PyObject *as_list(Channel **channels)
{
    PyObject *list = PyList_New(0);
    for (int c = 0; list && c < CHANNELS; c++) {
        if (!channels[c])
            continue;
        Channel *channel = channels[c];
        PyObject *one = Py_BuildValue(
            "(iiNNN)", c, channel->program, rows_as_bytes(&channel->notes, sizeof(Note)),
            rows_as_bytes(&channel->controls, sizeof(Control)),
            rows_as_bytes(&channel->bends, sizeof(Bend)));
        if (!one || PyList_Append(list, one) < 0)
            Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

static PyObject *scan(PyObject *module, PyObject *args)
{
    Py_buffer data;
    Py_ssize_t start, end;
    if (!PyArg_ParseTuple(args, "y*nn", &data, &start, &end))
        return NULL;
    Channel *channels[CHANNELS] = {0};
    PyObject *metas = PyList_New(0), *result = NULL;
    if (start < 0 || start > end || end > data.len) {
        PyErr_SetString(PyExc_ValueError, "the track lies outside the data");
    } else if (metas) {
        int done = read_track(data.buf, start, end, channels, metas);
        for (int c = 0; c < CHANNELS && done == 1; c++)
            if (channels[c] && channels[c]->sounding)
                done = 0; /* a note never ended */
        if (done == 1)
            result = Py_BuildValue("(NO)", as_list(channels), metas);
        else if (done == 0)
            result = Py_NewRef(Py_None);
        else if (!PyErr_Occurred())
            PyErr_NoMemory();
    }
    free_channels(channels);
    Py_XDECREF(metas);
    PyBuffer_Release(&data);
    return result;
}

static PyMethodDef methods[] = {
    {"scan", scan, METH_VARARGS,
     "scan(data, start, end): the channels and meta events of a track, or None if it is not "
     "in order."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_scan", "Read one undamaged track of a MIDI file.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__scan(void)
{
    return PyModule_Create(&module);
}
