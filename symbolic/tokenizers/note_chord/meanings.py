"""What every token of the voiced form means, as tables."""

from typing import NamedTuple

import numpy as np

from symbolic.tokenizers.note_chord.lengths import Lengths
from symbolic.tokenizers.vocabulary import Vocabulary


class Meanings(NamedTuple):
    """For every id a length, or the pitches that lie somewhere in one long row."""

    step: np.ndarray  # what it adds to the step, in grid lines
    duration: np.ndarray  # what it adds to the duration
    first: np.ndarray  # where its pitches begin
    size: np.ndarray  # how many they are
    pitch: np.ndarray  # those of all ids


def meanings(vocabulary: Vocabulary, lengths: Lengths, voicings: list[tuple[int, ...]]) -> Meanings:
    """The tables of a vocabulary, whose chords have these voicings."""
    kinds = vocabulary.kinds
    step, duration, size = np.zeros((3, len(vocabulary)), np.int64)
    step[kinds["step"].ids] = lengths.values
    duration[kinds["duration"].ids] = lengths.values
    sounds: dict[int, tuple[int, ...]] = {pitch: (pitch,) for pitch in range(128)}
    sounds |= dict(zip(kinds["chord"].ids, voicings, strict=True))
    size[list(sounds)] = [len(pitches) for pitches in sounds.values()]
    pitch = np.array([p for pitches in sounds.values() for p in pitches], np.int16)
    return Meanings(step, duration, np.cumsum(size) - size, size, pitch)
