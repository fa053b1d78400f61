"""The event tables: which columns each kind of event has, and the order its rows stand in.

Times and durations are ticks; `Score.resolution` says how many make a quarter note. The
compiled reader (symbolic/files/midi/_scan.c) writes rows of NOTE, CONTROL and BEND.
"""

from collections.abc import Iterable, Mapping
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
}
BEND_RANGE = (-8192, 8191)

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
    if rows is None or len(rows) == 0:
        return EMPTY[name]
    dtype = TABLES[name]
    if isinstance(rows, np.ndarray) and rows.dtype == dtype:
        array = rows.copy() if rows.flags.writeable else rows
    else:
        array = _from_rows(name, dtype, rows)
    _check(name, array)
    return sealed(in_order(name, array))


def in_order(name: str, array: np.ndarray) -> np.ndarray:
    """Put the rows in the table's order, keeping equal rows as they came."""
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
    if name == "notes":
        columns = ("velocity", "duration", "pitch", "start", "track")
        one, other = (t.take(np.lexsort([t[column] for column in columns])) for t in (one, other))
    return bool((one == other).all())


def sealed(array: np.ndarray) -> np.ndarray:
    """Make the array read-only: scores share their tables, so none may change in place."""
    array.setflags(write=False)
    return array


def _from_rows(name: str, dtype: np.dtype, rows: Any) -> np.ndarray:
    columns = dtype.names or ()
    if isinstance(rows, np.ndarray) and rows.dtype.names:
        rows = [tuple(row) for row in rows[list(columns)]]
    try:
        return np.array([_row(columns, row) for row in rows], dtype)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise SymbolicError(
            f"a row of {name} has the columns {', '.join(columns)}; could not read {rows!r:.80}"
        ) from error


def _row(columns: Iterable[str], row: Any) -> tuple:
    if isinstance(row, Mapping):
        return tuple(row[column] for column in columns)
    return tuple(row)


def _check(name: str, array: np.ndarray) -> None:
    for column in array.dtype.names or ():
        low, high = RANGES.get(column, (None, None))
        if name == "bends" and column == "value":
            low, high = BEND_RANGE
        if low is None or high is None:
            continue
        values = array[column]
        if values.min() < low or values.max() > high:
            wrong = values[(values < low) | (values > high)][0]
            raise SymbolicError(f"{name}: {column} {wrong} lies outside {low} to {high}")
