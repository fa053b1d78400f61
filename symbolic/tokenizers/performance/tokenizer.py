"""PerformanceTokenizer: a performance as notes on and off, time shifts, velocities and pedal."""

from typing import Any

import numpy as np

from symbolic.score import Score
from symbolic.score.checks import whole
from symbolic.tokenizers.performance.clock import Clock, MillisecondClock, TickClock
from symbolic.tokenizers.performance.compiled import IS_COMPILED, Line
from symbolic.tokenizers.performance.decoding import score_of
from symbolic.tokenizers.performance.encoding import spell
from symbolic.tokenizers.performance.events import events_of
from symbolic.tokenizers.performance.grammar import PerformanceGrammar
from symbolic.tokenizers.performance.reading import Reading
from symbolic.tokenizers.performance.shifts import Shifts
from symbolic.tokenizers.performance.tokens import Tokens
from symbolic.tokenizers.performance.touch import LOUDEST, Touch
from symbolic.tokenizers.stream import known_ids
from symbolic.tokenizers.tokenizer import Tokenizer


class PerformanceTokenizer(Tokenizer):
    """What a player does, event by event: strikes and releases notes, waits, moves the pedal.

    By default everything is played on one piano: pitched tracks are laid together, whatever
    their programs, and drums are left out. Tempo changes become plain time, and the score that
    comes back stands at 120 quarters a minute.

    Parameters
    ----------
    step
        Milliseconds in a step of time; moments are rounded to the nearest. None counts ticks
        instead, and keeps the timing of a score of the same resolution exactly.
    velocities
        How many levels of loudness are told apart; 127 keeps every velocity.
    programs
        Whether to keep who plays: every program, and the drums, is a voice with its own pedal.
        Tracks of one program are laid together.
    resolution
        Ticks in a quarter, where ticks are counted.

    Notes
    -----
    Among the notes of one pitch and voice the first struck is the first released. A note lasts
    one step at least. Other controls than the pedal, bends, meters, keys and texts are not told.

    Examples
    --------
    >>> tokenizer = PerformanceTokenizer()
    >>> ids = tokenizer.encode(Score(480, notes=[(0, 480, 60, 80, 0), (0, 480, 64, 80, 0)]))
    >>> tokenizer.vocabulary.names(ids)[:3]
    ['velocity 78', 'note on 60', 'note on 64']
    >>> tokenizer.vocabulary.names(ids)[3:]
    ['shift 500 ms', 'note off 60', 'note off 64']
    >>> tokenizer.decode(ids)
    <Score: 1 track, 2 notes, 1 bar of 4/4 at 120 BPM, 0:00>
    """

    def __init__(
        self,
        step: int | None = 10,
        velocities: int = 32,
        programs: bool = False,
        resolution: int = 480,
    ):
        self.step = step if step is None else whole("step", step, 1, 1000)
        self.velocities = whole("velocities", velocities, 1, LOUDEST)
        self.programs = bool(programs)
        self.resolution = whole("resolution", resolution, 1, 32767)
        self._clock: Clock
        if self.step is None:
            self._clock = TickClock(self.resolution)
        else:
            self._clock = MillisecondClock(self.step)
        self._shifts = Shifts(self._clock.span, self._clock.last)
        self._touch = Touch(self.velocities)
        self._tokens = Tokens(self._clock, self._shifts, self._touch, self.programs)
        self._line = None
        if IS_COMPILED:
            self._line = Line(self._tokens, self._shifts, self._clock, self._touch)
        self.vocabulary = self._tokens.vocabulary
        self.grammar = PerformanceGrammar(self._tokens, self._shifts, self._clock.last)

    @property
    def config(self) -> dict[str, Any]:
        """What the constructor takes."""
        return {
            "step": self.step,
            "velocities": self.velocities,
            "programs": self.programs,
            "resolution": self.resolution,
        }

    def encode(self, score: Score) -> np.ndarray:
        """The tokens of a score, in the order of time."""
        events = events_of(score, self._clock, self._touch, self.programs)
        if self._line is not None:
            return self._line.spell(events)
        return spell(events, self._tokens, self._shifts)

    def decode(self, ids: np.ndarray) -> Score:
        """The score that tokens stand for.

        A release of what does not sound is passed over, as are special tokens, and a note without
        one ends with the performance. Notes before any velocity are of middle loudness.
        """
        ids = known_ids(ids, len(self.vocabulary))
        if self._line is not None:
            rows = self._line.read(ids)
        else:
            rows = Reading(ids, self._tokens, self._clock, self._touch).rows()
        return score_of(rows, self._clock.resolution, self.programs)
