/* The loops of the bar tokens at the speed of the memory they lie in: the module. */

#include "_line.h"

static PyMethodDef methods[] = {
    {"encode", line_encode, METH_VARARGS, "The tokens of the tables of a score, or None."},
    {"decode", line_decode, METH_VARARGS, "The tables of a score that tokens say, or None."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_line", "The loops of the bar tokens.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__line(void)
{
    return PyModule_Create(&module);
}
