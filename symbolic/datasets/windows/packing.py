"""Packing: short windows share a row."""

from bisect import bisect_left, insort

import numpy as np


def packed(sizes: np.ndarray, room: int) -> tuple[np.ndarray, np.ndarray]:
    """Put things into as few rows as a simple rule finds: the largest first, where it fits best.

    Parameters
    ----------
    sizes
        Of the things, none larger than `room`.

    Returns
    -------
    order, offsets
        The things, row by row, and where in `order` each row begins; one more for the end.

    Examples
    --------
    >>> order, offsets = packed(np.array([3, 9, 4, 2, 6, 7]), room=10)
    >>> [order[a:b].tolist() for a, b in zip(offsets, offsets[1:])]
    [[1], [5, 0], [4, 2], [3]]
    """
    row_of = np.empty(len(sizes), np.int64)
    open_rows: dict[int, list[int]] = {}  # by the room that is left
    rooms: list[int] = []  # those that some row has, ascending
    rows = 0
    for thing in np.argsort(-sizes, kind="stable").tolist():
        size = int(sizes[thing])
        place = bisect_left(rooms, size)
        if place == len(rooms):
            row, left, rows = rows, room - size, rows + 1
        else:
            left = rooms[place] - size
            row = open_rows[rooms[place]].pop()
            if not open_rows[rooms[place]]:
                del open_rows[rooms.pop(place)]
        row_of[thing] = row
        if left > 0:
            if left not in open_rows:
                insort(rooms, left)
                open_rows[left] = []
            open_rows[left].append(row)
    order = np.lexsort((-sizes, row_of))
    offsets = np.append(0, np.bincount(row_of, minlength=rows).cumsum())
    return order, offsets
