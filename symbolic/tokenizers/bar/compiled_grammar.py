"""The compiled loops of the bar tokens' grammar, where they were built: see _grammar.h."""

import numpy as np

from symbolic.tokenizers.bar.grid import LATEST, LONGEST, TOUCHING, longest_note, resolution_of
from symbolic.tokenizers.bar.tempi import LEAST, MOST, ROUND
from symbolic.tokenizers.vocabulary import Vocabulary

try:
    from symbolic.tokenizers.bar._grammar import advance, follow, mask
except ImportError:  # installed without a compiler
    advance = follow = mask = None

IS_COMPILED = follow is not None


class CompiledGrammar:
    """What `BarGrammar` does in NumPy, by compiled loops: one row after the other."""

    def __init__(self, vocabulary: Vocabulary, positions: int, pedal: bool, chords: bool):
        resolution = resolution_of(positions)
        step = resolution // positions
        slowest = int(np.flatnonzero(LEAST <= MOST)[0])  # slower ones are nearest to nothing
        self.size = len(vocabulary)
        facts: list[int] = [self.size, resolution, step, longest_note(step), pedal, chords, slowest]
        facts += [LATEST, LONGEST, TOUCHING]
        for kind in vocabulary.kinds.values():
            facts += [kind.first, kind.count]
        rules = [np.array(facts, np.int64), LEAST, MOST, ROUND, vocabulary.kind_of]
        self.rules = np.concatenate(rules).astype(np.int64)

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The state after one more token in every sequence."""
        state = _copy(state)
        advance(self.rules, state, _in_a_row(ids))
        return state

    def mask(self, state: np.ndarray) -> np.ndarray:
        """Which tokens may follow each sequence."""
        found = np.zeros((len(state), self.size), bool)
        mask(self.rules, _in_a_row(state), found)
        return found

    def follow(self, state: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How many tokens of each row the grammar admits, and the state after those."""
        state, counts = _copy(state), np.zeros(len(ids), np.int64)
        follow(self.rules, state, _in_a_row(ids), counts)
        return counts, state


def _copy(state: np.ndarray) -> np.ndarray:
    return np.array(state, np.int64, order="C")


def _in_a_row(numbers: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(numbers, np.int64)
