"""Windows of steps, as the tokenizers of windows make them: checked, and each step as one number.

Two windows are alike at a step where they have the same number there: the token of a melody or of
drums; the three tokens of a trio together; which drums a groove strikes, however hard and early.
"""

from typing import Any, NamedTuple

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.windows.groove import COLUMNS, HIT
from symbolic.tokenizers.windows.hits import BITS, HITS
from symbolic.tokenizers.windows.line import LINE
from symbolic.tokenizers.windows.trio_grammar import FIRST

STRUCK = 0.5  # a hit of a groove above it is one


class Kind(NamedTuple):
    """What the windows of a tokenizer are made of.

    Attributes
    ----------
    tokenizer
        The name of its class.
    sizes
        How many tokens there are at each place of a step; none where a step is 27 numbers.
    """

    tokenizer: str
    sizes: tuple[int, ...]


KINDS = {
    "melody": Kind("MelodyTokenizer", (len(LINE),)),
    "drums": Kind("DrumTokenizer", (len(HITS),)),
    "trio": Kind("TrioTokenizer", (len(LINE), len(LINE), len(HITS))),
    "groove": Kind("GrooveTokenizer", ()),
}


def kind_of(tokenizer: Tokenizer) -> str:
    """Which of `KINDS` the windows of a tokenizer are.

    >>> from symbolic.tokenizers import TrioTokenizer
    >>> kind_of(TrioTokenizer())
    'trio'
    """
    classes = {base.__name__ for base in type(tokenizer).__mro__}
    for name, kind in KINDS.items():
        if kind.tokenizer in classes:
            return name
    raise SymbolicError(f"{type(tokenizer).__name__} gives no windows that are measured here")


def checked(windows: Any, kind: str = "melody", axes: int = 2) -> np.ndarray:
    """Windows as an array of the kind, with so many axes as far as that of the steps.

    >>> checked([[41, 0, 1, 0]]).shape
    (1, 4)
    """
    if kind not in KINDS:
        raise SymbolicError(f"there are no windows of {kind!r:.80}: there are {', '.join(KINDS)}")
    sizes = KINDS[kind].sizes
    step = () if len(sizes) == 1 else (len(sizes) or len(COLUMNS),)
    array = np.asarray(windows)
    if array.ndim != axes + len(step) or array.shape[axes:] != step:
        wanted = "(paths, points, steps" if axes == 3 else "(windows, steps"
        raise SymbolicError(
            f"windows of {kind} have the shape {wanted}{''.join(f', {n}' for n in step)}), "
            f"not {array.shape}"
        )
    if not sizes:
        if array.size and not (array.dtype.kind in "biuf" and np.isfinite(array).all()):
            raise SymbolicError("windows of a groove are finite numbers, and some are not")
        return array
    if array.size and array.dtype.kind not in "iu":
        raise SymbolicError(f"windows of {kind} are whole numbers, not {array.dtype}")
    if array.size and not _within(array, sizes):
        most = " and ".join(str(size - 1) for size in dict.fromkeys(sizes))
        raise SymbolicError(f"tokens of {kind} go from 0 to {most}, and some do not")
    return array


def _within(array: np.ndarray, sizes: tuple[int, ...]) -> bool:
    """Whether all tokens are some; told without another array as large."""
    places = array.reshape(-1, len(sizes))
    return bool((places.min(axis=0) >= 0).all() and (places.max(axis=0) < sizes).all())


def struck(windows: np.ndarray) -> np.ndarray:
    """Which drums a groove strikes, as the tokens of DrumTokenizer."""
    return (windows[..., HIT] > STRUCK) @ BITS


def numbered(windows: Any, kind: str = "melody", axes: int = 2) -> np.ndarray:
    """Each step as one number, in the narrowest type.

    >>> numbered([[[41, 17, 0], [0, 0, 1]]], "trio")
    array([[1897984,       1]], dtype=uint32)
    """
    array = checked(windows, kind, axes)
    sizes = KINDS[kind].sizes
    if not sizes:
        array, sizes = struck(array), KINDS["drums"].sizes
    elif len(sizes) > 1:
        array = np.ravel_multi_index(tuple(np.moveaxis(array, -1, 0)), sizes)
    return array.astype(np.min_scalar_type(int(np.prod(sizes)) - 1))


def in_one_row(windows: Any, kind: str = "melody") -> tuple[np.ndarray, int]:
    """Windows as lines of tokens, and the size of their vocabulary; a trio's tokens take turns."""
    array = checked(windows, kind)
    sizes = KINDS[kind].sizes
    if not sizes:
        return struck(array), len(HITS)
    if len(sizes) == 1:
        return array, sizes[0]
    return (array + FIRST[:-1]).reshape(len(array), -1), int(FIRST[-1])
