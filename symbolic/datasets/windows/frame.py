"""The frame of a piece: the tokens for its start and its end, and what fills up a row."""

import numpy as np

from symbolic.tokenizers import Tokenizer


class Frame:
    """The special tokens that a vocabulary has; a tokenizer does not write them itself.

    Attributes
    ----------
    pad
        What fills up rows: "special pad", or 0 where the vocabulary has none.
    length
        How many tokens the frame adds to a piece.

    Examples
    --------
    >>> from symbolic.tokenizers import BarTokenizer
    >>> frame = Frame(BarTokenizer())
    >>> frame.cut(np.array([10, 11, 12]), 0, 3), frame.cut(np.array([10, 11, 12]), 3, 3)
    (array([ 1, 10, 11]), array([12,  2]))
    """

    def __init__(self, tokenizer: Tokenizer):
        vocabulary = tokenizer.vocabulary
        self.pad = vocabulary.id("special pad") if "special pad" in vocabulary else 0
        self._start, self._end = (
            np.array([vocabulary.id(name)] if name in vocabulary else [], np.int32)
            for name in ("special start", "special end")
        )
        self.length = len(self._start) + len(self._end)

    def cut(self, ids: np.ndarray, begin: int, reach: int) -> np.ndarray:
        """A part of a framed piece."""
        first = begin - len(self._start)
        last = first + reach
        starts, ends = first < 0, last > len(ids)
        body = ids[0 if starts else first : last]
        return self.around(body, starts, ends) if self.length and (starts or ends) else body

    def around(self, body: np.ndarray, starts: bool, ends: bool) -> np.ndarray:
        """Tokens with their start and end, as far as they hold them."""
        return np.concatenate([self._start[: int(starts)], body, self._end[: int(ends)]])
