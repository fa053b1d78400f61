"""The grammar of a performance: which tokens may follow, as the encoder would write them.

A sequence's state is a row of registers, then the pedals, then how often each pitch of each
voice sounds. Within an instant events keep their order (see `events.py`): PLACE is the lowest
place that is still open.
"""

import numpy as np

from symbolic.tokenizers.grammar import Grammar
from symbolic.tokenizers.performance.shifts import Shifts
from symbolic.tokenizers.performance.tokens import (
    FIRST_OFF,
    FIRST_ON,
    FIRST_PEDAL,
    LAST_ON,
    PITCHES,
    Tokens,
)

NOW = 0  # the step that the sequence has reached
SINCE = 1  # steps since the last event, of shifts alone
PLACE = 2
SOUNDING = 3  # how many notes
VELOCITY = 4  # the level last written, NONE before the first
VOICE = 5  # who plays, NONE before the first program
OWED = 6  # what the last token must lead to
REGISTERS = 7

NONE = -1
NOTHING, AN_EVENT, AN_EVENT_HERE, A_NOTE = range(4)  # what may be owed, stricter and stricter


class PerformanceGrammar(Grammar):
    """Admits what `PerformanceTokenizer.encode` writes.

    A pitch is released only where it sounds, a velocity or program is written only where it
    changes something and leads to a note or event, a rest is written with the longest shifts
    first and leads to an event, and all notes are released before the end. Special tokens are
    never admitted and change nothing.
    """

    def __init__(self, tokens: Tokens, shifts: Shifts, last: int):
        super().__init__(len(tokens.vocabulary))
        self._tokens, self._shifts, self._last = tokens, shifts, last
        self._voices = tokens.program.count or 1
        self._counts = REGISTERS + self._voices  # where the counts of pitches begin
        self._velocity = tokens.values(tokens.velocity)
        self._program = tokens.values(tokens.program)
        self._pedal = tokens.values(tokens.pedal)
        self._special = tokens.values(tokens.special)
        on, off = tokens.values(tokens.on), tokens.values(tokens.off)
        self._pitch = np.maximum(np.maximum(on, off), 0)
        self._sounds = (on >= 0).astype(np.int64) - (off >= 0)
        owed = {tokens.shift: AN_EVENT, tokens.program: AN_EVENT_HERE, tokens.velocity: A_NOTE}
        self._owed = np.full(self.size, NOTHING)
        for kind, debt in owed.items():
            self._owed[tokens.slice(kind)] = debt

    def start(self, batch: int) -> np.ndarray:
        """Nothing sounds, all pedals are up."""
        state = np.zeros((batch, self._counts + self._voices * PITCHES), np.int64)
        state[:, VELOCITY] = NONE
        state[:, VOICE] = NONE if self._tokens.program.count else 0
        return state

    # -- a token taken ------------------------------------------------------------------

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The state after one more token in every sequence."""
        before, state = state, state.copy()
        rows = np.arange(len(state))
        velocity, program, pedal = self._velocity[ids], self._program[ids], self._pedal[ids]
        state[:, PLACE] = self._place_after(state, ids)
        steps = self._tokens.steps[ids]
        state[:, NOW] = np.minimum(state[:, NOW] + steps, self._last)
        state[:, SINCE] = np.where(steps > 0, np.minimum(state[:, SINCE], self._last) + steps, 0)
        state[:, VELOCITY] = np.where(velocity >= 0, velocity, state[:, VELOCITY])
        state[:, VOICE] = np.where(program >= 0, program, state[:, VOICE])
        state[:, OWED] = self._owed[ids]
        voice = np.maximum(state[:, VOICE], 0)
        pedals = REGISTERS + voice
        state[rows, pedals] = np.where(pedal >= 0, pedal, state[rows, pedals])
        counts = self._counts + voice * PITCHES + self._pitch[ids]
        change = np.maximum(self._sounds[ids], -state[rows, counts])
        state[rows, counts] += change
        state[:, SOUNDING] += change
        framing = np.flatnonzero(self._special[ids] >= 0)
        state[framing] = before[framing]
        return state

    def _place_after(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        place, velocity = self._tokens.place[ids], self._velocity[ids]
        # A unison struck at once is written softest first: after a softer velocity only a
        # higher pitch may follow. A pedal moves once each way, a pitch is released repeatedly.
        softer = (state[:, PLACE] >= FIRST_ON) & (velocity < state[:, VELOCITY])
        after_velocity = state[:, PLACE] + softer
        after_event = place + (place < FIRST_OFF)
        return np.select([place >= 0, velocity >= 0], [after_event, after_velocity], 0)

    # -- what may follow ------------------------------------------------------------------

    def mask(self, state: np.ndarray) -> np.ndarray:
        """Which tokens may follow each sequence."""
        tokens = self._tokens
        mask = np.zeros((len(state), self.size), bool)
        voiced = state[:, VOICE] != NONE
        free = voiced & (state[:, OWED] < A_NOTE)
        mask[:, tokens.slice(tokens.pedal)] = free[:, None] & self._pedals_open(state)
        mask[:, tokens.slice(tokens.off)] = free[:, None] & self._offs_open(state)
        mask[:, tokens.slice(tokens.velocity)] = free[:, None] & self._velocities_open(state)
        mask[:, tokens.slice(tokens.on)] = voiced[:, None] & self._ons_open(state)
        movable = state[:, OWED, None] <= AN_EVENT
        mask[:, tokens.slice(tokens.shift)] = movable & self._shifts_open(state)
        mask[:, tokens.slice(tokens.program)] = movable & self._programs_open(state)
        at_end = np.flatnonzero(state[:, NOW] == self._last)
        if len(at_end):
            mask[at_end] = self._farewell(state[at_end])
        return mask

    def complete(self, state: np.ndarray) -> np.ndarray:
        """Whether nothing sounds and nothing is owed."""
        return (state[:, SOUNDING] == 0) & (state[:, OWED] == NOTHING)

    def _pedals_open(self, state: np.ndarray) -> np.ndarray:
        voice = np.maximum(state[:, VOICE], 0)
        is_down = state[np.arange(len(state)), REGISTERS + voice]
        movement = np.arange(2)
        return (state[:, PLACE, None] <= FIRST_PEDAL + movement) & (is_down[:, None] != movement)

    def _offs_open(self, state: np.ndarray) -> np.ndarray:
        first = self._counts + np.maximum(state[:, VOICE, None], 0) * PITCHES
        counts = np.take_along_axis(state, first + np.arange(PITCHES), axis=1)
        return (counts > 0) & (state[:, PLACE, None] <= FIRST_OFF + np.arange(PITCHES))

    def _ons_open(self, state: np.ndarray) -> np.ndarray:
        open_places = state[:, PLACE, None] <= FIRST_ON + np.arange(PITCHES)
        return open_places & (state[:, VELOCITY, None] != NONE)

    def _velocities_open(self, state: np.ndarray) -> np.ndarray:
        level = np.arange(self._tokens.velocity.count)
        before = state[:, VELOCITY, None]
        return (level > before) | ((level < before) & (state[:, PLACE, None] < LAST_ON))

    def _shifts_open(self, state: np.ndarray) -> np.ndarray:
        then = state[:, NOW, None] + self._shifts.sizes
        # Only a note's end may stand at the very last step.
        in_time = (then < self._last) | ((then == self._last) & (state[:, SOUNDING, None] > 0))
        return in_time & self._shifts.may_follow(state[:, SINCE])

    def _programs_open(self, state: np.ndarray) -> np.ndarray:
        program = np.arange(self._tokens.program.count)
        current, is_new = state[:, VOICE, None], state[:, PLACE, None] == 0
        return (program > current) | (is_new & (program < current))

    def _farewell(self, state: np.ndarray) -> np.ndarray:
        """At the last step all that sounds ends, in one order that leaves no choice."""
        mask = np.zeros((len(state), self.size), bool)
        sounding = np.flatnonzero(state[:, SOUNDING] > 0)
        lowest = (state[sounding, self._counts :] > 0).argmax(axis=1)
        voice, pitch = np.divmod(lowest, PITCHES)
        here = voice == state[sounding, VOICE]
        released = self._tokens.off.first + pitch
        mask[sounding, np.where(here, released, self._tokens.program.first + voice)] = True
        return mask
