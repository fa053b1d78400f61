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
enum { FIRST_TEMPO = 500000, FIRST_METER = 4 }; /* before any is written */

typedef struct { int64_t start, duration; int16_t pitch, velocity; int32_t track; } Note;
typedef struct { uint64_t key; int64_t end; } Sounding;
typedef struct { int64_t time, microseconds; } Tempo;
typedef struct { int64_t time, numerator, denominator; } Meter;

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

static uint64_t tempos_summed(const Tempo *rows, size_t count, int64_t resolution)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += mixed(parts(rows[i].time, resolution) * MULTIPLIERS[0] +
                     (uint64_t)rows[i].microseconds * MULTIPLIERS[1]);
    return sum;
}

static uint64_t meters_summed(const Meter *rows, size_t count, int64_t resolution)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t named = (uint64_t)rows[i].numerator << 16 | (uint64_t)rows[i].denominator;
        sum += mixed(parts(rows[i].time, resolution) * MULTIPLIERS[0] + named * MULTIPLIERS[1]);
    }
    return sum;
}

/* -- tempos and meters in force: see symbolic/score/timeline.py --------------------------- */

typedef struct { Tempo *tempos; Meter *meters; size_t tempo_count, meter_count; } Line;

/* Put a row behind others, or in place of the last if that is at the same tick. */
#define PUT(rows, count, row)                                       \
    do {                                                            \
        (count) -= (count) && (rows)[(count) - 1].time == (row).time; \
        (rows)[(count)++] = (row);                                  \
    } while (0)

static void free_line(Line *line)
{
    free(line->tempos);
    free(line->meters);
}

/* The rows that count: the last of those at one tick, and a default if none is at 0. */
static int read_line(Line *line, const Py_buffer *tempos, const Py_buffer *meters)
{
    memset(line, 0, sizeof *line);
    line->tempos = malloc((tempos->len / TEMPO_BYTES + 1) * sizeof *line->tempos);
    line->meters = malloc((meters->len / METER_BYTES + 1) * sizeof *line->meters);
    if (!line->tempos || !line->meters) {
        free_line(line);
        PyErr_NoMemory();
        return -1;
    }
    line->tempos[line->tempo_count++] = (Tempo){0, FIRST_TEMPO};
    line->meters[line->meter_count++] = (Meter){0, FIRST_METER, FIRST_METER};
    for (const char *at = tempos->buf; at < (char *)tempos->buf + tempos->len; at += TEMPO_BYTES) {
        Tempo row;
        memcpy(&row, at, sizeof row);
        PUT(line->tempos, line->tempo_count, row);
    }
    for (const char *at = meters->buf; at < (char *)meters->buf + meters->len; at += METER_BYTES) {
        int16_t named[2];
        Meter row;
        memcpy(&row.time, at, sizeof row.time);
        memcpy(named, at + sizeof row.time, sizeof named);
        row.numerator = named[0];
        row.denominator = named[1];
        PUT(line->meters, line->meter_count, row);
    }
    return 0;
}

static double seconds_until(const Line *line, int64_t end, int64_t resolution)
{
    uint64_t passed = 0;
    size_t k = 0;
    for (; k + 1 < line->tempo_count && line->tempos[k + 1].time <= end; k++)
        passed += (uint64_t)(line->tempos[k + 1].time - line->tempos[k].time) *
                  (uint64_t)line->tempos[k].microseconds;
    double ticks = (double)resolution * 1e6;
    return (double)passed / ticks +
           (double)(end - line->tempos[k].time) * ((double)line->tempos[k].microseconds / ticks);
}

static int64_t bars_until(const Line *line, int64_t end, int64_t resolution)
{
    if (!end)
        return 0;
    int64_t bar = 0, length = 1;
    for (size_t k = 0; k < line->meter_count; k++) {
        const Meter *meter = &line->meters[k];
        length = 4 * resolution * meter->numerator;
        if (k + 1 == line->meter_count || line->meters[k + 1].time >= end)
            return bar + (end - 1 - meter->time) * meter->denominator / length + 1;
        bar += (line->meters[k + 1].time - meter->time - 1) * meter->denominator / length + 1;
    }
    return bar;
}

static int64_t usual_tempo(const Line *line, int64_t end)
{
    int64_t longest = -1, usual = 0;
    for (size_t k = 0; k < line->tempo_count; k++) {
        int64_t from = line->tempos[k].time, stop = end > 1 ? end : 1;
        int64_t until = k + 1 < line->tempo_count ? line->tempos[k + 1].time : stop;
        int64_t lasts = (until < stop ? until : stop) - (from < stop ? from : stop);
        if (lasts > longest) {
            longest = lasts;
            usual = line->tempos[k].microseconds;
        }
    }
    return usual;
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
static void liken(const Sounding *rows, size_t count, Sounding *steps, Sounding *spare, int16_t *out)
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
        out[i] = (int16_t)(since * PITCHES + pitch_of(&rows[i]) - lowest);
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

typedef struct { Py_buffer notes, players, tempos, meters; } Tables;

static void release(Tables *tables)
{
    PyBuffer_Release(&tables->notes);
    PyBuffer_Release(&tables->players);
    PyBuffer_Release(&tables->tempos);
    PyBuffer_Release(&tables->meters);
}

/* Take in the tables of a score, and the tempos and meters in force. */
static int take(Tables *tables, Line *line, int64_t resolution)
{
    size_t count = tables->notes.len / NOTE_BYTES;
    if (resolution < 1 || tables->tempos.len % TEMPO_BYTES || tables->meters.len % METER_BYTES ||
        !are_sound(tables->notes.buf, count, tables->players.len)) {
        PyErr_SetString(PyExc_ValueError, "these are no tables of a score");
        return -1;
    }
    if (read_line(line, &tables->tempos, &tables->meters) < 0)
        return -1;
    for (size_t k = 0; k < line->meter_count; k++)
        if (line->meters[k].numerator < 1 || line->meters[k].denominator < 1) {
            free_line(line);
            PyErr_SetString(PyExc_ValueError, "these are no meters of a score");
            return -1;
        }
    return 0;
}

/* The notes in order of onset and pitch, each once; drums only if there is nothing else. */
static size_t in_order(const Tables *tables, Sounding *room)
{
    const Note *rows = tables->notes.buf;
    size_t count = tables->notes.len / NOTE_BYTES, kept = 0;
    for (int all = 0; all < 2 && !kept; all++)
        for (size_t i = 0; i < count; i++)
            if (all || is_pitched(tables->players.buf, &rows[i]))
                room[kept++] = (Sounding){
                    (uint64_t)rows[i].start << PITCH_BITS | (uint64_t)rows[i].pitch,
                    rows[i].start + rows[i].duration};
    sort(room, room + count, kept);
    return once(room, kept);
}

/* identity(notes, players, tempos, meters, resolution) -> what is hashed: music, likeness, sketch */
static PyObject *identity(PyObject *module, PyObject *args)
{
    Tables tables;
    Line line;
    long long resolution;
    if (!PyArg_ParseTuple(args, "y*y*y*y*L", &tables.notes, &tables.players, &tables.tempos,
                          &tables.meters, &resolution))
        return NULL;
    if (take(&tables, &line, resolution) < 0) {
        release(&tables);
        return NULL;
    }
    size_t count = tables.notes.len / NOTE_BYTES;
    PyObject *result = NULL;
    Sounding *room = malloc((3 * count + 1) * sizeof *room);
    int16_t *likened = malloc((count + 1) * sizeof *likened);
    if (room && likened) {
        size_t kept = in_order(&tables, room);
        liken(room, kept, room + count, room + 2 * count, likened);
        uint64_t music[3] = {
            notes_summed(tables.notes.buf, count, tables.players.buf, resolution),
            tempos_summed(line.tempos, line.tempo_count, resolution),
            meters_summed(line.meters, line.meter_count, resolution)};
        uint32_t sketch[BINS];
        draw(room, upper_line(room, kept), sketch);
        result = Py_BuildValue("y#y#y#", (char *)music, (Py_ssize_t)sizeof music, (char *)likened,
                               (Py_ssize_t)(kept * sizeof *likened), (char *)sketch,
                               (Py_ssize_t)sizeof sketch);
    } else
        PyErr_NoMemory();
    free(room);
    free(likened);
    free_line(&line);
    release(&tables);
    return result;
}

/* How pitches lie: see Spread in facts.py. */
typedef struct {
    int lowest, highest;
    int64_t sounded, covered;
    double heard[CLASSES];
} Spread;

static void spread_out(const Tables *tables, Sounding *room, Spread *found, char *plays)
{
    const Note *rows = tables->notes.buf;
    size_t count = tables->notes.len / NOTE_BYTES, kept = 0;
    int64_t reached = 0;
    *found = (Spread){PITCHES, -1, 0, 0, {0}};
    for (size_t i = 0; i < count; i++) {
        plays[rows[i].track] = 1;
        if (!is_pitched(tables->players.buf, &rows[i]))
            continue;
        room[kept++] = (Sounding){(uint64_t)rows[i].start, rows[i].start + rows[i].duration};
        found->lowest = rows[i].pitch < found->lowest ? rows[i].pitch : found->lowest;
        found->highest = rows[i].pitch > found->highest ? rows[i].pitch : found->highest;
        found->sounded += rows[i].duration;
        found->heard[rows[i].pitch % CLASSES] += (double)rows[i].duration;
    }
    if (!kept)
        found->lowest = -1;
    sort(room, room + count, kept);
    for (size_t i = 0; i < kept; i++) {
        int64_t start = (int64_t)room[i].key;
        if (room[i].end > reached) {
            found->covered += room[i].end - (start > reached ? start : reached);
            reached = room[i].end;
        }
    }
}

static PyObject *meters_listed(const Line *line)
{
    PyObject *list = PyList_New((Py_ssize_t)line->meter_count);
    for (size_t k = 0; list && k < line->meter_count; k++) {
        const Meter *meter = &line->meters[k];
        PyObject *row = Py_BuildValue("LLL", (long long)meter->time, (long long)meter->numerator,
                                      (long long)meter->denominator);
        if (!row || PyList_SetItem(list, (Py_ssize_t)k, row) < 0)
            Py_CLEAR(list);
    }
    return list;
}

/* overview(notes, players, tempos, meters, resolution, end) -> the fields of Overview in facts.py */
static PyObject *overview(PyObject *module, PyObject *args)
{
    Tables tables;
    Line line;
    long long resolution, end;
    if (!PyArg_ParseTuple(args, "y*y*y*y*LL", &tables.notes, &tables.players, &tables.tempos,
                          &tables.meters, &resolution, &end))
        return NULL;
    if (take(&tables, &line, resolution) < 0) {
        release(&tables);
        return NULL;
    }
    size_t count = tables.notes.len / NOTE_BYTES;
    PyObject *result = NULL, *meters = meters_listed(&line);
    Sounding *room = malloc((2 * count + 1) * sizeof *room);
    char *plays = calloc((size_t)tables.players.len + 1, 1);
    if (meters && room && plays) {
        Spread found;
        spread_out(&tables, room, &found, plays);
        result = Py_BuildValue(
            "y#LdLOiiLLy#", plays, tables.players.len,
            (long long)bars_until(&line, end, resolution), seconds_until(&line, end, resolution),
            (long long)usual_tempo(&line, end), meters, found.lowest, found.highest,
            (long long)found.sounded, (long long)found.covered, (char *)found.heard,
            (Py_ssize_t)sizeof found.heard);
    } else if (!PyErr_Occurred())
        PyErr_NoMemory();
    Py_XDECREF(meters);
    free(room);
    free(plays);
    free_line(&line);
    release(&tables);
    return result;
}

static PyMethodDef methods[] = {
    {"identity", identity, METH_VARARGS, "What is hashed to know a piece by."},
    {"overview", overview, METH_VARARGS, "What facts are made of."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_looks", NULL, 0, methods};

PyMODINIT_FUNC PyInit__looks(void) { return PyModule_Create(&definition); }
