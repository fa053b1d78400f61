"""Tokenizers and scores that the tests of notes and chords share."""

import pytest

from symbolic.score import Score, Track
from symbolic.tokenizers.note_chord import NoteChordTokenizer

# Some overlap, and one begins another, so that runs of notes pass through chords.
CHORDS = ["C4.E4", "C4.E4.G4", "B3.C4", "A#3.B3.C4.C#4", "C4.C4", "C#4.D#4", "C-1.G9", "G9.G9"]


@pytest.fixture(scope="session")
def tokenizer() -> NoteChordTokenizer:
    return NoteChordTokenizer(CHORDS)


@pytest.fixture(scope="session")
def coarse() -> NoteChordTokenizer:
    """A short vocabulary, so that random tokens often make sense."""
    return NoteChordTokenizer(CHORDS, steps=1)


@pytest.fixture(scope="session")
def old() -> NoteChordTokenizer:
    return NoteChordTokenizer(legacy=True)


@pytest.fixture(scope="session")
def tune() -> Score:
    """A rest, a chord, a held bass under two notes, a far note, drums throughout."""
    rows = [
        (480, 480, 60, 80, 0),
        (480, 480, 64, 90, 1),
        (480, 480, 67, 90, 1),
        (960, 960, 36, 70, 1),
        (960, 240, 72, 80, 0),
        (1200, 240, 71, 80, 0),
        (9600, 4800, 69, 80, 0),
        (480, 60, 38, 100, 2),
    ]
    return Score(480, [Track("lead"), Track("bass"), Track("kit", is_drum=True)], notes=rows)
