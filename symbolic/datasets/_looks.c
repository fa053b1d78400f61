/* What tells one piece from another, at the speed of the memory its notes lie in.
 *
 * identity.py and facts.py do the same in NumPy where this file was not compiled, and the tests
 * hold both to the same result. Rows are laid out as in symbolic/score/tables.py.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PITCH_BITS = 7, PITCHES = 1 << PITCH_BITS, CLASSES = 12, KIT = 128 };
enum { QUARTER = 64 * 27 * 5 * 7 };          /* parts of a quarter */
enum { RATIOS = 4, FARTHEST = 24 };          /* of the steps between onsets */
enum { SPAN = 6, UNDER = 2, BINS = 32 };     /* of the sketch */
enum { NOTE_BYTES = 24, TEMPO_BYTES = 16, METER_BYTES = 12 };

typedef struct { int64_t start, duration; int16_t pitch, velocity; int32_t track; } Note;
typedef struct { uint64_t key; int64_t end; } Sounding;

static const uint64_t MULTIPLIERS[] = {0x9E3779B97F4A7C15u, 0xBF58476D1CE4E5B9u, 0x94D049BB133111EBu};

/* -- hashes -------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t value)
{
    for (int k = 1; k < 3; k++) {
        value *= MULTIPLIERS[k];
        value ^= value >> 30;
    }
    return value;
}

/* Ticks in parts of a quarter, to the nearest; what is very late wraps round. */
static uint64_t parts(int64_t ticks, int64_t resolution)
{
    if (QUARTER % resolution == 0)
        return (uint64_t)ticks * (uint64_t)(QUARTER / resolution);
    int64_t twice = (int64_t)(2 * (uint64_t)ticks * QUARTER + (uint64_t)resolution);
    int64_t whole = twice / (2 * resolution);
    return (uint64_t)(whole - (twice % (2 * resolution) < 0));
}

static uint64_t notes_summed(const Note *notes, size_t count, const uint8_t *players,
                             int64_t resolution)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        const Note *note = &notes[i];
        uint64_t who = (uint64_t)players[note->track] * PITCHES + (uint64_t)note->pitch;
        sum += mixed(parts(note->start, resolution) * MULTIPLIERS[0] +
                     parts(note->start + note->duration, resolution) * MULTIPLIERS[1] +
                     (who * PITCHES + (uint64_t)note->velocity) * MULTIPLIERS[2]);
    }
    return sum;
}

static uint64_t tempos_summed(const char *rows, size_t bytes, int64_t resolution)
{
    uint64_t sum = 0;
    for (size_t at = 0; at + TEMPO_BYTES <= bytes; at += TEMPO_BYTES) {
        int64_t row[2];
        memcpy(row, rows + at, sizeof row);
        sum += mixed(parts(row[0], resolution) * MULTIPLIERS[0] + (uint64_t)row[1] * MULTIPLIERS[1]);
    }
    return sum;
}

static uint64_t meters_summed(const char *rows, size_t bytes, int64_t resolution)
{
    uint64_t sum = 0;
    for (size_t at = 0; at + METER_BYTES <= bytes; at += METER_BYTES) {
        int64_t time;
        int16_t meter[2];
        memcpy(&time, rows + at, sizeof time);
        memcpy(meter, rows + at + sizeof time, sizeof meter);
        uint64_t named = (uint64_t)meter[0] << 16 | (uint64_t)meter[1];
        sum += mixed(parts(time, resolution) * MULTIPLIERS[0] + named * MULTIPLIERS[1]);
    }
    return sum;
}

/* -- order --------------------------------------------------------------------------- */

/* Sort by key, byte by byte; of equal keys the order stays. `spare` has as much room. */
static void sort(Sounding *rows, Sounding *spare, size_t count)
{
    uint64_t used = 0;
    for (size_t i = 0; i < count; i++)
        used |= rows[i].key;
    Sounding *from = rows, *to = spare;
    for (int shift = 0; shift < 64 && used >> shift; shift += 8) {
        size_t begin[257] = {0};
        for (size_t i = 0; i < count; i++)
            begin[(from[i].key >> shift & 255) + 1]++;
        for (int k = 0; k < 256; k++)
            begin[k + 1] += begin[k];
        for (size_t i = 0; i < count; i++)
            to[begin[from[i].key >> shift & 255]++] = from[i];
        Sounding *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != rows)
        memcpy(rows, from, count * sizeof *rows);
}

/* Of notes with one onset and pitch keep one, as long as the longest. */
static size_t once(Sounding *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && rows[kept - 1].key == rows[i].key) {
            if (rows[i].end > rows[kept - 1].end)
                rows[kept - 1].end = rows[i].end;
        } else
            rows[kept++] = rows[i];
    }
    return kept;
}

static int64_t time_of(const Sounding *row) { return (int64_t)(row->key >> PITCH_BITS); }
static int64_t pitch_of(const Sounding *row) { return (int64_t)(row->key & (PITCHES - 1)); }

/* -- likeness ------------------------------------------------------------------------ */

/* The (count / 2)th of some keys, in their order. */
static uint64_t middle(Sounding *steps, Sounding *spare, size_t count)
{
    sort(steps, spare, count);
    return steps[count / 2].key;
}

/* For each note how long since the last onset, beside the usual step, and how high. */
static void liken(const Sounding *rows, size_t count, Sounding *steps, Sounding *spare, int64_t *out)
{
    size_t step_count = 0;
    int64_t lowest = PITCHES;
    for (size_t i = 0; i < count; i++) {
        int64_t gap = i ? time_of(&rows[i]) - time_of(&rows[i - 1]) : 0;
        if (gap)
            steps[step_count++].key = (uint64_t)gap;
        if (pitch_of(&rows[i]) < lowest)
            lowest = pitch_of(&rows[i]);
    }
    double usual = step_count ? (double)middle(steps, spare, step_count) : 1;
    int64_t last_gap = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t gap = i ? time_of(&rows[i]) - time_of(&rows[i - 1]) : 0, since = 0;
        if (gap) {
            if (gap != last_gap) { /* most steps are like the one before */
                double ratio = rint(RATIOS * log2((double)gap / usual));
                ratio = ratio < -FARTHEST ? -FARTHEST : ratio > FARTHEST ? FARTHEST : ratio;
                last_gap = gap;
                last = (int64_t)ratio + FARTHEST + 1;
            }
            since = last;
        }
        out[i] = since * PITCHES + pitch_of(&rows[i]) - lowest;
    }
}

/* -- sketch -------------------------------------------------------------------------- */

/* Leave the upper line: the highest of each onset, but not below one still held. */
static size_t upper_line(Sounding *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || time_of(&rows[i]) != time_of(&rows[i + 1]))
            rows[kept++] = rows[i];
    for (int round = 0; round < UNDER; round++) {
        count = kept;
        kept = 0;
        Sounding before = {0, 0};
        for (size_t i = 0; i < count; i++) {
            Sounding row = rows[i];
            int under = i && pitch_of(&row) < pitch_of(&before) && time_of(&row) < before.end;
            if (!under)
                rows[kept++] = row;
            before = row;
        }
    }
    return kept;
}

/* For each bin the least hash of the runs of intervals that fall into it. */
static void draw(const Sounding *line, size_t count, uint32_t *sketch)
{
    memset(sketch, 255, BINS * sizeof *sketch);
    uint64_t run = 0;
    size_t intervals = 0;
    for (size_t i = 1; i < count; i++) {
        int64_t interval = pitch_of(&line[i]) - pitch_of(&line[i - 1]);
        if (!interval)
            continue; /* struck again */
        run = (run << (PITCH_BITS + 1) | (uint64_t)(interval + PITCHES)) &
              (((uint64_t)1 << SPAN * (PITCH_BITS + 1)) - 1);
        if (++intervals < SPAN)
            continue;
        uint64_t hash = mixed(run) >> 27;
        uint32_t value = (uint32_t)hash;
        if (value < sketch[hash >> 32])
            sketch[hash >> 32] = value;
    }
}

/* -- doors --------------------------------------------------------------------------- */

static int is_pitched(const uint8_t *players, const Note *note)
{
    return players[note->track] < KIT;
}

/* Whether every row names a track and a pitch that there is. */
static int are_sound(const Note *notes, size_t count, Py_ssize_t tracks)
{
    for (size_t i = 0; i < count; i++)
        if (notes[i].track < 0 || notes[i].track >= tracks || notes[i].pitch < 0 ||
            notes[i].pitch >= PITCHES || notes[i].start < 0 || notes[i].start >> 56 ||
            notes[i].duration < 0 || notes[i].duration >> 56)
            return 0;
    return 1;
}

static PyObject *unsound(void)
{
    PyErr_SetString(PyExc_ValueError, "these are no notes of a score");
    return NULL;
}

/* identity(notes, players, tempos, meters, resolution) -> what is hashed: music, likeness, sketch */
static PyObject *identity(PyObject *module, PyObject *args)
{
    Py_buffer notes, players, tempos, meters;
    long long resolution;
    if (!PyArg_ParseTuple(args, "y*y*y*y*L", &notes, &players, &tempos, &meters, &resolution))
        return NULL;
    size_t count = notes.len / NOTE_BYTES, kept = 0;
    const Note *rows = notes.buf;
    PyObject *result = NULL;
    Sounding *room = malloc((3 * count + 1) * sizeof *room);
    PyObject *likeness = NULL;
    if (!room)
        PyErr_NoMemory();
    else if (resolution < 1 || !are_sound(rows, count, players.len))
        unsound();
    else {
        for (int all = 0; all < 2 && !kept; all++) /* the drums only if there is nothing else */
            for (size_t i = 0; i < count; i++)
                if (all || is_pitched(players.buf, &rows[i]))
                    room[kept++] = (Sounding){(uint64_t)rows[i].start << PITCH_BITS |
                                                  (uint64_t)rows[i].pitch,
                                              rows[i].start + rows[i].duration};
        sort(room, room + count, kept);
        kept = once(room, kept);
        int64_t *likened = malloc((kept + 1) * sizeof *likened);
        if (likened) {
            liken(room, kept, room + count, room + 2 * count, likened);
            likeness = PyBytes_FromStringAndSize((char *)likened, (Py_ssize_t)(kept * sizeof *likened));
            free(likened);
        } else
            PyErr_NoMemory();
    }
    if (likeness) {
        uint64_t music[3] = {notes_summed(rows, count, players.buf, resolution),
                             tempos_summed(tempos.buf, tempos.len, resolution),
                             meters_summed(meters.buf, meters.len, resolution)};
        uint32_t sketch[BINS];
        draw(room, upper_line(room, kept), sketch);
        result = Py_BuildValue("y#Ny#", (char *)music, (Py_ssize_t)sizeof music, likeness,
                               (char *)sketch, (Py_ssize_t)sizeof sketch);
    }
    free(room);
    PyBuffer_Release(&notes);
    PyBuffer_Release(&players);
    PyBuffer_Release(&tempos);
    PyBuffer_Release(&meters);
    return result;
}

/* spread(notes, players) -> lowest and highest pitch; how long notes sound, one by one and together;
 * and how long each pitch class does */
static PyObject *spread(PyObject *module, PyObject *args)
{
    Py_buffer notes, players;
    if (!PyArg_ParseTuple(args, "y*y*", &notes, &players))
        return NULL;
    size_t count = notes.len / NOTE_BYTES, kept = 0;
    const Note *rows = notes.buf;
    PyObject *result = NULL;
    Sounding *room = malloc((2 * count + 1) * sizeof *room);
    if (!room)
        PyErr_NoMemory();
    else if (!are_sound(rows, count, players.len))
        unsound();
    else {
        int lowest = PITCHES, highest = -1;
        int64_t sounded = 0, covered = 0, reached = 0;
        double heard[CLASSES] = {0};
        for (size_t i = 0; i < count; i++)
            if (is_pitched(players.buf, &rows[i])) {
                room[kept++] = (Sounding){(uint64_t)rows[i].start, rows[i].start + rows[i].duration};
                lowest = rows[i].pitch < lowest ? rows[i].pitch : lowest;
                highest = rows[i].pitch > highest ? rows[i].pitch : highest;
                sounded += rows[i].duration;
                heard[rows[i].pitch % CLASSES] += (double)rows[i].duration;
            }
        sort(room, room + count, kept);
        for (size_t i = 0; i < kept; i++) {
            int64_t start = (int64_t)room[i].key;
            if (room[i].end > reached) {
                covered += room[i].end - (start > reached ? start : reached);
                reached = room[i].end;
            }
        }
        result = Py_BuildValue("iiLLy#", kept ? lowest : -1, highest, (long long)sounded,
                               (long long)covered, (char *)heard, (Py_ssize_t)sizeof heard);
    }
    free(room);
    PyBuffer_Release(&notes);
    PyBuffer_Release(&players);
    return result;
}

static PyMethodDef methods[] = {
    {"identity", identity, METH_VARARGS, "What is hashed to know a piece by."},
    {"spread", spread, METH_VARARGS, "How the pitches of a piece lie, and how many sound at once."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_looks", NULL, 0, methods};

PyMODINIT_FUNC PyInit__looks(void) { return PyModule_Create(&definition); }
