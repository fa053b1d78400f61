"""The form without loss: notes and chords in their true voicing, with duration and step."""

from collections import Counter

import numpy as np

from symbolic.score import Score
from symbolic.tokenizers.note_chord.compiled import IS_COMPILED, Line
from symbolic.tokenizers.note_chord.form import Form
from symbolic.tokenizers.note_chord.grid import Grid
from symbolic.tokenizers.note_chord.groups import Groups, groups
from symbolic.tokenizers.note_chord.lengths import Lengths
from symbolic.tokenizers.note_chord.meanings import meanings
from symbolic.tokenizers.note_chord.names import PITCHES, voicing, voicing_name
from symbolic.tokenizers.note_chord.rules import VoicedGrammar
from symbolic.tokenizers.note_chord.tally import tally
from symbolic.tokenizers.note_chord.voicings import NONE, Voicings
from symbolic.tokenizers.vocabulary import SPECIAL, Vocabulary


class VoicedForm(Form):
    """The stream: step to an onset, then of each group there its chord or notes, and duration.

    The kinds stand in an order in which fitting changes no ids but those of chords and of special
    tokens, which are last: so all others are what they were before there were any.
    """

    def __init__(self, grid: Grid, chords: tuple[str, ...]):
        self.grid = grid
        voicings = list(dict.fromkeys(voicing(name) for name in chords))
        self.chords = tuple(voicing_name(chord) for chord in voicings)
        self.voicings = Voicings(voicings)
        self.lengths = Lengths(grid)
        values = self.lengths.values.tolist()
        self.vocabulary = Vocabulary(
            {
                "note": PITCHES,
                "duration": values,
                "step": values,
                "chord": self.chords,
                "special": SPECIAL,
            }
        )
        self.grammar = VoicedGrammar(grid, self.lengths, self.voicings, self.vocabulary)
        self.meanings = meanings(self.vocabulary, self.lengths, voicings)
        self.line = None
        if IS_COMPILED:
            self.line = Line(grid, self.vocabulary, self.voicings, self.meanings)

    # -- score to tokens --------------------------------------------------------------

    def encode(self, score: Score) -> np.ndarray:
        """The tokens of a score."""
        found = groups(score, self.grid)
        return self._written(found) if self.line is None else self.line.write(found)

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
        none comes are passed over, and special tokens everywhere.
        """
        notes = self._notes(ids) if self.line is None else self.line.read(ids)
        return self.grid.score(notes)

    def _notes(self, ids: np.ndarray) -> np.ndarray:
        sounds = np.flatnonzero(self.meanings.size[ids])
        onset = np.cumsum(self.meanings.step[ids])[sounds]
        lasted = np.cumsum(self.meanings.duration[ids])
        gain = np.empty(len(sounds), np.int64)
        gain[:-1] = lasted[sounds[1:]] - lasted[sounds[:-1]]
        gain[-1:] = lasted[-1:] - lasted[sounds[-1:]]
        last = np.flatnonzero(gain)  # of the sounds that share a duration
        reached = onset.searchsorted(self.grid.longest, side="right")
        duration = np.repeat(gain[last], np.diff(last, prepend=-1))[:reached]
        count = len(duration)
        return self._spread(onset[:count], duration, ids[sounds[:count]])

    def _spread(self, onset: np.ndarray, duration: np.ndarray, sounds: np.ndarray) -> np.ndarray:
        """The table of the notes of notes and chords."""
        _, _, first, sizes, pitches = self.meanings
        size = sizes[sounds]
        shift = first[sounds] - (np.cumsum(size) - size)
        pitch = pitches[np.repeat(shift, size) + np.arange(size.sum())]
        return self.grid.table(np.repeat(onset, size), np.repeat(duration, size), pitch)

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
