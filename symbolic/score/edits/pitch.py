"""Edits of pitch."""

from typing import TYPE_CHECKING

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score.checks import whole
from symbolic.score.edits.symbols import transposed_symbol
from symbolic.score.tables import RANGES

if TYPE_CHECKING:
    from symbolic.score.score import Score


def transpose(score: "Score", semitones: int) -> "Score":
    """Move every note up (or down) by semitones, with the keys and chord symbols. Drums stay.

    Raises SymbolicError if a note would leave MIDI's 0 to 127.
    """
    semitones = whole("semitones", semitones)
    if semitones == 0:
        return score.copy()
    notes = score.notes.copy()
    pitched = ~np.array([track.is_drum for track in score.tracks], bool)[notes["track"]]
    low, high = RANGES["pitch"]
    moved = notes["pitch"][pitched].astype(int) + np.clip(semitones, ~high, high + 1)
    outside = int(((moved < low) | (moved > high)).sum())
    if outside:
        raise SymbolicError(
            f"transposing by {semitones} would take {outside} of {len(moved)} notes "
            f"outside MIDI's pitches 0 to 127"
        )
    notes["pitch"][pitched] = moved
    keys = score.keys.copy()
    keys["fifths"] = _transposed_fifths(keys["fifths"], semitones)
    return score.replace(notes=notes, keys=keys, texts=_transposed_symbols(score.texts, semitones))


def _transposed_symbols(texts: np.ndarray, semitones: int) -> np.ndarray:
    """The texts, of which chord symbols are moved."""
    symbols = np.flatnonzero(texts["kind"] == "chord")
    if len(symbols):
        texts = texts.copy()
        for place in symbols:
            texts["text"][place] = transposed_symbol(texts["text"][place], semitones)
    return texts


def _transposed_fifths(fifths: np.ndarray, semitones: int) -> np.ndarray:
    """A semitone is seven fifths; take the spelling with the fewest accidentals."""
    if semitones % 12 == 0:
        return fifths
    return (fifths + 7 * (semitones % 12) + 5) % 12 - 5
