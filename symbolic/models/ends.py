"""The ends of a piece, as tokens: where it starts, where it ends, and what fills up a row."""

import numpy as np

from symbolic.tokenizers import Tokenizer


class Ends:
    """The special tokens of a tokenizer, as far as it has them.

    Attributes
    ----------
    start
        What comes before a piece: one token or none.
    end
        The token after it; -1 if there is none.
    """

    def __init__(self, tokenizer: Tokenizer):
        vocabulary = tokenizer.vocabulary
        special = {
            name: vocabulary.id(f"special {name}")
            for name in ("pad", "start", "end")
            if f"special {name}" in vocabulary
        }
        self.start = np.array([special["start"]] if "start" in special else [], np.int64)
        self.end = special.get("end", -1)
        self._never = [special[name] for name in ("pad", "start") if name in special]
        self._size = len(tokenizer)

    def banned(self, open_ended: bool) -> np.ndarray:
        """Tokens that a model may not write: the frame, and the end if a piece has none."""
        mask = np.zeros(self._size, bool)
        mask[self._never] = True
        if open_ended and self.end >= 0:
            mask[self.end] = True
        return mask
