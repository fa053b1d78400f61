"""Match the notes of a decoded score with those of its original."""

import numpy as np

from symbolic.score import Score

REACH = 0.5  # quarters: notes of unequal number match if they begin this close together


def matched(original: Score, decoded: Score) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pair notes, first by pitch, program and drum flag, then the rest by pitch.

    Returns
    -------
    ours, theirs
        Rows of the notes that belong together.
    same
        Whether program and drum flag agree too.
    """
    ours, theirs = _keys(original), _keys(decoded)
    a, b = _paired(original, decoded, ours, theirs)
    rest_a = np.setdiff1d(np.arange(len(ours)), a)
    rest_b = np.setdiff1d(np.arange(len(theirs)), b)
    c, d = _paired(original, decoded, ours % 128, theirs % 128, rest_a, rest_b)
    same = np.append(np.ones(len(a), bool), np.zeros(len(c), bool))
    return np.append(a, c), np.append(b, d), same


def _keys(score: Score) -> np.ndarray:
    """A number for pitch, program and drum flag of each note; its rest by 128 is the pitch."""
    numbers = [track.program + 128 * track.is_drum for track in score.tracks]
    return np.array(numbers, np.int64)[score.notes["track"]] * 128 + score.notes["pitch"]


def _paired(original, decoded, ours, theirs, rows=None, others=None):
    """Pair rows of equal key: in order of onset where a key is as frequent in both, else those
    that begin close together."""
    rows = np.arange(len(ours)) if rows is None else rows
    others = np.arange(len(theirs)) if others is None else others
    when = original.notes["start"] / original.resolution
    whence = decoded.notes["start"] / decoded.resolution
    rows = rows[np.lexsort([when[rows], ours[rows]])]
    others = others[np.lexsort([whence[others], theirs[others]])]
    values, first, count = np.unique(ours[rows], return_index=True, return_counts=True)
    begin = theirs[others].searchsorted(values)
    number = theirs[others].searchsorted(values, side="right") - begin
    left, right = [], []
    for f, n, b, m in zip(
        first.tolist(), count.tolist(), begin.tolist(), number.tolist(), strict=True
    ):
        one, other = rows[f : f + n], others[b : b + m]
        if n != m:
            one, other = _close(one, other, when[one], whence[other])
        left.append(one)
        right.append(other)
    empty = np.zeros(0, np.int64)
    return np.concatenate([empty, *left]), np.concatenate([empty, *right])


def _close(one: np.ndarray, other: np.ndarray, when: np.ndarray, whence: np.ndarray):
    """Pairs of rows that begin close together, each row once."""
    pairs_one, pairs_other = [], []
    at = 0
    for row, time in zip(one.tolist(), when.tolist(), strict=True):
        while at < len(other) and whence[at] < time - REACH:
            at += 1
        if at < len(other) and whence[at] <= time + REACH:
            pairs_one.append(row)
            pairs_other.append(int(other[at]))
            at += 1
    return np.array(pairs_one, np.int64), np.array(pairs_other, np.int64)
