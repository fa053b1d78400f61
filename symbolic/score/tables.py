"""The event tables: which columns each kind of event has, and the order its rows stand in.

Times and durations are ticks; `Score.resolution` says how many make a quarter note. The
compiled reader (symbolic/files/midi/_scan.c) writes rows of NOTE, CONTROL and BEND.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from symbolic.errors import SymbolicError

NOTE = np.dtype(
    [("start", "i8"), ("duration", "i8"), ("pitch", "i2"), ("velocity", "i2"), ("track", "i4")]
)
TEMPO = np.dtype([("time", "i8"), ("microseconds", "i8")])  # microseconds per quarter note
METER = np.dtype([("time", "i8"), ("numerator", "i2"), ("denominator", "i2")])
KEY = np.dtype([("time", "i8"), ("fifths", "i2"), ("minor", "?")])  # sharps > 0, flats < 0
CONTROL = np.dtype([("time", "i8"), ("number", "i2"), ("value", "i2"), ("track", "i4")])
BEND = np.dtype([("time", "i8"), ("value", "i4"), ("track", "i4")])  # -8192 .. 8191
LYRIC = np.dtype([("time", "i8"), ("text", "O"), ("track", "i4")])  # track -1: the whole score
MARKER = np.dtype([("time", "i8"), ("text", "O")])
TEXT = np.dtype([("time", "i8"), ("kind", "O"), ("text", "O"), ("track", "i4")])

TABLES = {
    "notes": NOTE,
    "tempos": TEMPO,
    "meters": METER,
    "keys": KEY,
    "controls": CONTROL,
    "bends": BEND,
    "lyrics": LYRIC,
    "markers": MARKER,
    "texts": TEXT,
}

# What each column may hold; a table built by hand is checked against this.
RANGES = {
    "start": (0, 2**40),
    "time": (0, 2**40),
    "duration": (0, 2**40),
    "pitch": (0, 127),
    "velocity": (1, 127),
    "microseconds": (1, 2**24 - 1),
    "numerator": (1, 255),
    "denominator": (1, 2**14),
    "fifths": (-7, 7),
    "number": (0, 127),
    "value": (0, 127),
    "track": (0, 2**20 - 1),
}
BEND_RANGE = (-8192, 8191)
LIMITS = {  # where a table's column differs
    ("bends", "value"): BEND_RANGE,
    ("lyrics", "track"): (-1, 2**20 - 1),
    ("texts", "track"): (-1, 2**20 - 1),
}

# Tables with a track stand track by track, each in order of time, as files hold them. Rows
# at one tick keep the order they came in: that of controls carries meaning (a parameter's
# number before its value), and notes struck together can be told apart by nothing else.
ORDER = {
    "notes": ("track", "start"),
    "controls": ("track", "time"),
    "bends": ("track", "time"),
    "lyrics": ("track", "time"),
    "texts": ("track", "time"),
}

EMPTY = {name: np.empty(0, dtype) for name, dtype in TABLES.items()}
for _table in EMPTY.values():
    _table.setflags(write=False)


def table(name: str, rows: Any = None) -> np.ndarray:
    """Build one event table from an array or from rows, checked and in order.

    Parameters
    ----------
    name
        "notes", "tempos", ... (a key of `TABLES`).
    rows
        A structured array, a sequence of tuples in column order, a sequence of dicts, or None.

    Examples
    --------
    >>> table("meters", [(0, 3, 4)])["numerator"]
    array([3], dtype=int16)
    """
    if rows is None:
        return EMPTY[name]
    dtype = TABLES[name]
    if isinstance(rows, np.ndarray) and rows.dtype == dtype and rows.ndim == 1:
        _check(name, rows)
        array = rows if _frozen(rows) else rows.copy()
    else:
        columns = _columns(name, dtype, rows)
        _check(name, columns)
        array = np.empty(len(next(iter(columns.values()))), dtype)
        for column, values in columns.items():
            array[column] = values
    return sealed(in_order(name, array)) if len(array) else EMPTY[name]


def in_order(name: str, array: np.ndarray) -> np.ndarray:
    """Put the rows in the table's order, keeping equal rows as they came."""
    if len(array) < 2:
        return array
    columns = ORDER.get(name, ("time",))
    here, after = array[:-1], array[1:]
    ordered = here[columns[-1]] <= after[columns[-1]]
    if len(columns) == 2:
        tracks, following = here["track"], after["track"]
        ordered = (tracks < following) | ((tracks == following) & ordered)
    if ordered.all():
        return array
    return array.take(np.lexsort([array[column] for column in reversed(columns)]))


def same(name: str, one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two tables hold the same rows; notes struck together may stand in any order."""
    if len(one) != len(other):
        return False
    if name == "notes" and not (one == other).all():
        columns = ("velocity", "duration", "pitch", "start", "track")
        one, other = (t.take(np.lexsort([t[column] for column in columns])) for t in (one, other))
    return bool((one == other).all())


def sealed(array: np.ndarray) -> np.ndarray:
    """Make the array read-only: scores share their tables, so none may change in place."""
    array.setflags(write=False)
    return array


def _frozen(array: np.ndarray) -> bool:
    """Whether nobody can change the array, be it through the one that it is a view of."""
    base = array.base
    mine = base is None or (isinstance(base, np.ndarray) and not base.flags.writeable)
    return mine and not array.flags.writeable


def _columns(name: str, dtype: np.dtype, rows: Any) -> dict[str, np.ndarray]:
    """The columns of hand-made rows, as wide as they come: narrowing would wrap numbers round."""
    columns = dtype.names or ()
    try:
        if isinstance(rows, np.ndarray) and rows.dtype.names:
            return {column: rows[column].reshape(len(rows)) for column in columns}
        values: list = list(zip(*(_row(columns, row) for row in rows), strict=True))
        values = values or [()] * len(columns)
        named = zip(columns, values, strict=True)
        return {column: _column(dtype[column], each) for column, each in named}
    except (ValueError, TypeError, KeyError) as error:
        raise SymbolicError(
            f"a row of {name} has the columns {', '.join(columns)}; could not read {rows!r:.80}"
        ) from error


def _row(columns: Iterable[str], row: Any) -> tuple:
    if isinstance(row, Mapping):
        return tuple(row[column] for column in columns)
    if isinstance(row, str | bytes):
        raise TypeError("a string is no row")
    return tuple(row)


def _column(dtype: np.dtype, values: Sequence) -> np.ndarray:
    if not values or dtype.hasobject:
        column = np.empty(len(values), dtype)
        column[:] = values
        return column
    return np.array(values)


def _check(name: str, table: np.ndarray | Mapping[str, np.ndarray]) -> None:
    dtypes = TABLES[name]
    for column in dtypes.names or ():
        values, wanted = table[column], dtypes[column]
        if wanted.hasobject:
            if not all(isinstance(value, str) for value in values):
                raise SymbolicError(f"{name}: {column} takes strings only")
            continue
        if values.dtype.kind not in ("biu" if wanted.kind == "b" else "iu"):
            raise SymbolicError(f"{name}: {column} takes whole numbers only, of 64 bits")
        low, high = LIMITS.get((name, column), RANGES.get(column, (0, 1)))
        wrong = values[(values < low) | (values > high)]
        if len(wrong):
            raise SymbolicError(f"{name}: {column} {wrong[0]} lies outside {low} to {high}")
        if column == "denominator" and (values & (values - 1)).any():
            raise SymbolicError("meters: a denominator is a power of two, as in 6/8")
