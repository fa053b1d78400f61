"""The grammar: which tokens may follow, as tables that a model's loop can look up.

A sequence is in one state after every token. A state is a row of small numbers, so that many
sequences advance together; nothing in it depends on Python objects, so the same steps can be
taken inside a compiled loop.
"""

from abc import ABC, abstractmethod

import numpy as np


class Grammar(ABC):
    """Says for any beginning of a sequence which tokens may come next.

    It admits exactly what the tokenizer's `encode` can write.
    """

    def __init__(self, size: int):
        self.size = size  # of the vocabulary

    @abstractmethod
    def start(self, batch: int) -> np.ndarray:
        """The state of that many empty sequences: (batch, registers)."""

    @abstractmethod
    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The state after one more token in every sequence."""

    @abstractmethod
    def mask(self, state: np.ndarray) -> np.ndarray:
        """Which tokens may follow each sequence: booleans, (batch, vocabulary)."""

    @abstractmethod
    def complete(self, state: np.ndarray) -> np.ndarray:
        """Whether each sequence may end here: booleans, (batch,)."""

    def bars(self, state: np.ndarray) -> np.ndarray | None:
        """How many bars each sequence has begun; None where the tokens do not count them."""
        return None

    def allowed(self, ids) -> np.ndarray:
        """Which tokens may follow these: (vocabulary,), or (batch, vocabulary) for a batch."""
        ids = np.asarray(ids, np.int64)
        state = self._after(np.atleast_2d(ids))
        return self.mask(state)[0] if ids.ndim < 2 else self.mask(state)

    def admits(self, ids) -> bool:
        """Whether a whole sequence keeps to the grammar and may end where it does."""
        ids = np.asarray(ids, np.int64).reshape(1, -1)
        counts, state = self.follow(self.start(1), ids)
        return bool(counts[0] == ids.size and self.complete(state)[0])

    def follow(self, state: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Take tokens for as long as they may follow.

        Parameters
        ----------
        state
            Of each sequence: (batch, registers).
        ids
            What would come next in each: (batch, length). Numbers beyond the vocabulary may
            never follow.

        Returns
        -------
        How many tokens of each row may follow, and the state after those.

        Examples
        --------
        >>> from symbolic.tokenizers import BarTokenizer
        >>> tok = BarTokenizer()
        >>> ids = [tok.vocabulary.id(name) for name in ("bar", "position 0", "velocity 82")]
        >>> counts, state = tok.grammar.follow(tok.grammar.start(1), [ids])
        >>> counts
        array([2])
        """
        ids = np.asarray(ids, np.int64)
        state, counts = state.copy(), np.zeros(len(ids), np.int64)
        rows = np.arange(len(ids))  # that have not stopped
        for column in ids.T:
            rows = rows[(column[rows] >= 0) & (column[rows] < self.size)]
            if rows.size:
                rows = rows[self.mask(state[rows])[np.arange(rows.size), column[rows]]]
            if not rows.size:
                break
            state[rows] = self.advance(state[rows], column[rows])
            counts[rows] += 1
        return counts, state

    def _after(self, ids: np.ndarray) -> np.ndarray:
        state = self.start(len(ids))
        for column in ids.T:
            state = self.advance(state, column)
        return state


class AnyOrder(Grammar):
    """A grammar in which every token may always follow."""

    def start(self, batch: int) -> np.ndarray:
        """No state is needed."""
        return np.zeros((batch, 1), np.int64)

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """Nothing changes."""
        return state

    def mask(self, state: np.ndarray) -> np.ndarray:
        """Everything may follow."""
        return np.ones((len(state), self.size), bool)

    def complete(self, state: np.ndarray) -> np.ndarray:
        """Every sequence may end."""
        return np.ones(len(state), bool)
