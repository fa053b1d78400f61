"""The compiled loops of the performance tokens, where they were built: see _line.c."""

import numpy as np

from symbolic.score.tables import CONTROL, NOTE
from symbolic.tokenizers.performance.clock import Clock
from symbolic.tokenizers.performance.reading import Rows
from symbolic.tokenizers.performance.shifts import Shifts
from symbolic.tokenizers.performance.tokens import Tokens
from symbolic.tokenizers.performance.touch import Touch

try:
    from symbolic.tokenizers.performance._line import read, spell
except ImportError:  # installed without a compiler
    read = spell = None

IS_COMPILED = spell is not None


class Line:
    """The compiled loops for one vocabulary."""

    def __init__(self, tokens: Tokens, shifts: Shifts, clock: Clock, touch: Touch):
        kinds = tokens.vocabulary.kinds.values()
        self._kinds = np.array([(kind.first, kind.count) for kind in kinds], np.int64)
        self._span, self._powers = shifts.span, shifts.powers[::-1].copy()
        self._reading = shifts.sizes, touch.velocities, clock.ticks, clock.last, touch.usual

    def spell(self, events: np.ndarray) -> np.ndarray:
        """The ids of events in order."""
        return np.frombuffer(spell(events, self._kinds, self._powers, self._span), np.int32)

    def read(self, ids: np.ndarray) -> Rows:
        """The rows that ids stand for."""
        notes, controls = read(ids, self._kinds, *self._reading)
        return Rows(np.frombuffer(notes, NOTE), np.frombuffer(controls, CONTROL))
