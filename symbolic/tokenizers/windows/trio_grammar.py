"""The grammar of trios: melody, bass and drums take turns, and each keeps to its own rules."""

import numpy as np

from symbolic.tokenizers.grammar import Grammar
from symbolic.tokenizers.windows.grammar import NOT_YET, SOUNDING
from symbolic.tokenizers.windows.hits import HITS
from symbolic.tokenizers.windows.line import FIRST_PITCH, LINE, NOTE_OFF

SIZES = [len(LINE), len(LINE), len(HITS)]
FIRST = np.append(0, np.cumsum(SIZES))  # the first token of each part, and the end
PARTS = len(SIZES)
OWNER = np.repeat(np.arange(PARTS), SIZES)  # the part of each token
LINES = 2  # the first two parts are lines
TURN = 0  # the register before those that say whether a line sounds


class TrioGrammar(Grammar):
    """Windows as one row, three tokens a step: see `TrioTokenizer.flatten`."""

    def __init__(self, length: int):
        super().__init__(int(FIRST[-1]))
        self.turns = length * PARTS

    def start(self, batch: int) -> np.ndarray:
        """The melody begins."""
        return np.tile(np.array([0, NOT_YET, NOT_YET], np.int64), (batch, 1))

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The next part's turn; a full window makes way for the next."""
        ids = np.asarray(ids)
        after = state.copy()
        for line in range(LINES):
            token = ids - FIRST[line]
            mine = state[:, TURN] % PARTS == line
            after[mine & (token == NOTE_OFF), 1 + line] = NOT_YET
            after[mine & (token >= FIRST_PITCH), 1 + line] = SOUNDING
        after[:, TURN] = (state[:, TURN] + 1) % self.turns
        after[after[:, TURN] == 0, 1:] = NOT_YET
        return after

    def mask(self, state: np.ndarray) -> np.ndarray:
        """The tokens of the part whose turn it is; an end needs a note that sounds."""
        allowed = (state[:, TURN] % PARTS)[:, None] == OWNER
        for line in range(LINES):
            allowed[:, FIRST[line] + NOTE_OFF] &= state[:, 1 + line] == SOUNDING
        return allowed

    def complete(self, state: np.ndarray) -> np.ndarray:
        """Between two windows."""
        return state[:, TURN] == 0
