"""Transposition of tokens: where a token names its pitch, it becomes another token.

That gives exactly what encoding the transposed score gives, at a fraction of the cost, and for
tokens of which there is no score at hand. It needs a tokenizer whose tokens each move by
themselves, so it is not for those that name chords, merge tokens or write drums as pitches.
"""

from functools import cache

import numpy as np

from symbolic.score import Score
from symbolic.score.edits.symbols import transposed_symbol
from symbolic.tokenizers import BarTokenizer, NoteChordTokenizer, PerformanceTokenizer, Tokenizer
from symbolic.tokenizers.vocabulary import Kind

# The kinds whose 128 tokens are pitches, by tokenizer.
PITCHES = {
    BarTokenizer: ("pitch",),
    PerformanceTokenizer: ("note on", "note off"),
    NoteChordTokenizer: ("note",),
}
KEYS = ("key",)  # the kind of 15 x 2 tokens, by fifths
NAMES = ("chord", "bass")  # the kinds of BarTokenizer whose tokens are names of notes
NOWHERE = 128  # lower than no pitch; -NOWHERE is higher than none


def relabelling(tokenizer: Tokenizer) -> "Relabelling | None":
    """How the tokens of a tokenizer are transposed, if they can be one by one."""
    pitches = PITCHES.get(type(tokenizer), ())
    return Relabelling(tokenizer, pitches) if pitches and _by_themselves(tokenizer) else None


def _by_themselves(tokenizer: Tokenizer) -> bool:
    """Whether it needs no other token to say what a token becomes."""
    match tokenizer:
        case BarTokenizer(chords=chords):
            return chords in (True, False)  # not where chords are analysed
        case PerformanceTokenizer(programs=programs):
            return not programs  # drums would play the same tokens
        case NoteChordTokenizer(chords=chords, legacy=legacy):
            return not chords and not legacy
    return False


class Relabelling:
    """The tables by which tokens are transposed."""

    def __init__(self, tokenizer: Tokenizer, pitches: tuple[str, ...]):
        vocabulary = tokenizer.vocabulary
        self._pitches, self._keys, self._names = (
            [vocabulary.kinds[name] for name in names if name in vocabulary.kinds]
            for names in (pitches, KEYS, _names(tokenizer))
        )
        size = len(vocabulary)
        self._tables: dict[int, np.ndarray] = {}
        self._same = np.arange(size, dtype=np.int32)
        self._low = np.full(size, NOWHERE, np.int16)
        self._high = np.full(size, -NOWHERE, np.int16)
        for kind in self._pitches:
            for table in (self._low, self._high):
                table[_span(kind)] = np.arange(kind.count)
        self._is_name = np.zeros(size, bool)
        for kind in (*self._keys, *self._names):
            self._is_name[_span(kind)] = True

    def table(self, semitones: int) -> np.ndarray:
        """For every token, what it becomes. Of pitches that would leave 0 to 127, nonsense."""
        if semitones not in self._tables:
            table = self._same.copy()
            for kind in self._pitches:
                table[_span(kind)] = np.roll(table[_span(kind)], -semitones)
            for kind in self._keys:
                table[_span(kind)] = kind.first + _moved_keys(semitones % 12)
            for kind in self._names:
                labels = [transposed_symbol(label, semitones) for label in kind.labels]
                table[_span(kind)] = [kind.first + kind.labels.index(label) for label in labels]
            self._tables[semitones] = table
        return self._tables[semitones]

    def limits(self, ids: np.ndarray) -> tuple[int, int]:
        """The lowest and the highest pitch in a piece."""
        low = self._low[ids].min(initial=NOWHERE)
        return int(low), int(self._high[ids].max(initial=-NOWHERE))

    def is_safe(self, ids: np.ndarray) -> bool:
        """Whether a piece may be relabelled: no two names in it become one, such as F# and Gb."""
        names = set(ids[self._is_name[ids]].tolist())
        return len(names) < 2 or len(set(self.table(1)[list(names)].tolist())) == len(names)


def _names(tokenizer: Tokenizer) -> tuple[str, ...]:
    return NAMES if isinstance(tokenizer, BarTokenizer) else ()


def _span(kind: Kind) -> slice:
    return slice(kind.first, kind.first + kind.count)


@cache
def _moved_keys(semitones: int) -> np.ndarray:
    """The number of the key that each of the 30 becomes."""
    keys = [(time, time // 2 - 7, time % 2) for time in range(30)]
    moved = Score(480, keys=keys).transpose(semitones).keys
    return 2 * (moved["fifths"].astype(np.int32) + 7) + moved["minor"]
