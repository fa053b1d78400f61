"""Joining: windows that overlap become one row of bars again."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from symbolic.tokenizers.windows.shape import Shape


def joined(windows: np.ndarray, begins: np.ndarray, shape: "Shape") -> np.ndarray:
    """Windows as one row of steps, each bar from the window in whose middle it is best.

    Parameters
    ----------
    windows
        (windows, steps, ...).
    begins
        The bar in which each begins, from the first on.

    Examples
    --------
    >>> from symbolic.tokenizers.windows.shape import Shape
    >>> two = np.repeat([[1], [2]], 4, axis=1)
    >>> joined(two, np.array([0, 2]), Shape(4, 2, (1, 4), 1)).tolist()
    [1, 1, 1, 2, 2, 2]
    """
    bars, steps = shape.bars, shape.bar
    begins = np.asarray(begins) - begins[0]
    count = int(begins[-1]) + bars
    # How far a bar is from the ends of a window; the outermost bars of all have but one window.
    inside = np.minimum(np.arange(bars), np.arange(bars)[::-1])
    best = np.full(count, -1)
    found = np.zeros((count, steps, *windows.shape[2:]), windows.dtype)
    for begin, window in zip(begins.tolist(), windows, strict=True):
        here = np.arange(begin, begin + bars)
        better = inside > best[here]
        best[here[better]] = inside[better]
        found[here[better]] = window.reshape(bars, steps, *windows.shape[2:])[better]
    return found.reshape(count * steps, *windows.shape[2:])


def in_windows(row: np.ndarray, length: int, silence: int = 0) -> np.ndarray:
    """A row of steps as windows side by side, the last filled up with silence."""
    more = [(0, -len(row) % length), *[(0, 0)] * (row.ndim - 1)]
    return np.pad(row, more, constant_values=silence).reshape(-1, length, *row.shape[1:])
