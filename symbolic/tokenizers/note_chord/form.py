"""A form: one way to write notes and chords as tokens."""

from abc import ABC, abstractmethod
from collections import Counter

import numpy as np

from symbolic.score import Score
from symbolic.tokenizers.grammar import Grammar
from symbolic.tokenizers.note_chord.grid import Grid
from symbolic.tokenizers.vocabulary import Vocabulary


class Form(ABC):
    """What the tokenizer hands its work to."""

    grid: Grid
    chords: tuple[str, ...]
    vocabulary: Vocabulary
    grammar: Grammar

    @abstractmethod
    def __init__(self, grid: Grid, chords: tuple[str, ...]): ...

    @abstractmethod
    def encode(self, score: Score) -> np.ndarray:
        """The tokens of a score."""

    @abstractmethod
    def decode(self, ids: np.ndarray) -> Score:
        """The score of tokens that are all in the vocabulary."""

    @staticmethod
    @abstractmethod
    def every_chord() -> tuple[str, ...]:
        """The names of the chords that an unfitted tokenizer has."""

    @staticmethod
    @abstractmethod
    def tally(score: Score, grid: Grid) -> Counter[tuple[int, ...]]:
        """How often each chord occurs."""

    @staticmethod
    @abstractmethod
    def chord_name(chord: tuple[int, ...]) -> str:
        """How a chord that was counted is called."""
