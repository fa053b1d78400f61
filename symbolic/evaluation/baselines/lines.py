"""Lines of tokens end to end: what the baselines count, and what they are asked about.

The first token of a line is given and never predicted, as in the batches that models train on. A
piece is framed as there: it begins with "special start", which every piece does and which costs
nothing, and ends with "special end", which must be foretold like any other token. "special pad"
fills up rows; it is in no line.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from symbolic.datasets.windows.frame import Frame
from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.tokenizers import Tokenizer


class Lines(NamedTuple):
    """Lines one after another.

    Attributes
    ----------
    tokens
        Of all lines.
    ages
        How many tokens of its line stand before each.
    """

    tokens: np.ndarray
    ages: np.ndarray


def framed(scores: Iterable[Score], tokenizer: Tokenizer) -> Iterator[np.ndarray]:
    """Each piece as the line that models read: encoded, with its start and its end.

    A tokenizer of windows gives a line for each window, without a frame, as in training.

    Examples
    --------
    >>> from symbolic.tokenizers import BarTokenizer
    >>> tokenizer = BarTokenizer()
    >>> score = Score(480, notes=[(0, 480, 60, 80, 0)])
    >>> [line] = framed([score], tokenizer)
    >>> tokenizer.vocabulary.names(line)[0], tokenizer.vocabulary.names(line)[-1]
    ('special start', 'special end')
    """
    frame = Frame(tokenizer)
    for ids in tokenizer.encode_all(scores):
        if ids.ndim > 2 or ids.dtype.kind not in "iu":
            raise SymbolicError(f"{type(tokenizer).__name__} gives no lines of tokens")
        if ids.ndim == 2:
            yield from ids
        elif len(ids):
            yield frame.around(ids, True, True)


def lines_of(batches: Iterable[tuple[Any, Any, Any]]) -> Iterator[np.ndarray]:
    """The lines in batches (tokens, next tokens, weights): one for each row, or each segment."""
    for inputs, targets, weights in batches:
        (tokens, ages), _ = unrolled(inputs, targets, weights)
        yield from np.split(tokens, np.flatnonzero(ages == 0)[1:]) if len(tokens) else ()


def joined(lines: Iterable[Any]) -> Lines:
    """Lines, end to end."""
    arrays = [np.asarray(line) for line in lines]
    if any(array.ndim != 1 or array.dtype.kind not in "iu" for array in arrays if array.size):
        raise SymbolicError("a line is an array of whole numbers with one axis, and one is not")
    lengths = np.array([array.size for array in arrays], np.int64)
    begins = np.repeat(lengths.cumsum() - lengths, lengths)
    filled = [array for array in arrays if array.size]
    tokens = np.concatenate(filled).astype(np.int64) if filled else np.zeros(0, np.int64)
    return Lines(tokens, np.arange(len(tokens)) - begins)


def unrolled(inputs: Any, targets: Any, weights: Any = None) -> tuple[Lines, np.ndarray]:
    """The lines of a batch, and which of its places their predicted tokens stand at, in order.

    A line begins where a row does, where the segment of a packed row changes, and after a place
    that weighs nothing.
    """
    segments = None
    if isinstance(inputs, Mapping):
        inputs, segments = inputs["tokens"], inputs.get("segments")
    tokens, targets = np.asarray(inputs), np.asarray(targets)
    known = np.ones(targets.shape, bool) if weights is None else np.asarray(weights) > 0
    if not tokens.shape == targets.shape == known.shape or tokens.ndim != 2:
        raise SymbolicError(
            "tokens, next tokens and weights have one shape, (rows, width), and not "
            f"{tokens.shape}, {targets.shape} and {known.shape}"
        )
    begins = known.copy()
    goes_on = known[:, 1:] & known[:, :-1]
    if segments is not None:
        segments = np.asarray(segments)
        goes_on &= segments[:, 1:] == segments[:, :-1]
    begins[:, 1:] &= ~goes_on
    at = np.flatnonzero(begins[known])
    line = np.insert(targets[known].astype(np.int64), at, tokens[begins])
    first = at + np.arange(len(at))
    lengths = np.diff(np.append(first, len(line)))
    return Lines(line, np.arange(len(line)) - np.repeat(first, lengths)), known


def checked(lines: Lines, size: int) -> Lines:
    """The lines, if all their tokens are in a vocabulary of some size."""
    tokens = lines.tokens
    if len(tokens) and not 0 <= tokens.min() <= tokens.max() < size:
        raise SymbolicError(
            f"the tokens go from {tokens.min()} to {tokens.max()}, but those of a vocabulary of "
            f"{size:,} go from 0 to {size - 1:,}"
        )
    return lines
