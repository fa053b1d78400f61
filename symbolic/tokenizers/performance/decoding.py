"""Tokens as a score: whatever their order, with the longest reading that makes sense.

A note released that does not sound is passed over; one never released ends with the
performance; one released at once lasts a step.
"""

import numpy as np

from symbolic.files.midi.notes import pair
from symbolic.score import Score
from symbolic.score.edits.sounding import SUSTAIN
from symbolic.score.tables import CONTROL, NOTE, TEMPO, sealed
from symbolic.score.timeline import DEFAULT_MICROSECONDS
from symbolic.tokenizers.performance.clock import Clock
from symbolic.tokenizers.performance.tokens import PITCHES, Tokens
from symbolic.tokenizers.performance.touch import LOUDEST, Touch
from symbolic.tokenizers.performance.voices import track_of
from symbolic.tokenizers.vocabulary import Kind

TEMPOS = sealed(np.array([(0, DEFAULT_MICROSECONDS)], TEMPO))
WRAPPING = 2**22  # tokens, of the longest shift each, stay within 64 bits; floats never wrap


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

    def score(self) -> Score:
        """The score that the ids stand for."""
        notes, struck = self._notes()
        controls, moved = self._controls()
        if self.voice is None:
            tracks = [track_of(0)]
        else:
            played = np.append(self.voice[struck], self.voice[moved])
            present = np.bincount(played).nonzero()[0]
            tracks = [track_of(voice) for voice in present.tolist()]
            notes = self._by_track(notes, struck, present)
            controls = self._by_track(controls, moved, present)
        tables = {"notes": sealed(notes), "controls": sealed(controls), "tempos": TEMPOS}
        return Score.from_tables(self._clock.resolution, tracks, tables)

    def _notes(self) -> tuple[np.ndarray, np.ndarray]:
        """The table of notes, and where each is struck."""
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
        return notes, struck

    def _controls(self) -> tuple[np.ndarray, np.ndarray]:
        """The table of pedal movements, and where each stands."""
        moved = self._where(self._tokens.pedal)
        controls = np.zeros(len(moved), CONTROL)
        controls["time"] = self._steps(moved) * self._clock.ticks
        controls["number"] = SUSTAIN
        controls["value"] = (self._ids[moved] - self._tokens.pedal.first) * LOUDEST
        return controls, moved

    def _steps(self, places: np.ndarray) -> np.ndarray:
        return np.minimum(self.passed[places], self._clock.last).astype(np.int64)

    def _keys(self, places: np.ndarray) -> np.ndarray:
        """A number for every pitch of every voice, as narrow as may be: such sort fastest."""
        pitch = self._ids[places] & (PITCHES - 1)  # of notes off as of notes on
        if self.voice is None:
            return pitch.astype(np.uint8)
        return (self.voice[places] * PITCHES + pitch).astype(np.int16)

    def _by_track(self, rows: np.ndarray, places: np.ndarray, present: np.ndarray) -> np.ndarray:
        rows["track"] = present.searchsorted(self.voice[places])  # type: ignore[index]
        return rows[rows["track"].argsort(kind="stable")]

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
