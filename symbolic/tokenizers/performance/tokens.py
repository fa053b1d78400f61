"""The tokens of a performance: their names, and for every id what it means, as tables."""

from functools import cached_property

import numpy as np

from symbolic.tokenizers.performance.clock import Clock
from symbolic.tokenizers.performance.events import CODES, OFF, ON, PITCH
from symbolic.tokenizers.performance.shifts import Shifts
from symbolic.tokenizers.performance.touch import Touch
from symbolic.tokenizers.performance.voices import DRUMS
from symbolic.tokenizers.vocabulary import SPECIAL, Kind, Vocabulary

PITCHES = 128


class Tokens:
    """What every id of a performance means.

    Attributes
    ----------
    vocabulary
        The names.
    on, off, shift, velocity, pedal, program, special
        The kinds; `program` is empty for a performance by one instrument. Special tokens say
        nothing: they are last, so that every other id is what it was before there were any.
    """

    def __init__(self, clock: Clock, shifts: Shifts, touch: Touch, programs: bool):
        length, unit = clock.unit
        self.vocabulary = Vocabulary(
            {
                "note on": range(PITCHES),
                "note off": range(PITCHES),
                "shift": [f"{size * length} {unit}" for size in shifts.sizes.tolist()],
                "velocity": touch.velocities.tolist(),
                "pedal": ["up", "down"],
                "program": [*range(DRUMS), "drums"] if programs else [],
                "special": SPECIAL,
            }
        )
        kinds = self.vocabulary.kinds.values()
        self.on, self.off, self.shift, self.velocity, self.pedal, self.program, self.special = kinds
        self._sizes = shifts.sizes

    @cached_property
    def of_code(self) -> np.ndarray:
        """For every code of an event, the id of its token."""
        code = np.arange(CODES)
        ids = np.minimum(code, 1) + self.pedal.first
        ids[OFF:ON] = (code[OFF:ON] & (PITCHES - 1)) + self.off.first
        ids[ON:] = ((code[ON:] >> PITCH) & (PITCHES - 1)) + self.on.first
        return ids.astype(np.int32)

    @cached_property
    def steps(self) -> np.ndarray:
        """For every id, the steps it lets pass."""
        steps = np.zeros(len(self.vocabulary), np.int64)
        steps[self.slice(self.shift)] = self._sizes
        return steps

    @cached_property
    def place(self) -> np.ndarray:
        """For every id that is an event, its place among those of an instant; -1 for others."""
        place = np.full(len(self.vocabulary), -1)
        place[self.slice(self.pedal)] = FIRST_PEDAL, FIRST_PEDAL + 1
        place[self.slice(self.off)] = FIRST_OFF + np.arange(PITCHES)
        place[self.slice(self.on)] = FIRST_ON + np.arange(PITCHES)
        return place

    def values(self, kind: Kind) -> np.ndarray:
        """For every id, its number within this kind; -1 for those of other kinds."""
        values = np.full(len(self.vocabulary), -1)
        values[self.slice(kind)] = np.arange(kind.count)
        return values

    @staticmethod
    def slice(kind: Kind) -> slice:
        """Where a kind stands in a table of all ids."""
        return slice(kind.first, kind.first + kind.count)


# The places of the events of an instant, in the order of their codes.
FIRST_PEDAL, FIRST_OFF, FIRST_ON = 0, 2, 2 + PITCHES
LAST_ON = FIRST_ON + PITCHES - 1
