"""Pair the beginnings of notes with their ends."""

import numpy as np


def pair(key: np.ndarray, is_on: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Match every note-on to the note-off that ends it: first struck, first released.

    Parameters
    ----------
    key
        For every note message, in order: a number that stands for its channel and pitch.
    is_on
        Whether the message begins a note.

    Returns
    -------
    on, off
        Positions of the note-ons, in order, and of their note-offs; -1 where there is none.
        Note-offs that end nothing are passed over.

    Examples
    --------
    >>> pair(np.array([60, 60, 60, 60]), np.array([True, True, False, False]))
    (array([0, 1]), array([2, 3]))
    """
    order = key.argsort(kind="stable")
    begins = is_on[order]
    group = _group_numbers(key[order])
    depth = _depth(begins, group)
    floor = _lowest_so_far(depth, group)
    stray = ~begins & (floor < np.append(0, floor[:-1]) * _same_as_before(group))
    ends = ~begins & ~stray

    ons, offs = order[begins], order[ends]
    ends_in_group = np.bincount(group[ends], minlength=group[-1] + 1 if len(group) else 0)
    has_end = _rank(group[begins]) < ends_in_group[group[begins]]
    matched = np.full(len(ons), -1)
    # Both stand group by group and in order of time: the n-th end is the n-th beginning's.
    matched[has_end] = offs
    in_time = ons.argsort(kind="stable")
    return ons[in_time], matched[in_time]


def _group_numbers(sorted_key: np.ndarray) -> np.ndarray:
    """0 for the rows of the first key, 1 for those of the second, ..."""
    return np.append(0, (np.diff(sorted_key) != 0).cumsum())[: len(sorted_key)]


def _same_as_before(group: np.ndarray) -> np.ndarray:
    return np.append(False, group[1:] == group[:-1])[: len(group)]


def _depth(begins: np.ndarray, group: np.ndarray) -> np.ndarray:
    """How many notes of the group would sound after each message, strays counted against it."""
    total = np.where(begins, 1, -1).cumsum()
    first = np.flatnonzero(~_same_as_before(group))
    before = np.append(0, total)[first]
    return total - before[group]


def _lowest_so_far(depth: np.ndarray, group: np.ndarray) -> np.ndarray:
    """The running minimum of the depth in each group, at most 0: the count of strays, below 0."""
    step = 2 * len(depth) + 2  # puts every group below all that the one before can reach
    shifted = np.minimum(depth, 0) - group * step
    return np.minimum.accumulate(shifted) + group * step


def _rank(group: np.ndarray) -> np.ndarray:
    """The position of each row within its group."""
    first = np.flatnonzero(~_same_as_before(group))
    size = np.diff(np.append(first, len(group)))
    return np.arange(len(group)) - np.repeat(first, size)
