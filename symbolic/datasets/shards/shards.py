"""Shards: pieces as tokens on the disk, of any number, read as they are asked for."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.datasets.shards.manifest import Manifest
from symbolic.datasets.shards.opened import Opened
from symbolic.datasets.shards.prepared import Prepared
from symbolic.score import Score
from symbolic.tokenizers.tokenizer import Tokenizer, tokenizer_from

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows


class Shards(Prepared):
    """A folder of tokens that `symbolic prepare` made, or some of its pieces.

    `shards.tokens(3)` are the tokens of a piece, `shards[3]` is its score; a slice, a list of
    numbers or a mask gives shards of those pieces. Tokens are mapped into memory, so opening
    takes no time and no room, whatever the number.

    Parameters
    ----------
    path
        The folder.

    Attributes
    ----------
    tokenizer
        The one that wrote the tokens.
    fingerprint
        A hash of all that is in the folder.
    """

    kind = "shards"
    tokenizer: Tokenizer

    def _take(self, manifest: Manifest, chosen: np.ndarray | None) -> None:
        super()._take(manifest, chosen)
        known = manifest.tokenizer or {}
        self.tokenizer = tokenizer_from(known.get("tokenizer", ""), known.get("config", {}))

    def tokens(self, number: int, tokenizer: Tokenizer | None = None) -> np.ndarray:
        """The tokens of a piece as they are stored: of 16 bits where the vocabulary allows.

        Parameters
        ----------
        tokenizer
            If it is not the one that wrote the shards, the piece is decoded and encoded anew.
        """
        stored = tokenizer is None or tokenizer is self.tokenizer or tokenizer == self.tokenizer
        if not stored:
            return tokenizer.encode(self[number])  # type: ignore[union-attr]
        return self._opened[self._number(number)]

    def _score(self, number: int) -> Score:
        return self.tokenizer.decode(self.tokens(number))

    @property
    def lengths(self) -> np.ndarray:
        """How many tokens, or windows, each piece has."""
        lengths = self._opened.lengths
        return lengths if self._chosen is None else lengths[self._chosen]

    def windows(self, tokenizer: Tokenizer | None = None, *args: Any, **options: Any) -> "Windows":
        """Batches for training. See `symbolic.datasets.Windows`."""
        from symbolic.datasets.windows import Windows

        return Windows(self, tokenizer or self.tokenizer, *args, **options)

    @cached_property
    def _opened(self) -> Opened:
        shards = [shard for shards in self._manifest.splits.values() for shard in shards]
        return Opened(self.path, shards, self._manifest.rows)

    def __repr__(self) -> str:
        unit = "windows" if self._manifest.rows.shape else "tokens"
        kind = type(self.tokenizer).__name__
        return f"{super().__repr__()[:-1]}, {int(self.lengths.sum()):,} {unit} of {kind}>"
