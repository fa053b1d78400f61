"""The grammar of windows: what may follow within one, and that each is full before the next."""

import numpy as np

from symbolic.tokenizers.grammar import Grammar

# The registers of a state.
STEP, REST = 0, 1

# What the second register says while no rest is counted.
NOT_YET = -2  # nothing has begun in this window
SOUNDING = -1

# What a token does to it.
NOTHING, ENDS, BEGINS, STRIKES = range(4)


class WindowGrammar(Grammar):
    """Windows of so many steps, one after the other.

    Parameters
    ----------
    effects
        For every token: NOTHING; ENDS what sounds; BEGINS a note that sounds on; STRIKES, which
        is over at once.
    length
        Steps in a window.
    rest
        How many steps of rest are too many once something has begun; None allows any. A limit
        also means that something begins in every window.
    """

    def __init__(self, effects: np.ndarray, length: int, rest: int | None = None):
        super().__init__(len(effects))
        self.effects = effects
        self.length = length
        self.rest = rest

    def start(self, batch: int) -> np.ndarray:
        """No step taken."""
        return np.tile(np.array([0, NOT_YET], np.int64), (batch, 1))

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """One step further; a full window makes way for the next."""
        effect = self.effects[ids]
        rest = state[:, REST]
        rest = np.where((effect == NOTHING) & (rest >= 0), rest + 1, rest)
        rest = np.select(
            [effect == ENDS, effect == BEGINS, effect == STRIKES], [1, SOUNDING, 0], rest
        )
        step = (state[:, STEP] + 1) % self.length
        return np.stack([step, np.where(step == 0, NOT_YET, rest)], axis=1)

    def mask(self, state: np.ndarray) -> np.ndarray:
        """An end needs a note that sounds; a rest may have no room left."""
        step, rest = state[:, STEP, None], state[:, REST, None]
        allowed = np.ones((len(state), self.size), bool)
        allowed &= (self.effects != ENDS) | (rest == SOUNDING)
        if self.rest is not None:
            last = step == self.length - 1
            full = (rest + 1 >= self.rest) & (rest >= 0)
            allowed &= (self.effects != NOTHING) | ~(full | (last & (rest == NOT_YET)))
            allowed &= (self.effects != ENDS) | (self.rest > 1)
        return allowed

    def complete(self, state: np.ndarray) -> np.ndarray:
        """Between two windows."""
        return state[:, STEP] == 0
