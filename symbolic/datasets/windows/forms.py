"""The form of a batch: rows of one width, with the targets and weights that a task needs."""

from collections.abc import Sequence

import numpy as np

from symbolic.tokenizers.windows.tokenizer import WindowTokenizer

STEP = 32  # widths are multiples of this, so that few shapes occur

Windows = Sequence[np.ndarray] | np.ndarray


def width_of(windows: Windows, widest: int, ahead: int) -> int:
    """The width of rows that hold all windows, rounded up."""
    longest = max(len(window) for window in windows) - ahead
    return min(-(-max(longest, 1) // STEP) * STEP, widest)


def filled(windows: Windows, width: int, pad: int) -> tuple[np.ndarray, np.ndarray]:
    """Windows side by side, filled up to a width on the right; and how long each is."""
    if isinstance(windows, np.ndarray):
        return windows, np.full(len(windows), windows.shape[1])
    rows = np.full((len(windows), width), pad, np.int32)
    for row, window in zip(rows, windows, strict=True):
        row[: len(window)] = window
    return rows, np.array([len(window) for window in windows])


def next_tokens(windows: Windows, width: int, pad: int) -> tuple[np.ndarray, ...]:
    """Tokens, the token after each, and 0 where there is none, else 1.

    >>> next_tokens([np.array([7, 8, 9])], 4, pad=0)
    (array([[7, 8, 9, 0]], dtype=int32), array([[8, 9, 0, 0]], dtype=int32),
     array([[1., 1., 0., 0.]], dtype=float32))
    """
    rows, lengths = filled(windows, width + 1, pad)
    known = np.arange(rows.shape[1] - 1) < lengths[:, None] - 1
    return rows[:, :-1].copy(), rows[:, 1:].copy(), known.astype(np.float32)


def after_silence(windows: np.ndarray) -> np.ndarray:
    """Windows that tokenizers cut, each with a silent step before it.

    They have no token for the start, and without one nobody learns what stands first.

    >>> after_silence(np.array([[60, 1], [62, 0]]))
    array([[ 0, 60,  1],
           [ 0, 62,  0]])
    """
    before = [(0, 0), (1, 0), *[(0, 0)] * (windows.ndim - 2)]
    return np.pad(windows, before, constant_values=WindowTokenizer.silence)


def packed_tokens(
    windows: Windows, rows: np.ndarray, count: int, width: int, pad: int
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Several windows in a row: no token is the target of one in another window.

    Parameters
    ----------
    rows
        The row of each window, ascending.

    Returns
    -------
    inputs, targets, weights
        `inputs["segments"]` numbers the windows of a row from 1, and is 0 where nothing is: a
        model must begin anew where it changes.
    """
    tokens, after = np.full((2, count, width), pad, np.int32)
    segments = np.zeros((count, width), np.int32)
    places, numbers = np.zeros((2, count), np.int64)
    for row, window in zip(rows.tolist(), windows, strict=True):
        begin = places[row]
        end = min(begin + max(len(window) - 1, 0), width)
        numbers[row] += 1
        tokens[row, begin:end] = window[: end - begin]
        after[row, begin:end] = window[1 : end - begin + 1]
        segments[row, begin:end] = numbers[row]
        places[row] = end
    weights = (segments > 0).astype(np.float32)
    return {"tokens": tokens, "segments": segments}, after, weights
