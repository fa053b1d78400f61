"""Arguments checked: what a user passes is a number of the right kind, or one sentence says no."""

import math
import operator
from typing import Any

from symbolic.errors import SymbolicError


def whole(name: str, value: Any, low: int | None = None, high: int | None = None) -> int:
    """The value as an int, if it is a whole number from `low` to `high`.

    >>> whole("steps", 4)
    4
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        raise SymbolicError(f"{name} {value!r:.80} is not a whole number")
    if low is not None and high is not None and not low <= number <= high:
        raise SymbolicError(f"{name} {number} is not {low} to {high}")
    return number


def real(name: str, value: Any) -> float:
    """The value as a float, if it is a finite number.

    >>> real("swing", 1)
    1.0
    """
    try:
        number = math.nan if isinstance(value, bool | str | bytes) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise SymbolicError(f"{name} {value!r:.80} is not a number")
    return number


def text(name: str, value: Any) -> str:
    """The value, if it is a string.

    >>> text("title", "Sketch")
    'Sketch'
    """
    if not isinstance(value, str):
        raise SymbolicError(f"{name} {value!r:.80} is not a string")
    return value
