/* What both loops of the bar tokens know: kinds of tokens, rows of a score, lists that grow.
 *
 * Each loop takes a score or a line whole or declines it; encode.py and decode.py do the same in
 * NumPy where they decline, or where this was not compiled. The tests hold both to one result.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The kinds in the order of words.vocabulary. */
enum { SPECIAL, BAR, MORE, BEATS, UNIT, POSITION, CUT, LATE, TEMPO, DIGIT, KEY, CHORD, QUALITY,
       BASS, PROGRAM, KIT, PEDAL, PITCH, DRUM, VELOCITY, DURATION, SHORT, KINDS };

enum { BARS = 64, KITS = 128, VOICES = 256, MORES = 31, FASTEST = 300, DIGITS = 4, DIGIT_BITS = 6,
       MOST_BEATS = 255, FINEST_UNIT = 1 << 14, TEMPO_BITS = 24,
       SLOWEST = (1 << TEMPO_BITS) - 1, SUSTAIN = 64, DOWN = 64 };
#define MINUTE 60000000 /* microseconds */

/* As symbolic/score/tables.py lays them out. */
typedef struct { int64_t start, duration; int16_t pitch, velocity; int32_t track; } Note;
typedef struct { int64_t time; int16_t number, value; int32_t track; } Control;
typedef struct { int64_t time, microseconds; } Tempo;
#pragma pack(push, 1)
typedef struct { int64_t time; int16_t numerator, denominator; } Meter;
typedef struct { int64_t time; int16_t fifths; uint8_t minor; } Key;
#pragma pack(pop)

/* A chord symbol: see chords.py. */
typedef struct { int64_t time, root, quality, bass; } Chord;

typedef struct { int64_t first, count; } Kind;

enum { FAILED = -1, DONE, DECLINED };

typedef struct { char *rows; size_t count, room; } Rows;

/* Where the next rows of a list go, with room for so many; NULL if there is no memory. */
static inline void *room_for(Rows *list, size_t more, size_t size)
{
    if (list->count + more > list->room) {
        size_t room = 2 * list->room + more + 64;
        char *rows = realloc(list->rows, room * size);
        if (!rows)
            return NULL;
        list->rows = rows;
        list->room = room;
    }
    return list->rows + size * list->count;
}

static inline void *add_row(Rows *list, size_t size)
{
    void *row = room_for(list, 1, size);
    list->count += row != NULL;
    return row;
}

static inline void release(Py_buffer *held, int count)
{
    while (count-- > 0)
        PyBuffer_Release(&held[count]);
}

/* Hold the memory of some objects, until `release`. */
static inline int hold(PyObject *const *objects, Py_buffer *held, int count)
{
    for (int k = 0; k < count; k++)
        if (PyObject_GetBuffer(objects[k], &held[k], PyBUF_SIMPLE) < 0) {
            release(held, k);
            return FAILED;
        }
    return DONE;
}

/* a / b to the nearest, halves to the even number, as NumPy rounds. */
static inline int64_t rounded(int64_t a, int64_t b)
{
    int64_t whole = a / b, twice = 2 * (a % b);
    return whole + (twice > b || (twice == b && whole & 1));
}

/* The ticks of a short note: see grid.py. */
static inline int64_t short_note(int64_t step)
{
    return step > 1 && step < 4 ? 1 : step / 4;
}

PyObject *bytes_of(const Rows *list, size_t size);
PyObject *by_track(const Rows *list, size_t size, size_t track_at, const size_t *rows_of,
                   const uint8_t *track_of);

PyObject *line_encode(PyObject *module, PyObject *args);
PyObject *line_decode(PyObject *module, PyObject *args);
