"""The grammar of the voiced form.

    piece = nothing | [step] onset (step onset)*
    onset = group+            each longer than the one before
    group = chord duration | note+ duration
    step, duration = token+   each smaller than the one before, and only the last below a bar

The notes of a group do not descend, and are no voicing that has a chord token; nothing lies
beyond the grid. A sequence never gets stuck: a run of notes that may not stop may repeat its
last, and wherever a duration begins one is left that is longer than the last group's.
"""

import numpy as np

from symbolic.tokenizers.grammar import Grammar
from symbolic.tokenizers.note_chord.grid import Grid
from symbolic.tokenizers.note_chord.lengths import Lengths
from symbolic.tokenizers.note_chord.voicings import NONE, ROOT, Voicings
from symbolic.tokenizers.vocabulary import Vocabulary

# A state's registers.
LAST = 0  # the kind of the last token
NODE = 1  # where the notes of this group stand in the tree of voicings
TOP = 2  # the last of them
PASSED = 3  # steps since the beginning of the piece
SHORTER = 4  # the duration of the group before at this onset, or 0
DURATION = 5  # of the last group, as far as it is written
SMALLER = 6  # which amount the next token of this duration or step must stay below
REGISTERS = 7

# Kinds of tokens, in the order of the vocabulary, and the kind of none.
NOTES, DURATIONS, STEPS, CHORDS, SPECIALS, NOTHING = range(6)


class VoicedGrammar(Grammar):
    """Admits what the voiced form writes, token by token.

    `advance` takes admitted tokens, and special ones, which are never admitted and change nothing.
    """

    def __init__(self, grid: Grid, lengths: Lengths, voicings: Voicings, vocabulary: Vocabulary):
        super().__init__(len(vocabulary))
        self.bar = grid.bar
        self.longest = grid.longest
        self.lengths = lengths
        self.child = voicings.child
        self.completes = voicings.number_at != NONE
        self.kind_of = vocabulary.kind_of
        self.value_of = vocabulary.value_of
        self.spans = [slice(k.first, k.first + k.count) for k in vocabulary.kinds.values()]

    def start(self, batch: int) -> np.ndarray:
        """Nothing written, at the beginning of the piece."""
        state = np.zeros((batch, REGISTERS), np.int64)
        state[:, LAST] = NOTHING
        return state

    # -- what a token changes ---------------------------------------------------------

    def advance(self, state: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """The state after one more token in every sequence."""
        kind, value = self.kind_of[ids], self.value_of[ids]
        is_length = (kind == DURATIONS) | (kind == STEPS)
        amount = np.where(is_length, self.lengths.values[np.where(is_length, value, 0)], 0)
        pitch = np.where(kind == NOTES, value, 0)
        before = state[:, LAST]
        starts = (kind == CHORDS) | ((kind == NOTES) & (before != NOTES))
        after = np.empty_like(state)
        after[:, LAST] = kind
        node = self.child[np.where(before == NOTES, state[:, NODE], ROOT), pitch]
        after[:, NODE] = np.where(kind == NOTES, node, ROOT)
        after[:, TOP] = pitch
        after[:, PASSED] = state[:, PASSED] + np.where(kind == STEPS, amount, 0)
        # A step leads to a new onset, where no group is shorter than the next.
        known = np.where(starts, state[:, DURATION], state[:, SHORTER])
        after[:, SHORTER] = np.where(kind == STEPS, 0, known)
        written = state[:, DURATION] + amount
        after[:, DURATION] = np.where(starts | (kind == STEPS), 0, written)
        after[:, SMALLER] = np.where(amount >= self.bar, amount, 0)
        return np.where((kind == SPECIALS)[:, None], state, after)

    # -- what may follow --------------------------------------------------------------

    def mask(self, state: np.ndarray) -> np.ndarray:
        """Which tokens may follow each sequence: booleans, (batch, vocabulary)."""
        allowed = np.empty((len(state), self.size), bool)
        group = self._may_start_group(state)[:, None]
        run = state[:, LAST, None] == NOTES
        allowed[:, self.spans[NOTES]] = group | (run & (np.arange(128) >= state[:, TOP, None]))
        allowed[:, self.spans[CHORDS]] = group
        allowed[:, self.spans[DURATIONS]] = self._durations(state)
        allowed[:, self.spans[STEPS]] = self._steps(state)
        allowed[:, self.spans[SPECIALS]] = False
        return allowed

    def complete(self, state: np.ndarray) -> np.ndarray:
        """A piece ends after a group, or is empty."""
        return (state[:, LAST] == NOTHING) | self._group_is_whole(state)

    def _group_is_whole(self, state: np.ndarray) -> np.ndarray:
        return (state[:, LAST] == DURATIONS) & (state[:, DURATION] > state[:, SHORTER])

    def _may_start_group(self, state: np.ndarray) -> np.ndarray:
        fresh = (state[:, LAST] == NOTHING) | (state[:, LAST] == STEPS)
        return fresh | (self._group_is_whole(state) & (state[:, DURATION] < self.longest))

    def _durations(self, state: np.ndarray) -> np.ndarray:
        last = state[:, LAST]
        incomplete = (last == NOTES) & ~self.completes[state[:, NODE]]
        first = (last == CHORDS) | incomplete
        further = last == DURATIONS
        below = self.lengths.values < state[:, SMALLER, None]
        suits = first[:, None] | (further[:, None] & below)
        return suits & (state[:, DURATION, None] + self.lengths.reach > state[:, SHORTER, None])

    def _steps(self, state: np.ndarray) -> np.ndarray:
        first = (state[:, LAST] == NOTHING) | self._group_is_whole(state)
        further = state[:, LAST] == STEPS
        below = self.lengths.values < state[:, SMALLER, None]
        suits = first[:, None] | (further[:, None] & below)
        return suits & (state[:, PASSED, None] + self.lengths.values <= self.longest)
