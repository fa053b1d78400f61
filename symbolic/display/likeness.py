"""Which notes of one score are found again in another: the same, changed, or not at all."""

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.score.checks import whole

SAME, CHANGED, ALONE = range(3)
FINEST = 960  # parts of a quarter


def likeness(one: Score, other: Score, steps: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """What becomes of each note, in the order of both tables.

    A note is the same if it begins and ends at the same steps, a step later at least, and has the
    same pitch. It is changed if it begins at the same step as a note that is otherwise without a
    partner, with the same pitch if there is one. Hits on drums have no length, and are never
    another drum's. Tracks, tempo and velocity do not matter.

    Parameters
    ----------
    steps
        Times are put on the nearest of so many parts of a quarter.

    Returns
    -------
    numpy.ndarray, numpy.ndarray
        `SAME`, `CHANGED` or `ALONE` for every note of the one and of the other.

    Examples
    --------
    >>> one = Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 62, 80, 0), (960, 480, 64, 80, 0)])
    >>> other = Score(96, notes=[(0, 96, 60, 80, 0), (96, 96, 65, 80, 0)])
    >>> [kinds.tolist() for kinds in likeness(one, other)]
    [[0, 1, 2], [0, 1]]
    """
    if not isinstance(one, Score) or not isinstance(other, Score):
        raise SymbolicError(f"a Score is held beside another, not {one!r:.40} beside {other!r:.40}")
    whole("steps", steps, 1, FINEST)
    tables = _placed(one, steps), _placed(other, steps)
    kinds = tuple(np.full(len(table), ALONE) for table in tables)
    for columns, kind in ((4, SAME), (3, CHANGED), (2, CHANGED)):
        left = [np.flatnonzero(each == ALONE) for each in kinds]
        if columns == 2:  # no drum is taken for another
            left = [at[table[at, 0] == 0] for at, table in zip(left, tables, strict=True)]
        keys = [table[at, :columns] for at, table in zip(left, tables, strict=True)]
        for each, at, found in zip(kinds, left, _partners(*keys), strict=True):
            each[at[found]] = kind
    return kinds[0], kinds[1]


def _placed(score: Score, steps: int) -> np.ndarray:
    """For every note whether it is a drum's, its first step, its pitch and its length."""
    notes = score.notes
    drum = np.array([track.is_drum for track in score.tracks], bool)[notes["track"]]
    grain = 2 * score.resolution
    begin, end = (
        (2 * steps * times + score.resolution) // grain
        for times in (notes["start"], notes["start"] + notes["duration"])
    )
    length = np.where(drum, 0, np.maximum(end - begin, 1))
    return np.stack([drum, begin, notes["pitch"], length], axis=1).astype(np.int64)


def _partners(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which rows of each have a row like them in the other, each row being one's partner only."""
    _, numbers = np.unique(np.concatenate([one, other]), axis=0, return_inverse=True)
    numbers = numbers.reshape(-1)
    first, second = _told_apart(numbers[: len(one)]), _told_apart(numbers[len(one) :])
    return _in(first, second), _in(second, first)


def _told_apart(numbers: np.ndarray) -> np.ndarray:
    """Numbers with how often each came before, so that no two are alike."""
    order = np.argsort(numbers, kind="stable")
    there = numbers[order]
    nth = np.empty(len(numbers), np.int64)
    nth[order] = np.arange(len(numbers)) - there.searchsorted(there)
    return np.stack([numbers, nth], axis=1)


def _in(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    wide = max(len(rows), len(others)) + 1
    return np.isin(rows[:, 0] * wide + rows[:, 1], others[:, 0] * wide + others[:, 1])
