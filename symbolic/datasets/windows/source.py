"""What windows are drawn from: a row of pieces, as scores or already as tokens."""

from typing import Any, Protocol

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.tokenizers import Tokenizer


class Source(Protocol):
    """Pieces by number: a corpus, shards, a list of scores.

    One that holds tokens may also have `tokens(number, tokenizer)`, which gives them, `lengths`,
    how many each piece has, and `tokenizer`, the one that wrote them. One that knows its pieces
    has `pieces`: name, facts and identity of each, in their order.
    """

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> Score: ...


class Pieces:
    """A source, with the question answered whether it holds the tokens that are wanted.

    Attributes
    ----------
    stored
        Whether it does. Then nothing need be encoded or kept in memory.
    fingerprint
        The source's, if it has one.
    """

    def __init__(self, source: Source, tokenizer: Tokenizer):
        if isinstance(source, Score) or not hasattr(source, "__getitem__"):
            raise SymbolicError(
                f"windows are drawn from a corpus, shards or a list of scores, not {source!r:.80}"
            )
        self.source = source
        written = getattr(source, "tokenizer", tokenizer)
        self.stored = hasattr(source, "tokens") and written == tokenizer
        self._tokenizer = written if self.stored else tokenizer  # itself, so none is compared again
        self.fingerprint = str(getattr(source, "fingerprint", ""))

    def __len__(self) -> int:
        return len(self.source)

    def score(self, number: int) -> Score:
        """A piece as a score."""
        found: Any = self.source[number]
        if not isinstance(found, Score):
            raise SymbolicError(f"piece {number} of the source is no Score but {found!r:.80}")
        return found

    def tokens(self, number: int) -> np.ndarray:
        """A piece as it is stored."""
        return self.source.tokens(number, self._tokenizer)  # type: ignore[attr-defined]

    def lengths(self) -> np.ndarray | None:
        """How many tokens or windows each piece has, where the source knows without reading."""
        lengths = getattr(self.source, "lengths", None) if self.stored else None
        return None if lengths is None else np.asarray(lengths, np.int64)
