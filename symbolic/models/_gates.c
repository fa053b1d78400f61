/* The gates of LSTM and GRU, one step of time at a time, forward and back.
 *
 * processor.py multiplies the matrices with NumPy and calls these in between. All arrays are
 * 32-bit floats in rows of a piece each; gates stand in Keras's order. The tests hold every
 * function to Keras's own cells and to their gradients.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDE
#endif
#if defined(_MSC_VER)
#define INLINE static __forceinline
#else
#define INLINE static inline __attribute__((always_inline))
#endif

/* e to the power x, in steps that compilers turn into vector code: 2 to a whole power, times a
 * polynomial between -ln(2)/2 and ln(2)/2. Right to the last bit or two of a float. */
INLINE float exponential(float x)
{
    const float round = 12582912.f; /* adding it leaves whole numbers in the lowest bits */
    x = x < -87.f ? -87.f : x;
    x = x > 87.f ? 87.f : x;
    float shifted = x * 1.44269504f + round;
    float whole = shifted - round;
    float rest = x - whole * 0.693359375f + whole * 2.12194440e-4f;
    float sum = 1.f + rest * (1.f + rest * (.5f + rest * (1.f / 6 + rest * (1.f / 24 + rest * (1.f / 120 + rest * (1.f / 720))))));
    int32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (int32_t)((uint32_t)(bits + 127) << 23);
    float power;
    memcpy(&power, &bits, sizeof power);
    return sum * power;
}

INLINE float sigmoid(float x) { return 1.f / (1.f + exponential(-x)); }

INLINE float tangent(float x) { return 1.f - 2.f / (1.f + exponential(2.f * x)); }

/* -- LSTM: enter, forget, new, leave --------------------------------------------------- */

WIDE static void lstm_row(Py_ssize_t units, float *restrict gates, const float *restrict projected,
                          const float *restrict before, float *restrict carry,
                          float *restrict hidden)
{
    for (Py_ssize_t u = 0; u < units; u++) {
        float enter = sigmoid(gates[u] + projected[u]);
        float forget = sigmoid(gates[units + u] + projected[units + u]);
        float new = tangent(gates[2 * units + u] + projected[2 * units + u]);
        float leave = sigmoid(gates[3 * units + u] + projected[3 * units + u]);
        float held = forget * before[u] + enter * new;
        gates[u] = enter;
        gates[units + u] = forget;
        gates[2 * units + u] = new;
        gates[3 * units + u] = leave;
        carry[u] = held;
        hidden[u] = leave * tangent(held);
    }
}

/* `to_hidden` is what comes from the step's output, `later` through the step after. */
WIDE static void lstm_row_back(Py_ssize_t units, float *restrict gates,
                               const float *restrict before, const float *restrict carry,
                               const float *restrict to_hidden, const float *restrict later,
                               float *restrict to_carry)
{
    for (Py_ssize_t u = 0; u < units; u++) {
        float enter = gates[u], forget = gates[units + u];
        float new = gates[2 * units + u], leave = gates[3 * units + u];
        float shown = tangent(carry[u]);
        float whole = to_hidden[u] + later[u];
        float held = to_carry[u] + whole * leave * (1.f - shown * shown);
        gates[u] = held * new * enter * (1.f - enter);
        gates[units + u] = held * before[u] * forget * (1.f - forget);
        gates[2 * units + u] = held * enter * (1.f - new * new);
        gates[3 * units + u] = whole * shown * leave * (1.f - leave);
        to_carry[u] = held * forget;
    }
}

/* -- GRU: update, reset, new; the bias of the recurrent product is already in `products` -- */

WIDE static void gru_row(Py_ssize_t units, const float *restrict products,
                         const float *restrict projected, const float *restrict before,
                         float *restrict gates, float *restrict hidden)
{
    for (Py_ssize_t u = 0; u < units; u++) {
        float update = sigmoid(products[u] + projected[u]);
        float reset = sigmoid(products[units + u] + projected[units + u]);
        float new = tangent(projected[2 * units + u] + reset * products[2 * units + u]);
        gates[u] = update;
        gates[units + u] = reset;
        gates[2 * units + u] = new;
        hidden[u] = new + update * (before[u] - new);
    }
}

/* Leaves the gradient of the projected inputs in `gates`, of the products in `products`. */
WIDE static void gru_row_back(Py_ssize_t units, float *restrict gates, float *restrict products,
                              const float *restrict before, const float *restrict to_hidden,
                              float *restrict later)
{
    for (Py_ssize_t u = 0; u < units; u++) {
        float update = gates[u], reset = gates[units + u], new = gates[2 * units + u];
        float whole = to_hidden[u] + later[u];
        float to_new = whole * (1.f - update) * (1.f - new * new);
        float to_update = whole * (before[u] - new) * update * (1.f - update);
        float to_reset = to_new * products[2 * units + u] * reset * (1.f - reset);
        gates[u] = products[u] = to_update;
        gates[units + u] = products[units + u] = to_reset;
        gates[2 * units + u] = to_new;
        products[2 * units + u] = to_new * reset;
        later[u] = whole * update;
    }
}

/* -- as Python calls them -------------------------------------------------------------- */

enum { MOST = 7 };

/* How wide an array is, in units, and whether it is written. */
typedef struct { int width, is_written; } Form;
typedef struct { Py_buffer held[MOST]; float *of[MOST]; int count; Py_ssize_t rows; } Arrays;

static void release(Arrays *arrays)
{
    for (int k = 0; k < arrays->count; k++)
        PyBuffer_Release(&arrays->held[k]);
}

/* Takes `count` arrays of some forms, all of as many rows. */
static int take(PyObject *args, Arrays *arrays, int count, const Form *forms, Py_ssize_t *units)
{
    arrays->count = 0;
    if (PyTuple_Size(args) != count + 1) {
        PyErr_Format(PyExc_TypeError, "takes the number of units and %d arrays", count);
        return -1;
    }
    *units = PyLong_AsSsize_t(PyTuple_GetItem(args, 0));
    if (*units < 1) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "there must be a unit");
        return -1;
    }
    for (int k = 0; k < count; k++) {
        Py_buffer *held = &arrays->held[k];
        int how = forms[k].is_written ? PyBUF_WRITABLE : PyBUF_SIMPLE;
        if (PyObject_GetBuffer(PyTuple_GetItem(args, k + 1), held, how) < 0) {
            release(arrays);
            return -1;
        }
        arrays->count++;
        arrays->of[k] = held->buf;
        Py_ssize_t width = forms[k].width * *units * (Py_ssize_t)sizeof(float);
        if (k == 0)
            arrays->rows = held->len / width;
        if (held->len != arrays->rows * width) {
            PyErr_Format(PyExc_ValueError, "array %d does not fit %zd units", k, *units);
            release(arrays);
            return -1;
        }
    }
    return 0;
}

static PyObject *lstm(PyObject *self, PyObject *args)
{
    static const Form forms[] = {{4, 1}, {4, 0}, {1, 0}, {1, 1}, {1, 1}};
    Arrays a;
    Py_ssize_t n;
    if (take(args, &a, 5, forms, &n) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t row = 0; row < a.rows; row++)
        lstm_row(n, a.of[0] + 4 * n * row, a.of[1] + 4 * n * row, a.of[2] + n * row,
                 a.of[3] + n * row, a.of[4] + n * row);
    Py_END_ALLOW_THREADS
    release(&a);
    Py_RETURN_NONE;
}

static PyObject *lstm_back(PyObject *self, PyObject *args)
{
    static const Form forms[] = {{4, 1}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 1}};
    Arrays a;
    Py_ssize_t n;
    if (take(args, &a, 6, forms, &n) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t row = 0; row < a.rows; row++)
        lstm_row_back(n, a.of[0] + 4 * n * row, a.of[1] + n * row, a.of[2] + n * row,
                      a.of[3] + n * row, a.of[4] + n * row, a.of[5] + n * row);
    Py_END_ALLOW_THREADS
    release(&a);
    Py_RETURN_NONE;
}

static PyObject *gru(PyObject *self, PyObject *args)
{
    static const Form forms[] = {{3, 0}, {3, 0}, {1, 0}, {3, 1}, {1, 1}};
    Arrays a;
    Py_ssize_t n;
    if (take(args, &a, 5, forms, &n) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t row = 0; row < a.rows; row++)
        gru_row(n, a.of[0] + 3 * n * row, a.of[1] + 3 * n * row, a.of[2] + n * row,
                a.of[3] + 3 * n * row, a.of[4] + n * row);
    Py_END_ALLOW_THREADS
    release(&a);
    Py_RETURN_NONE;
}

static PyObject *gru_back(PyObject *self, PyObject *args)
{
    static const Form forms[] = {{3, 1}, {3, 1}, {1, 0}, {1, 0}, {1, 1}};
    Arrays a;
    Py_ssize_t n;
    if (take(args, &a, 5, forms, &n) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t row = 0; row < a.rows; row++)
        gru_row_back(n, a.of[0] + 3 * n * row, a.of[1] + 3 * n * row, a.of[2] + n * row,
                     a.of[3] + n * row, a.of[4] + n * row);
    Py_END_ALLOW_THREADS
    release(&a);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"lstm", lstm, METH_VARARGS, "units, gates, projected, before -> carry, hidden"},
    {"lstm_back", lstm_back, METH_VARARGS,
     "units, gates, before, carry, to_hidden, later, to_carry"},
    {"gru", gru, METH_VARARGS, "units, products, projected, before -> gates, hidden"},
    {"gru_back", gru_back, METH_VARARGS, "units, gates, products, before, to_hidden, later"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_gates", NULL, 0, methods};

PyMODINIT_FUNC PyInit__gates(void) { return PyModule_Create(&definition); }
