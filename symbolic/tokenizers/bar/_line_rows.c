/* Rows -> bytes, as NumPy takes them. */

#include "_line.h"

PyObject *bytes_of(const Rows *list, size_t size)
{
    /* Without any row there is no memory to point to. */
    const char *rows = list->count ? list->rows : "";
    return PyBytes_FromStringAndSize(rows, (Py_ssize_t)(list->count * size));
}

/* Rows that have a program where their track should be: track by track, else in their order. */
PyObject *by_track(const Rows *list, size_t size, size_t track_at, const size_t *rows_of,
                   const uint8_t *track_of)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(list->count * size));
    char *to = bytes ? PyBytes_AsString(bytes) : NULL;
    if (!to)
        return NULL;
    size_t next[VOICES], total = 0;
    for (int program = 0; program < VOICES; total += rows_of[program++])
        next[program] = total;
    for (size_t i = 0; i < list->count; i++) {
        const char *row = list->rows + i * size;
        int32_t program, track;
        memcpy(&program, row + track_at, sizeof program);
        track = track_of[program];
        char *place = to + next[program]++ * size;
        memcpy(place, row, size);
        memcpy(place + track_at, &track, sizeof track);
    }
    return bytes;
}
