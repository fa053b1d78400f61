"""Rhythm: how a piece fills its time, in the figures and under the names of MusPy.

These describe one piece, generated or real; what is good is what real pieces have.

Conventions
-----------
Every figure equals the one that MusPy 0.5 finds in the same piece. Drums count. A figure that
nothing tells is nan. Beats are quarters, and measures all have one length, which is the first
meter's unless it is given, so pieces that change their meter are measured as if they did not. A
note fills every beat and measure from the one that it begins in to the one that it ends in, even
if it ends where that begins. A piece lasts to the end of its last note or control change, and the
beat or measure after that moment is begun.

Metrics
-------
- `empty_beat_rate`, `empty_measure_rate`: the share of beats or measures without any note.
- `drum_in_pattern_rate`: the share of drum notes on the grid of a meter.
- `drum_pattern_consistency`: the larger of those shares of the two meters.
- `groove_consistency`: how alike the onsets of neighbouring measures are.

Reference: Dong et al., "MusPy: A Toolkit for Symbolic Music Generation", ISMIR 2020.
"""

import math
from collections import OrderedDict

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.evaluation.pitch import length
from symbolic.score import Score
from symbolic.score.checks import whole

# In how many parts a beat is divided by each meter, where its ticks can be.
DIVISIONS = {"duple": (2, 4), "triple": (3,)}


def validate(score: Score, measure_resolution: int | None = None) -> int:
    """The ticks in a measure: as given, or the first meter's."""
    if not isinstance(score, Score):
        raise SymbolicError(f"these metrics take a Score, not {score!r:.80}")
    if measure_resolution is not None:
        return whole("measure_resolution", measure_resolution, 1, 2**40)
    numerator, denominator = score.timeline.meter_at(0)
    return max(round(4 * score.resolution * numerator / denominator), 1)


def empty_beat_rate(score: Score) -> float:
    """The share of beats without any note.

    >>> empty_beat_rate(Score(480, notes=[(0, 240, 60, 80, 0), (960, 240, 60, 80, 0)]))
    0.33333333333333337
    """
    validate(score)
    return _empty(score, score.resolution)


def empty_measure_rate(score: Score, measure_resolution: int | None = None) -> float:
    """The share of measures without any note.

    Parameters
    ----------
    measure_resolution
        Ticks in a measure; by default as the first meter says.
    """
    return _empty(score, validate(score, measure_resolution))


def drum_in_pattern_rate(score: Score, meter: str = "duple") -> float:
    """The share of drum notes on the grid of a meter.

    Parameters
    ----------
    meter
        "duple", a beat in halves and quarters, or "triple", a beat in thirds.

    Examples
    --------
    >>> from symbolic.score import Track
    >>> notes = [(0, 10, 36, 80, 0), (120, 10, 42, 80, 0), (160, 10, 42, 80, 0)]
    >>> drum_in_pattern_rate(Score(480, [Track(is_drum=True)], notes=notes), "triple")
    0.6666666666666666
    """
    validate(score)
    if meter.lower() not in DIVISIONS:
        raise SymbolicError(f'the meter {meter!r} is neither "duple" nor "triple"')
    drums = np.array([track.is_drum for track in score.tracks], bool)
    within = score.notes["start"][drums[score.notes["track"]]] % score.resolution
    if not len(within):
        return math.nan
    on_grid = within == 0
    for parts in DIVISIONS[meter.lower()]:
        if score.resolution % parts == 0:
            on_grid |= within % (score.resolution // parts) == 0
    return float(np.count_nonzero(on_grid) / len(within))


def drum_pattern_consistency(score: Score) -> float:
    """The larger of the shares of drum notes on the grids of both meters."""
    return max(drum_in_pattern_rate(score, meter) for meter in DIVISIONS)


def groove_consistency(score: Score, measure_resolution: int | None = None) -> float:
    """How alike neighbouring measures are: 1 less the mean share of ticks in which onsets differ.

    >>> notes = [(480 * n, 480, 60, 80, 0) for n in range(7)]
    >>> groove_consistency(Score(480, notes=notes))
    0.9994791666666667
    """
    measure = validate(score, measure_resolution)
    if not len(score.tracks):
        return math.nan
    count = length(score) // measure + 1
    if count < 2:
        return math.nan
    onsets = np.unique(score.notes["start"])  # a tick is a measure and a place in it
    again = np.isin(onsets + measure, onsets, assume_unique=True).sum()
    outer = (onsets < measure).sum() + (onsets >= measure * (count - 1)).sum()
    return float(1 - (2 * len(onsets) - outer - 2 * again) / (measure * (count - 1)))


def evaluate(score: Score, measure_resolution: int | None = None) -> "OrderedDict[str, float]":
    """Every figure; the pattern of drums is the duple one.

    >>> figures = evaluate(Score(480, notes=[(480 * n, 240, 60, 80, 0) for n in range(8)]))
    >>> figures["empty_beat_rate"], figures["groove_consistency"]
    (0.0, 1.0)
    """
    measure = validate(score, measure_resolution)
    figures: OrderedDict[str, float] = OrderedDict()
    figures["empty_beat_rate"] = empty_beat_rate(score)
    figures["empty_measure_rate"] = empty_measure_rate(score, measure)
    figures["drum_in_pattern_rate"] = drum_in_pattern_rate(score)
    figures["drum_pattern_consistency"] = drum_pattern_consistency(score)
    figures["groove_consistency"] = groove_consistency(score, measure)
    return figures


def _empty(score: Score, span: int) -> float:
    """The share of spans of time that no note touches."""
    lasts = length(score)
    if lasts < 1:
        return math.nan
    notes = np.sort(score.notes[["start", "duration"]], order="start")
    begins = notes["start"] // span
    ends = (notes["start"] + notes["duration"]) // span
    before = np.append(-1, np.maximum.accumulate(ends))[: len(ends)]  # filled up to here
    filled = np.maximum(ends - np.maximum(begins - 1, before), 0).sum()
    return float(1 - filled / (lasts // span + 1))
