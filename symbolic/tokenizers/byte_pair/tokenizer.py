"""BytePairTokenizer: another tokenizer's stream, with what often stands together made one token."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.score.checks import whole
from symbolic.tokenizers.byte_pair.grammar import BytePairGrammar
from symbolic.tokenizers.byte_pair.merging import ROOM, Merger, learn
from symbolic.tokenizers.byte_pair.pieces import Pieces
from symbolic.tokenizers.stream import known_ids
from symbolic.tokenizers.tokenizer import Tokenizer, tokenizer_from
from symbolic.tokenizers.vocabulary import Vocabulary

MERGED = "merged"


class BytePairTokenizer(Tokenizer):
    """Shortens the stream of a base tokenizer by byte-pair encoding.

    Before `fit` it writes what the base tokenizer writes.

    Parameters
    ----------
    base
        A tokenizer that writes one stream for a score.
    size
        Tokens in the vocabulary after `fit`, those of the base among them. Music with fewer
        habits gives fewer. Special tokens are never merged; where they are the base's last, they
        are the last here too, after the merged.
    merges
        What `fit` learned, as in `config`: pairs of tokens, in the order they are merged.

    Examples
    --------
    >>> from symbolic.tokenizers.performance import PerformanceTokenizer
    >>> score = Score(480, notes=[(480 * i, 480, 60 + i % 2, 80, 0) for i in range(50)])
    >>> tokenizer = BytePairTokenizer(PerformanceTokenizer(), size=405).fit([score])
    >>> len(tokenizer), len(tokenizer.base.encode(score)), len(tokenizer.encode(score))
    (405, 151, 76)
    >>> tokenizer.decode(tokenizer.encode(score))
    <Score: 1 track, 50 notes, 13 bars of 4/4 at 120 BPM, 0:25>
    """

    def __init__(self, base: Tokenizer, size: int, merges: Iterable[Sequence[int]] = ()):
        if not isinstance(base, Tokenizer) or MERGED in base.vocabulary.kinds:
            raise SymbolicError(
                f"a BytePairTokenizer takes another kind of tokenizer, not {base!r}"
            )
        self.base = base
        last = list(base.vocabulary.kinds.values())[-1:]
        self._framing = sum(kind.count for kind in last if kind.name == "special")
        self._alphabet = len(base) - self._framing
        # Sizes below that of the base were saved before it had special tokens.
        self.size = whole("size", size, self._alphabet, ROOM)
        self._take(merges)

    def _take(self, merges: Iterable[Sequence[int]]) -> None:
        self._pieces = Pieces(self._alphabet, merges)
        names = self.base.vocabulary.names
        merged = [" + ".join(names(run)) for run in self._pieces.runs[self._alphabet :]]
        kinds = {name: kind.labels for name, kind in self.base.vocabulary.kinds.items()}
        special = {"special": kinds.pop("special")} if self._framing else {}
        self.vocabulary = Vocabulary({**kinds, MERGED: merged, **special})
        self._merger = Merger(self._pieces)
        grammar = self.base.grammar
        self.grammar = BytePairGrammar(grammar, self._pieces, self._merger, self._framing)

    def fit(self, music: Iterable[Score | np.ndarray]) -> "BytePairTokenizer":
        """Learn which tokens to merge, from scores or from what the base tokenizer wrote.

        What was learned before is forgotten. Nothing is learned across a special token.
        """
        size = max(self.size - self._framing, self._alphabet)
        self._take(learn(self._streams(music), self._alphabet, size))
        return self

    def _streams(self, music: Iterable[Score | np.ndarray]) -> Iterator[np.ndarray]:
        for piece in music:
            ids = self._stream(self.base.encode(piece) if isinstance(piece, Score) else piece)
            if len(known_ids(ids, len(self.base))) < len(ids):
                raise SymbolicError(f"these ids are not all tokens of {self.base!r}")
            yield from self._between_special(ids)

    def _between_special(self, ids: np.ndarray) -> Iterator[np.ndarray]:
        """The runs of tokens that no special token parts."""
        special = self.base.vocabulary.kinds.get("special")
        is_special = np.isin(ids, special.ids if special else [])
        for run in np.split(np.arange(len(ids)), np.flatnonzero(is_special)):
            yield ids[run[~is_special[run]]]

    def _stream(self, ids: Any) -> np.ndarray:
        ids = np.asarray(ids)
        if ids.ndim != 1:
            raise SymbolicError(
                f"{type(self.base).__name__} gave {ids.ndim}-dimensional windows: byte pairs are "
                "merged in one stream of tokens, as they would leave windows of unequal length"
            )
        return ids

    @property
    def config(self) -> dict[str, Any]:
        """What `from_config` takes: the base tokenizer's config is nested."""
        return {
            "base": {"tokenizer": type(self.base).__name__, "config": self.base.config},
            "size": self.size,
            "merges": [list(merge) for merge in self._pieces.merges],
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "BytePairTokenizer":
        """The tokenizer that a `config` describes."""
        try:
            base = tokenizer_from(config["base"]["tokenizer"], config["base"]["config"])
            return cls(base, config["size"], config["merges"])
        except (KeyError, TypeError) as error:
            raise SymbolicError(f"this config does not fit {cls.__name__}: {error!r}") from error

    def encode(self, score: Score) -> np.ndarray:
        """The base tokenizer's tokens, merged."""
        return self._merger.merge(self._stream(self.base.encode(score)))

    def decode(self, ids: np.ndarray) -> Score:
        """The score that the base tokenizer makes of the merged tokens' parts."""
        return self.base.decode(self._pieces.expand(known_ids(ids, len(self._pieces))))
