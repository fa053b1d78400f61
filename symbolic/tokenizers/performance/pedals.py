"""The pedal: which of its movements are heard."""

import numpy as np


def heard(voice: np.ndarray, step: np.ndarray, down: np.ndarray) -> np.ndarray:
    """The positions of the pedal movements that count.

    What leaves the pedal where it is does not count, nor does a dip within one step. A pedal
    lifted and put down again within one step does: it damps what it held.

    Parameters
    ----------
    voice, step, down
        Whose pedal moves, when, and whether it is down then; by voice and in order of time.

    Examples
    --------
    >>> down = np.array([True, True, False, True, False, True])
    >>> heard(np.zeros(6, int), np.array([0, 3, 7, 7, 9, 9]), down)
    array([0, 2, 3, 4, 5])
    """
    before = ~_differs(voice)
    before[1:] &= down[:-1]
    moves = (down != before).nonzero()[0]
    opens = _differs(voice[moves]) | _differs(step[moves])
    if opens.all():
        return moves
    first = np.flatnonzero(opens)
    group = opens.cumsum() - 1
    rank = np.arange(len(moves)) - first[group]
    size = np.diff(np.append(first, len(moves)))[group]
    lifts_first = ~down[moves[first]][group]
    # Movements alternate: an odd number of them comes to the first alone.
    return moves[np.where(size % 2 == 1, rank == 0, lifts_first & (rank < 2))]


def _differs(values: np.ndarray) -> np.ndarray:
    """Whether each value differs from the one before it; the first does."""
    differs = np.ones(len(values), bool)
    differs[1:] = values[1:] != values[:-1]
    return differs
