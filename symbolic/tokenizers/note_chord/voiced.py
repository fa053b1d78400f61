"""The form without loss: notes and chords in their true voicing, with duration and step."""

from collections import Counter

import numpy as np

from symbolic.score import Score
from symbolic.tokenizers.note_chord.form import Form
from symbolic.tokenizers.note_chord.grid import Grid
from symbolic.tokenizers.note_chord.groups import Groups, groups
from symbolic.tokenizers.note_chord.lengths import Lengths
from symbolic.tokenizers.note_chord.names import PITCHES, voicing, voicing_name
from symbolic.tokenizers.note_chord.rules import VoicedGrammar
from symbolic.tokenizers.note_chord.tally import tally
from symbolic.tokenizers.note_chord.voicings import NONE, Voicings
from symbolic.tokenizers.vocabulary import Vocabulary


class VoicedForm(Form):
    """The stream: step to an onset, then of each group there its chord or notes, and duration.

    The kinds stand in an order in which fitting changes no ids but those of chords.
    """

    def __init__(self, grid: Grid, chords: tuple[str, ...]):
        self.grid = grid
        voicings = list(dict.fromkeys(voicing(name) for name in chords))
        self.chords = tuple(voicing_name(chord) for chord in voicings)
        self.voicings = Voicings(voicings)
        self.lengths = Lengths(grid)
        values = self.lengths.values.tolist()
        self.vocabulary = Vocabulary(
            {"note": PITCHES, "duration": values, "step": values, "chord": self.chords}
        )
        self.grammar = VoicedGrammar(grid, self.lengths, self.voicings, self.vocabulary)
        self._tables(voicings)

    def _tables(self, voicings: list[tuple[int, ...]]) -> None:
        """What each token tells: a length, or the pitches that lie somewhere in one long row."""
        kinds = self.vocabulary.kinds
        self._duration, self._step, self._size = np.zeros((3, len(self.vocabulary)), np.int64)
        self._duration[kinds["duration"].ids] = self.lengths.values
        self._step[kinds["step"].ids] = self.lengths.values
        sounds = {pitch: (pitch,) for pitch in range(128)} | dict(
            zip(kinds["chord"].ids, voicings, strict=True)
        )
        self._size[list(sounds)] = [len(pitches) for pitches in sounds.values()]
        self._first = np.cumsum(self._size) - self._size
        self._pitch = np.array([p for pitches in sounds.values() for p in pitches], np.int16)

    # -- score to tokens --------------------------------------------------------------

    def encode(self, score: Score) -> np.ndarray:
        """The tokens of a score."""
        return self._written(groups(score, self.grid))

    def _written(self, found: Groups) -> np.ndarray:
        kinds, count = self.vocabulary.kinds, len(found)
        lengths = np.empty((2, count), np.int64)  # steps and durations, taken apart together
        lengths[0] = found.onset
        lengths[0, 1:] -= found.onset[:-1]
        lengths[1] = found.duration
        sums = self.lengths.sums(lengths.ravel())
        chord = self.voicings.find(found)
        plain = chord == NONE
        sounds = np.where(plain, found.size, 1)
        ends = np.empty((2, count), np.int64)
        np.cumsum(sums.count[:count] + sounds + sums.count[count:], out=ends[1])
        at = ends[0] = ends[1] - sums.count[count:] - sounds
        ids = np.empty(ends[1, -1] if count else 0, np.int64)
        firsts = np.repeat([kinds["step"].first, kinds["duration"].first], count)
        sums.write(ids, ends.ravel(), firsts)
        whole = np.flatnonzero(~plain)
        ids[at[whole]] = chord[whole] + kinds["chord"].first
        alone = np.flatnonzero(np.repeat(plain, found.size))
        ids[np.repeat(at - found.first, found.size)[alone] + alone] = found.pitch[alone]
        return ids.astype(np.int32)

    # -- tokens to score --------------------------------------------------------------

    def decode(self, ids: np.ndarray) -> Score:
        """The score of any tokens: a sound lasts as long as the durations after it say.

        Sounds that follow one another share the durations after the last; sounds after which
        none comes are passed over.
        """
        sounds = np.flatnonzero(self._size[ids])
        onset = np.cumsum(self._step[ids])[sounds]
        lasted = np.cumsum(self._duration[ids])
        gain = np.empty(len(sounds), np.int64)
        gain[:-1] = lasted[sounds[1:]] - lasted[sounds[:-1]]
        gain[-1:] = lasted[-1:] - lasted[sounds[-1:]]
        last = np.flatnonzero(gain)  # of the sounds that share a duration
        reached = onset.searchsorted(self.grid.longest, side="right")
        duration = np.repeat(gain[last], np.diff(last, prepend=-1))[:reached]
        count = len(duration)
        return self._spread(onset[:count], duration, ids[sounds[:count]])

    def _spread(self, onset: np.ndarray, duration: np.ndarray, sounds: np.ndarray) -> Score:
        """The score of notes and chords."""
        size = self._size[sounds]
        shift = self._first[sounds] - (np.cumsum(size) - size)
        pitch = self._pitch[np.repeat(shift, size) + np.arange(size.sum())]
        return self.grid.score(np.repeat(onset, size), np.repeat(duration, size), pitch)

    # -- learning ---------------------------------------------------------------------

    @staticmethod
    def every_chord() -> tuple[str, ...]:
        """None: they are too many, so those worth a token are learned."""
        return ()

    @staticmethod
    def tally(score: Score, grid: Grid) -> Counter[tuple[int, ...]]:
        """How often each voicing occurs."""
        return tally(groups(score, grid))

    @staticmethod
    def chord_name(chord: tuple[int, ...]) -> str:
        """The names of the pitches."""
        return voicing_name(chord)
