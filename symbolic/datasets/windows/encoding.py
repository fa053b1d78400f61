"""Tokens of scores, moved in pitch and time."""

import numpy as np

from symbolic.datasets.windows.augmentation import stretched
from symbolic.datasets.windows.frame import Frame
from symbolic.datasets.windows.relabelling import relabelling
from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.tokenizers import Tokenizer


class Encoding:
    """A tokenizer whose tokens are lines, as windows need it.

    Attributes
    ----------
    frame
        The special tokens of the vocabulary.
    relabelling
        How its tokens are transposed; None if a score must be transposed and encoded anew.
    """

    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer = tokenizer
        self.frame = Frame(tokenizer)
        self.relabelling = relabelling(tokenizer)
        self.dtype = np.min_scalar_type(max(len(tokenizer) - 1, 0))

    def line(self, score: Score) -> np.ndarray:
        """The tokens of a score, in the smallest type that holds the vocabulary."""
        ids = self.tokenizer.encode(score)
        if ids.ndim != 1:
            raise SymbolicError(
                f"{type(self.tokenizer).__name__} gives arrays of {ids.ndim} dimensions, not a "
                "line of tokens: windows can be cut from lines only"
            )
        return ids.astype(self.dtype)

    def moved(self, score: Score, semitones: int, factor: float) -> np.ndarray:
        """The tokens of a score that is transposed and stretched."""
        score = stretched(score, factor)
        if semitones == 0:
            return self.line(score)
        if self.relabelling is not None:
            ids = self.line(score)
            if self.relabelling.is_safe(ids):
                return self.relabelling.table(semitones)[ids]
        return self.line(score.transpose(semitones))
