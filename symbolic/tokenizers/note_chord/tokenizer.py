"""The note-chord tokenizer: one token for what starts, then its duration and the next step."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Self

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.score.checks import whole
from symbolic.tokenizers.note_chord.form import Form
from symbolic.tokenizers.note_chord.grid import Grid
from symbolic.tokenizers.note_chord.legacy import LegacyForm
from symbolic.tokenizers.note_chord.tally import most_common
from symbolic.tokenizers.note_chord.voiced import VoicedForm
from symbolic.tokenizers.stream import known_ids
from symbolic.tokenizers.tokenizer import Tokenizer

MOST_CHORDS = 2**16


class NoteChordTokenizer(Tokenizer):
    """Notes and chords as single tokens, as MusiGAN and its ancestors had them, without loss.

    Notes that start together and last equally long are a group. It is written as one chord
    token, if its voicing has one, or else as its notes from the lowest; then comes its duration,
    and, unless another group starts at the same onset, the step to the next. A length of a
    bar and more may take several tokens, which add up.

    Of a score it keeps the onset, duration and pitch of every note that is not a drum, on the
    grid and exactly: unisons and duplicates too. All tracks become one piano. Velocities,
    tempos, meters, keys and controls are left out: decoded notes have velocity 80.

    Parameters
    ----------
    chords
        The voicings that have a token, such as "C3.E3.G3". Left out, there are none until `fit`
        learns them; in the legacy form there are all.
    steps
        Grid lines in a quarter note.
    legacy
        Write the tokens of the old projects, and lose what they lost: durations, rests, the
        octave and voicing of chords. `vocabulary` then names tokens as they did.

    Examples
    --------
    >>> score = Score(480, notes=[(0, 480, p, 80, 0) for p in (48, 52, 55)] + [(480, 240, 60, 80, 0)])
    >>> tokenizer = NoteChordTokenizer(["C3.E3.G3"])
    >>> tokenizer.vocabulary.names(tokenizer.encode(score))
    ['chord C3.E3.G3', 'duration 12', 'step 12', 'note C4', 'duration 6']
    >>> tokenizer.decode(tokenizer.encode(score)) == score
    True
    >>> old = NoteChordTokenizer(legacy=True)
    >>> old.vocabulary.names(old.encode(score))
    ['0.4.7', 'C4']
    """

    def __init__(self, chords: Iterable[str] | None = None, steps: int = 12, legacy: bool = False):
        self.legacy = bool(legacy)
        self.grid = Grid(steps)
        self._take(chords)

    def _take(self, chords: Iterable[str] | None) -> None:
        kind: type[Form] = LegacyForm if self.legacy else VoicedForm
        self.has_every_chord = chords is None
        self._form = kind(self.grid, kind.every_chord() if chords is None else _listed(chords))
        self.vocabulary = self._form.vocabulary
        self.grammar = self._form.grammar

    @property
    def chords(self) -> tuple[str, ...]:
        """The chords that have a token."""
        return self._form.chords

    @property
    def config(self) -> dict[str, Any]:
        """What the constructor takes to make the same tokenizer."""
        chords = None if self.has_every_chord else list(self.chords)
        return {"chords": chords, "steps": self.grid.steps, "legacy": self.legacy}

    def fit(self, corpus: Iterable[Score], size: int = 512) -> Self:
        """Learn the chords of a corpus: its most frequent ones get a token.

        This replaces the chords known before, so fit before a model is built on the vocabulary.

        Parameters
        ----------
        corpus
            Scores; they are read once, one after the other.
        size
            How many chords to learn at most.

        Examples
        --------
        >>> score = Score(480, notes=[(0, 480, 48, 80, 0), (0, 480, 55, 80, 0)])
        >>> NoteChordTokenizer().fit([score]).chords
        ('C3.G3',)
        """
        size = whole("size", size, 0, MOST_CHORDS)
        counts: Counter[tuple[int, ...]] = Counter()
        for score in [corpus] if isinstance(corpus, Score) else corpus:
            if not isinstance(score, Score):
                raise SymbolicError(f"fit takes scores, not {score!r:.80}")
            counts.update(self._form.tally(score, self.grid))
        self._take([self._form.chord_name(chord) for chord in most_common(counts, size)])
        return self

    def encode(self, score: Score) -> np.ndarray:
        """The tokens of a score."""
        return self._form.encode(score)

    def decode(self, ids: np.ndarray) -> Score:
        """The score that tokens stand for; what makes no sense is passed over."""
        return self._form.decode(known_ids(ids, len(self)))


def _listed(chords: Iterable[str]) -> tuple[str, ...]:
    if isinstance(chords, str):
        return (chords,)
    names = tuple(chords) if isinstance(chords, Iterable) else (chords,)
    if not all(isinstance(name, str) for name in names):
        raise SymbolicError(f"chords takes names such as C3.E3.G3, not {chords!r:.80}")
    return names
