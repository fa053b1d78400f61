"""Histograms of a score: its pitch classes, durations, inter-onset times and intervals.

All look at the score as one, whatever its tracks: a tokenizer may give notes back in other tracks
than they came in. Drums are left out, unless there is nothing else.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.theory.sounding import pitched

# Note values in quarters: a t is for triplets, a dot for dotted ones. A time is counted as the nearest of them, by its logarithm.
NOTE_VALUES = {
    "1/32": 1 / 8,
    "1/16t": 1 / 6,
    "1/16": 1 / 4,
    "1/8t": 1 / 3,
    "1/16.": 3 / 8,
    "1/8": 1 / 2,
    "1/4t": 2 / 3,
    "1/8.": 3 / 4,
    "1/4": 1.0,
    "1/2t": 4 / 3,
    "1/4.": 3 / 2,
    "1/2": 2.0,
    "1/2.": 3.0,
    "1/1": 4.0,
    "1/1.": 6.0,
    "2/1": 8.0,
}
_VALUES = np.array(list(NOTE_VALUES.values()))
_BETWEEN = np.sqrt(_VALUES[1:] * _VALUES[:-1])
CLASSES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
WIDEST = 13  # semitones: an octave, and whatever is wider


def pitch_classes(score: Score) -> np.ndarray:
    """How many notes each of the twelve pitch classes has.

    >>> pitch_classes(Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 67, 80, 0)]))
    array([1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    """
    return np.bincount(pitched(score)["pitch"] % 12, minlength=12)


def durations(score: Score) -> np.ndarray:
    """How many notes last as long as each of the `NOTE_VALUES`."""
    return _valued(_notes(score)["duration"] / score.resolution)


def inter_onsets(score: Score) -> np.ndarray:
    """How many times as long as each of the `NOTE_VALUES` lie between an onset and the next.

    >>> score = Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 60, 80, 0), (960, 9, 60, 80, 0)])
    >>> dict(zip(NOTE_VALUES, inter_onsets(score).tolist()))["1/4"]
    2
    """
    return _valued(np.diff(np.unique(_notes(score)["start"])) / score.resolution)


def intervals(score: Score) -> np.ndarray:
    """How many steps of the upper line go down 13 semitones or more, 12, ..., up 13 or more.

    The upper line is the highest pitch of every onset.
    """
    notes = pitched(score)
    order = np.lexsort([notes["pitch"], notes["start"]])
    starts, pitches = notes["start"][order], notes["pitch"][order].astype(np.int64)
    highest = np.append(starts[1:] != starts[:-1], True)[: len(starts)]
    steps = np.diff(pitches[highest]).clip(-WIDEST, WIDEST) + WIDEST
    return np.bincount(steps, minlength=2 * WIDEST + 1)


class Feature(NamedTuple):
    """What is counted in a score, and what its bins are called."""

    histogram: Callable[[Score], np.ndarray]
    labels: tuple[str, ...]


FEATURES = {
    "pitch_class": Feature(pitch_classes, CLASSES),
    "duration": Feature(durations, tuple(NOTE_VALUES)),
    "inter_onset": Feature(inter_onsets, tuple(NOTE_VALUES)),
    "interval": Feature(intervals, tuple(f"{n:+}" for n in range(-WIDEST, WIDEST + 1))),
}


def table(feature: str, scores: list[Score]) -> np.ndarray:
    """The histograms of a feature, a row for each score."""
    if feature not in FEATURES:
        raise SymbolicError(f"there is no feature {feature!r}: choose {', '.join(FEATURES)}")
    histogram, labels = FEATURES[feature]
    return np.array([histogram(score) for score in scores], np.int64).reshape(-1, len(labels))


def _notes(score: Score) -> np.ndarray:
    notes = pitched(score)
    return notes if len(notes) else score.notes


def _valued(quarters: np.ndarray) -> np.ndarray:
    return np.bincount(_BETWEEN.searchsorted(quarters), minlength=len(_VALUES))
