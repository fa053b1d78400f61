"""Attributes: one number that says one thing about a score, to sort scores by or to turn up and down.

Conventions
-----------
A note is a row of `score.notes`; hits on drums are notes too, but have no pitch. A line is what
one track plays. A score without notes has the density 0, and any other attribute that nothing
tells is nan: leave such scores out before sorting. Onsets are put on the nearest sixteenth of
their bar first, so that played music has a rhythm, too. Beats are quarters counted from the bar's
beginning; in 3/8, 6/8, 9/8 and 12/8, where three eighths make a beat, they are dotted.

Attributes
----------
- `diatonic`: the share of notes that are in C major.
- `density`: notes in a quarter, from the first bar of the score to the end of the bar in which
  the last note ends.
- `interval`: semitones from one note of a line to the next, up or down, in the mean.
- `syncopation_16`: the share of notes on a sixteenth off the eighths, after which nothing begins
  in their line on the eighth that follows at once.
- `syncopation_8`: the share of notes on an eighth off the beats, after which nothing begins in
  their line on the next beat. Where a bar ends before that, the next bar begins it.

These are the five that Roberts et al., "A Hierarchical Latent Vector Model for Learning Long-Term
Structure in Music", ICML 2018, tried; the definitions are those above.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.theory.sounding import last_end, pitched

Attribute = Callable[[Score], float]

C_MAJOR = (0, 2, 4, 5, 7, 9, 11)
STEPS = 4  # sixteenths in a quarter
EIGHTH, QUARTER, DOTTED = 2, 4, 6  # sixteenths


class Onsets(NamedTuple):
    """Where notes begin, on the nearest sixteenths.

    Attributes
    ----------
    step
        Sixteenths since the bar began.
    beat
        Sixteenths in a beat of that bar.
    begins, ends
        Of the bar, in quarters of a tick, so that a sixteenth is a whole number of them.
    """

    step: np.ndarray
    beat: np.ndarray
    begins: np.ndarray
    ends: np.ndarray


def diatonic(score: Score) -> float:
    """The share of notes that are in C major; drums are left out.

    >>> diatonic(Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 61, 80, 0)]))
    0.5
    """
    return _mean(np.isin(_checked(pitched, score)["pitch"] % 12, C_MAJOR))


def density(score: Score) -> float:
    """Notes in a quarter, to the end of the last bar in which one sounds.

    >>> density(Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 62, 80, 0)]))
    0.5
    """
    notes = _checked(_all, score)
    if not len(notes):
        return 0.0
    last = max(last_end(notes), int(notes["start"].max()) + 1)
    end = int(score.timeline.bars_to_ticks(score.timeline.bar_at(last - 1) + 1))
    return len(notes) * score.resolution / max(end, last)


def interval(score: Score) -> float:
    """Semitones from one note of a line to the next, up or down, in the mean.

    Of notes of a track that are struck together the highest is the line's. Drums are left out.

    >>> interval(Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 64, 80, 0), (960, 1, 62, 80, 0)]))
    3.0
    """
    notes = _checked(pitched, score)
    notes = notes[np.lexsort((notes["pitch"], notes["start"], notes["track"]))]
    same = (notes["track"][1:] == notes["track"][:-1]) & (notes["start"][1:] == notes["start"][:-1])
    line = notes[np.append(~same, True)[: len(notes)]]
    leaps = np.abs(np.diff(line["pitch"].astype(np.int64)))
    return _mean(leaps[np.diff(line["track"]) == 0])


def syncopation_16(score: Score) -> float:
    """The share of notes on a sixteenth off the eighths with nothing on the eighth that follows.

    >>> syncopation_16(Score(480, notes=[(120, 240, 60, 80, 0), (360, 120, 62, 80, 0),
    ...                                  (480, 480, 64, 80, 0)]))
    0.3333333333333333
    """
    onsets = _onsets(score)
    return _mean(_alone(score, onsets, onsets.step % EIGHTH == 1, EIGHTH))


def syncopation_8(score: Score) -> float:
    """The share of notes on an eighth off the beats with nothing on the beat that follows.

    >>> syncopation_8(Score(480, notes=[(240, 480, 60, 80, 0), (720, 240, 62, 80, 0),
    ...                                 (960, 480, 64, 80, 0)]))
    0.3333333333333333
    """
    onsets = _onsets(score)
    weak = (onsets.step % EIGHTH == 0) & (onsets.step % onsets.beat != 0)
    return _mean(_alone(score, onsets, weak, onsets.beat))


ATTRIBUTES: dict[str, Attribute] = {
    "diatonic": diatonic,
    "density": density,
    "interval": interval,
    "syncopation_16": syncopation_16,
    "syncopation_8": syncopation_8,
}


def attribute_of(attribute: str | Attribute) -> Attribute:
    """The function of a Score that a name of `ATTRIBUTES` stands for; any function is its own.

    >>> attribute_of("density") is density, attribute_of(len) is len
    (True, True)
    """
    if callable(attribute):
        return attribute
    if not isinstance(attribute, str) or attribute not in ATTRIBUTES:
        raise SymbolicError(
            f"there is no attribute {attribute!r:.80}: there are {', '.join(ATTRIBUTES)}, and any "
            "function of a Score is one"
        )
    return ATTRIBUTES[attribute]


def _all(score: Score) -> np.ndarray:
    return score.notes


def _checked(notes: Callable[[Score], np.ndarray], score: Any) -> np.ndarray:
    if not isinstance(score, Score):
        raise SymbolicError(f"an attribute is a Score's, not one of {score!r:.80}")
    return notes(score)


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else math.nan


def _onsets(score: Score) -> Onsets:
    """Where every note begins; what is nearer to the next bar than to a sixteenth of its own
    is the first of the next."""
    start = _checked(_all, score)["start"]
    timeline = score.timeline
    bar = timeline.bar_at(start)
    begins, ends = (STEPS * timeline.bars_to_ticks(bars) for bars in (bar, bar + 1))
    step = (2 * (STEPS * start - begins) + score.resolution) // (2 * score.resolution)
    over = begins + step * score.resolution >= ends
    row = np.maximum(timeline.meters["time"].searchsorted(start, side="right") - 1, 0)
    meters = timeline.meters[row]
    compound = (meters["denominator"] == 8) & (meters["numerator"] % 3 == 0)
    return Onsets(
        np.where(over, 0, step),
        np.where(compound, DOTTED, QUARTER),
        np.where(over, ends, begins),
        ends,
    )


def _alone(
    score: Score, onsets: Onsets, weak: np.ndarray, stronger: int | np.ndarray
) -> np.ndarray:
    """Which notes are on a weak place, and nothing begins in their line on the next stronger."""
    lines = len(score.tracks)
    following = (onsets.step // stronger + 1) * stronger * score.resolution
    at = onsets.begins + onsets.step * score.resolution
    then = np.minimum(onsets.begins + following, onsets.ends)
    track = score.notes["track"]
    answered = np.isin(then * lines + track, at * lines + track)
    return weak & ~answered
