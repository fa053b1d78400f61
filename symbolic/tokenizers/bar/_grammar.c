/* The grammar of the bar tokens at the speed of the memory it lies in: the module.
 *
 * A state is changed where it lies. Its rows are trusted to be what start and advance make, but
 * for the registers that say where to look or how far to shift.
 */

#include "_grammar.h"

enum { RULES, STATE, THIRD, FOURTH, ARRAYS }; /* the arguments of all three functions */

typedef struct {
    Py_buffer held[ARRAYS];
    int count;
    const Rules *rules;
    Registers *rows;
    Py_ssize_t batch;
} Held;

static int is_sound(const Registers *at)
{
    return 0 <= at->stage && at->stage < STAGES && 0 <= at->tempo_said &&
           at->tempo_said <= FASTEST && NONE <= at->voice && at->voice < VOICES &&
           0 <= at->digits_said && at->digits_said < DIGITS && at->numerator > 0 &&
           at->denominator > 0 && at->denominator <= FINEST_UNIT;
}

static void let_go(Held *all)
{
    release(all->held, all->count);
}

static int fail(Held *all, PyObject *kind, const char *message)
{
    let_go(all);
    PyErr_SetString(kind, message);
    return FAILED;
}

/* Hold the rules, the state, and one or two arrays more; the bits say which will be written to. */
static int hold_all(PyObject *args, Held *all, int count, unsigned written)
{
    for (all->count = 0; all->count < count; all->count++) {
        PyObject *array = PyTuple_GetItem(args, all->count);
        int writes = written >> all->count & 1 ? PyBUF_WRITABLE : PyBUF_SIMPLE;
        if (!array || PyObject_GetBuffer(array, &all->held[all->count], writes) < 0) {
            let_go(all);
            return FAILED;
        }
    }
    all->rules = all->held[RULES].buf;
    all->rows = all->held[STATE].buf;
    all->batch = all->held[STATE].len / (Py_ssize_t)sizeof(Registers);
    if (all->held[RULES].len < (Py_ssize_t)sizeof(Rules) ||
        all->held[RULES].len != (Py_ssize_t)(sizeof(Rules) + all->rules->size * sizeof(int64_t)))
        return fail(all, PyExc_ValueError, "the rules have another length");
    if (all->held[STATE].len % (Py_ssize_t)sizeof(Registers))
        return fail(all, PyExc_ValueError, "a state has another number of registers");
    for (Py_ssize_t row = 0; row < all->batch; row++)
        if (!is_sound(&all->rows[row]))
            return fail(all, PyExc_ValueError, "no tokens lead to this state");
    return DONE;
}

static inline void take_id(const Rules *rules, Registers *at, int64_t id)
{
    int kind = (int)rules->kind_of[id];
    take(rules, at, kind, id - rules->kinds[kind].first);
}

/* advance(rules, state, ids): take one token in every row. */
static PyObject *grammar_advance(PyObject *module, PyObject *args)
{
    Held all;
    if (hold_all(args, &all, 3, 1 << STATE) < 0)
        return NULL;
    const int64_t *ids = all.held[THIRD].buf, size = all.rules->size;
    if (all.held[THIRD].len != all.batch * (Py_ssize_t)sizeof(int64_t)) {
        fail(&all, PyExc_ValueError, "there must be one id for each row of the state");
        return NULL;
    }
    for (Py_ssize_t row = 0; row < all.batch; row++)
        if (ids[row] < -size || ids[row] >= size) {
            fail(&all, PyExc_IndexError, "an id is beyond the vocabulary");
            return NULL;
        }
    for (Py_ssize_t row = 0; row < all.batch; row++) /* from the end, as NumPy counts */
        take_id(all.rules, &all.rows[row], ids[row] < 0 ? ids[row] + size : ids[row]);
    let_go(&all);
    Py_RETURN_NONE;
}

/* mask(rules, state, out): mark what may follow each row in zeros, (batch, vocabulary). */
static PyObject *grammar_mask(PyObject *module, PyObject *args)
{
    Held all;
    if (hold_all(args, &all, 3, 1 << THIRD) < 0)
        return NULL;
    if (all.held[THIRD].len != all.batch * (Py_ssize_t)all.rules->size) {
        fail(&all, PyExc_ValueError, "the mask has another shape");
        return NULL;
    }
    for (Py_ssize_t row = 0; row < all.batch; row++)
        mark_open(all.rules, &all.rows[row], (char *)all.held[THIRD].buf + row * all.rules->size);
    let_go(&all);
    Py_RETURN_NONE;
}

/* How many ids a row takes before one that may not follow. */
static int64_t follow_row(const Rules *rules, Registers *at, const int64_t *ids, int64_t length)
{
    for (int64_t count = 0; count < length; count++) {
        int64_t id = ids[count];
        if (id < 0 || id >= rules->size)
            return count;
        int kind = (int)rules->kind_of[id];
        int64_t value = id - rules->kinds[kind].first;
        if (!may_follow(rules, at, kind, value))
            return count;
        take(rules, at, kind, value);
    }
    return length;
}

/* follow(rules, state, ids, counts): take the tokens of (batch, length) that the rules admit. */
static PyObject *grammar_follow(PyObject *module, PyObject *args)
{
    Held all;
    if (hold_all(args, &all, 4, 1 << STATE | 1 << FOURTH) < 0)
        return NULL;
    const int64_t *ids = all.held[THIRD].buf;
    Py_ssize_t cells = all.held[THIRD].len / (Py_ssize_t)sizeof(int64_t);
    if (all.held[FOURTH].len != all.batch * (Py_ssize_t)sizeof(int64_t) ||
        (all.batch && cells % all.batch)) {
        fail(&all, PyExc_ValueError, "there must be one row of ids for each of the state");
        return NULL;
    }
    int64_t *counts = all.held[FOURTH].buf, length = all.batch ? cells / all.batch : 0;
    for (Py_ssize_t row = 0; row < all.batch; row++)
        counts[row] = follow_row(all.rules, &all.rows[row], ids + row * length, length);
    let_go(&all);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"advance", grammar_advance, METH_VARARGS, "Take one more token in every sequence."},
    {"mask", grammar_mask, METH_VARARGS, "Mark which tokens may follow each sequence."},
    {"follow", grammar_follow, METH_VARARGS, "Take the tokens that may follow, up to the first "
                                             "that may not."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_grammar", "The grammar of the bar tokens.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__grammar(void)
{
    return PyModule_Create(&module);
}
