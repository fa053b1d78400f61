"""Tokens as rows of notes and controls: whatever their order, the longest reading there is.

A note released that does not sound is passed over; one never released ends with the
performance; one released at once lasts a step.
"""

from typing import NamedTuple

import numpy as np

from symbolic.files.midi.notes import pair
from symbolic.score.edits.sounding import SUSTAIN
from symbolic.score.tables import CONTROL, NOTE
from symbolic.tokenizers.performance.clock import Clock
from symbolic.tokenizers.performance.tokens import PITCHES, Tokens
from symbolic.tokenizers.performance.touch import LOUDEST, Touch
from symbolic.tokenizers.vocabulary import Kind

WRAPPING = 2**22  # tokens, of the longest shift each, stay within 64 bits; floats never wrap


class Rows(NamedTuple):
    """Tables in the order of the tokens, with the voice in place of the track."""

    notes: np.ndarray
    controls: np.ndarray


class Reading:
    """Reads ids: all of them known ones.

    Attributes
    ----------
    passed
        For every id, the steps passed so far; they may run on beyond the last there is.
    voice
        For every id, who plays; None where there is one voice.
    """

    def __init__(self, ids: np.ndarray, tokens: Tokens, clock: Clock, touch: Touch):
        self._ids, self._tokens, self._clock, self._touch = ids, tokens, clock, touch
        sums = np.int64 if len(ids) < WRAPPING else np.float64
        self.passed = tokens.steps[ids].cumsum(dtype=sums)
        self.voice = self._in_force(tokens.program, 0) if tokens.program.count else None

    def rows(self) -> Rows:
        """The rows that the ids stand for."""
        return Rows(self._notes(), self._controls())

    def _notes(self) -> np.ndarray:
        ids = self._ids
        struck, released = self._where(self._tokens.on), self._where(self._tokens.off)
        released = match(self._keys(struck), struck, self._keys(released), released)
        start, end = self._steps(struck), self._steps(released)  # -1 is the last step of all
        level = self._in_force(self._tokens.velocity, self._touch.usual)[struck]
        notes = np.zeros(len(struck), NOTE)
        notes["start"] = start * self._clock.ticks
        notes["duration"] = np.maximum(end - start, 1) * self._clock.ticks
        notes["pitch"] = ids[struck] - self._tokens.on.first
        notes["velocity"] = self._touch.velocities[level]
        if self.voice is not None:
            notes["track"] = self.voice[struck]
        return notes

    def _controls(self) -> np.ndarray:
        moved = self._where(self._tokens.pedal)
        controls = np.zeros(len(moved), CONTROL)
        controls["time"] = self._steps(moved) * self._clock.ticks
        controls["number"] = SUSTAIN
        controls["value"] = (self._ids[moved] - self._tokens.pedal.first) * LOUDEST
        if self.voice is not None:
            controls["track"] = self.voice[moved]
        return controls

    def _steps(self, places: np.ndarray) -> np.ndarray:
        return np.minimum(self.passed[places], self._clock.last).astype(np.int64)

    def _keys(self, places: np.ndarray) -> np.ndarray:
        """A number for every pitch of every voice, as narrow as may be: such sort fastest."""
        pitch = self._ids[places] & (PITCHES - 1)  # of notes off as of notes on
        if self.voice is None:
            return pitch.astype(np.uint8)
        return (self.voice[places] * PITCHES + pitch).astype(np.int16)

    def _where(self, kind: Kind) -> np.ndarray:
        if kind.first == 0:
            return (self._ids < kind.count).nonzero()[0]
        return ((self._ids >= kind.first) & (self._ids < kind.first + kind.count)).nonzero()[0]

    def _in_force(self, kind: Kind, before: int) -> np.ndarray:
        """For every id, the number of the latest token of a kind; `before` where there is none."""
        at = self._where(kind)
        number = np.append(before, self._ids[at] - kind.first)
        bounds = np.concatenate([[0], at, [len(self._ids)]])
        return number.repeat(bounds[1:] - bounds[:-1])


def match(
    struck_key: np.ndarray, struck: np.ndarray, released_key: np.ndarray, released: np.ndarray
) -> np.ndarray:
    """For every note struck, where it is released: first struck, first released; else -1.

    Parameters
    ----------
    struck_key, released_key
        A number for the voice and pitch.
    struck, released
        Where the messages stand.

    Examples
    --------
    >>> key = np.array([60, 60])
    >>> match(key, np.array([0, 1]), key, np.array([2, 3]))
    array([2, 3])
    """
    ons, offs = struck_key.argsort(kind="stable"), released_key.argsort(kind="stable")
    if len(ons) == len(offs) and (struck_key[ons] == released_key[offs]).all():
        ends = np.empty_like(struck)
        ends[ons] = released[offs]
        if (ends > struck).all():  # then nothing is released that does not sound
            return ends
    places = np.concatenate([struck, released])
    order = places.argsort()
    is_on = np.arange(len(places)) < len(struck)
    _, ends = pair(np.concatenate([struck_key, released_key])[order], is_on[order])
    return np.where(ends < 0, -1, places[order][ends]) if len(ends) else ends
