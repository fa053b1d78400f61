"""Where windows begin in a piece: spread so that they cover it, elsewhere in every epoch.

All windows of a piece are as long (`reach`), lie inside it and cover it; the first begins with it
and the last ends with it. Those between stand `hop` apart and move together: their phase is drawn.
Their number does not depend on the phase, so that windows can be numbered once for all epochs;
it is the least that covers the piece and leaves the phase half a hop of room.
"""

import numpy as np

MIDDLE = 0.5  # the phase where none is drawn


def counted(lengths: np.ndarray, reach: int, hop: int) -> np.ndarray:
    """How many windows pieces of some lengths have.

    >>> counted(np.array([3, 10, 11, 15, 30]), reach=10, hop=10)
    array([1, 1, 2, 2, 4])
    """
    beyond = np.maximum(lengths - reach, 0)
    least = -(-beyond // hop) + 1
    room = (least - 1) * hop - beyond
    return np.where(beyond == 0, 1, least + (room < hop // 2))


def begins(
    lengths: np.ndarray,
    counts: np.ndarray,
    which: np.ndarray,
    reach: int,
    hop: int,
    phase: np.ndarray | float = MIDDLE,
) -> np.ndarray:
    """Where windows begin.

    A piece may have become longer or shorter since its windows were counted. If it outgrew
    them, as much as that is left out between two of them, elsewhere in every epoch.

    Parameters
    ----------
    lengths, counts
        Of the piece that each window is cut from: how long it is, and how many windows it has.
    which
        Which of these the window is.
    phase
        In [0, 1), the same for all windows of a piece.

    Examples
    --------
    >>> begins(np.full(4, 30), np.full(4, 4), np.arange(4), 10, 10, phase=0.2).tolist()
    [0, 8, 18, 20]
    """
    beyond = np.maximum(lengths - reach, 0)
    last = counts - 1
    room = last * hop - beyond
    least, most = np.maximum(room - hop + 1, 0), np.minimum(room, hop - 1)
    earlier = least + np.floor(phase * (most - least + 1)).astype(np.int64)
    evenly = which * beyond // np.maximum(last, 1)
    torn = np.floor(phase * last).astype(np.int64)  # the window after which tokens are left out
    apart = np.where(which <= torn, which * hop, beyond - (last - which) * hop)
    begin = np.where(least <= most, which * hop - earlier, np.where(room < 0, apart, evenly))
    begin = np.where(which == 0, 0, np.where(which == last, beyond, begin))
    alone = np.floor(phase * (beyond + 1)).astype(np.int64)
    return np.clip(np.where(last == 0, alone, begin), 0, beyond)
