"""Ids as they come, from anywhere, as one stream of known tokens."""

from typing import Any

import numpy as np

from symbolic.errors import SymbolicError


def known_ids(ids: Any, size: int) -> np.ndarray:
    """The ids, in one row; numbers that are no token of the vocabulary are left out.

    Examples
    --------
    >>> known_ids([3, -1, 12, 2**70, 0], size=10)
    array([3, 0])
    """
    stream = ids if isinstance(ids, np.ndarray) else _row(ids)
    if stream.dtype.kind not in "iu":
        stream = _whole_numbers(_row(ids, object), size)
    stream = np.ascontiguousarray(stream.reshape(-1), np.int64)  # what is wider wraps below 0
    unsigned = stream.view(np.uint64)  # in which what is below 0 is very large
    return stream[unsigned < size] if unsigned.max(initial=0) >= size else stream


def _row(ids: Any, dtype: Any = None) -> np.ndarray:
    try:
        return np.asarray(ids, dtype).reshape(-1)
    except ValueError as error:
        raise SymbolicError(f"tokens are one row of whole numbers, not {ids!r:.80}") from error


def _whole_numbers(ids: np.ndarray, size: int) -> np.ndarray:
    """Those of Python's numbers that are tokens: some are too wide for any array."""
    for token in ids:
        if isinstance(token, bool) or not isinstance(token, int | np.integer):
            raise SymbolicError(f"tokens are whole numbers, not {token!r:.80}")
    return np.array([token for token in ids if 0 <= token < size], np.int64)
