"""Numbers as they come, from a model or from anywhere, made into whole windows."""

import math
from typing import Any

import numpy as np

from symbolic.errors import SymbolicError


def known_steps(ids: Any, sizes: list[int]) -> np.ndarray:
    """Whole numbers as steps of so many tokens: (..., steps, tokens); 0 where there is no token.

    Parameters
    ----------
    sizes
        How many tokens there are at each place of a step.

    Examples
    --------
    >>> known_steps([3, -1, 2**70, 5], [4]).ravel()
    array([3, 0, 0, 0])
    """
    numbers = _whole_numbers(ids)
    wide = len(sizes)
    if wide == 1:
        numbers = numbers[..., None]
    elif numbers.ndim < 2 or numbers.shape[-1] != wide:
        flat = numbers.reshape(-1)
        numbers = np.append(flat, np.zeros(-len(flat) % wide, np.int64)).reshape(-1, wide)
    return np.where((numbers >= 0) & (numbers < sizes), numbers, 0)


def in_windows(steps: np.ndarray, length: int) -> np.ndarray:
    """Steps in windows: (windows, length, ...). Every row is filled up with zeros.

    >>> in_windows(np.array([[1], [2], [3]]), 2)[..., 0]
    array([[1, 2], [3, 0]])
    """
    *outer, count, wide = steps.shape
    rows = steps.reshape(math.prod(outer), count, wide)
    filled = np.pad(rows, [(0, 0), (0, -count % length), (0, 0)])
    return filled.reshape(filled.shape[0] * filled.shape[1] // length, length, wide)


def _whole_numbers(ids: Any) -> np.ndarray:
    """An int64 array of at least one dimension; what does not fit in becomes -1, a float its floor."""
    try:
        numbers = np.atleast_1d(np.asarray(ids))
    except (ValueError, OverflowError) as error:
        raise SymbolicError(f"these are no rows of tokens: {ids!r:.80}") from error
    if numbers.dtype.kind == "O":  # numbers too wide for any array
        numbers = np.array([i if isinstance(i, int) else -1 for i in numbers.flat], object).reshape(
            numbers.shape
        )
        numbers = np.where((numbers >= 0) & (numbers < 2**31), numbers, -1)
    elif numbers.size and numbers.dtype.kind not in "biuf":
        raise SymbolicError(f"tokens are whole numbers, not {ids!r:.80}")
    else:
        with np.errstate(invalid="ignore"):
            numbers = np.where((numbers >= 0) & (numbers < 2**31), numbers, -1)
    return numbers.astype(np.int64)
