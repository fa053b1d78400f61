"""Novelty: how much of a generated piece is copied from the pieces that a model learned from.

Conventions
-----------
A copy is a run of notes that also stands in a training piece, in any key and at any tempo: the
same intervals, the same times from onset to onset and the same durations, to the nearest 12th of
a quarter; only how long its first note lasts is left open. Pieces are looked at as
`symbolic.evaluation.passages` says, all notes in one row. Some copying is nothing to worry about:
real pieces share turns with one another, so hold the figures beside those of held-out pieces. A
figure of no pieces at all is nan.

Metrics
-------
- `copies`: the longest copy in every piece, in notes and in bars, where it is from, and how many
  of the piece's 8-grams, its runs of eight notes, are found in training.
- `evaluate`: medians, the 95th percentile and the largest of these, the share of pieces whose
  longest copy is under 2 bars, and the share of all 8-grams that is found in training.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.evaluation.passages import GRID, Passages, passages
from symbolic.evaluation.suffixes import in_common, suffix_order
from symbolic.score import Score
from symbolic.score.checks import whole

GRAM = 8  # notes
SHORT = 2.0  # bars


class Copies(NamedTuple):
    """What each piece has from the training set.

    Attributes
    ----------
    notes, bars
        How long its longest copy is; the longest in bars may be another one.
    sources
        The number of the training piece that the longest copy in notes is from; -1 for none.
    grams, found
        How many runs of n notes it has, and how many of them are found in training.
    """

    notes: np.ndarray
    bars: np.ndarray
    sources: np.ndarray
    grams: np.ndarray
    found: np.ndarray


def validate(scores: Iterable[Score] | Passages, grid: int = GRID) -> Passages:
    """The passages of scores; those that are given stay as they are."""
    if isinstance(scores, Passages):
        return scores
    if isinstance(scores, Score):
        raise SymbolicError("a set of pieces is a list of scores: put the score into one")
    return passages(scores, whole("grid", grid, 1, 960))


def copies(
    generated: Iterable[Score] | Passages,
    training: Iterable[Score] | Passages,
    n: int = GRAM,
    grid: int = GRID,
) -> Copies:
    """Find the longest copy in every piece.

    Parameters
    ----------
    generated, training
        Scores; or their `passages`, which need be made only once.
    n
        Notes in the runs that are counted.
    grid
        Parts of a quarter.

    Examples
    --------
    >>> pitches = [60, 62, 64, 65, 67, 65, 64, 62, 60, 59]
    >>> tune = Score(480, notes=[(480 * k, 480, pitch, 80, 0) for k, pitch in enumerate(pitches)])
    >>> found = copies([tune.transpose(3).slice(bars=(0, 2))], [tune])
    >>> found.notes, found.bars, found.sources
    (array([8]), array([2.]), array([0]))
    """
    n = whole("n", n, 2, 2**20)
    ours, theirs = validate(generated, grid), validate(training, grid)
    length, other = _longest(ours, theirs)
    rows = np.arange(len(length))
    bars = np.where(length > 0, ours.ends[rows + length] - ours.begins, 0.0)
    count = len(ours.lengths)
    piece = np.repeat(np.arange(count), ours.lengths)
    room = ours.first[1:][piece] - rows >= n  # for a whole run
    best = _largest(length, ours)
    longest, where = (np.append(column, 0)[best] for column in (length, other))
    return Copies(
        notes=np.where(longest > 0, longest + 1, 0),
        bars=_per_piece(bars, ours),
        sources=np.where(longest > 0, theirs.first.searchsorted(where, side="right") - 1, -1),
        grams=np.bincount(piece[room], minlength=count),
        found=np.bincount(piece[room & (length >= n - 1)], minlength=count),
    )


def evaluate(
    generated: Iterable[Score] | Passages, training: Iterable[Score] | Passages
) -> "OrderedDict[str, float]":
    """Every figure, over all pieces.

    >>> pitches = [60, 62, 64, 65, 67, 65, 64, 62, 60, 59]
    >>> tune = Score(480, notes=[(480 * k, 480, pitch, 80, 0) for k, pitch in enumerate(pitches)])
    >>> figures = evaluate([tune], [tune])
    >>> figures["copy_notes_max"], figures["copy_bars_max"], figures["8_grams_found"]
    (10.0, 2.5, 1.0)
    """
    return summary(copies(generated, training))


def summary(found: Copies) -> "OrderedDict[str, float]":
    """The figures of copies that are found."""
    figures: OrderedDict[str, float] = OrderedDict()
    for unit, values in (("notes", found.notes), ("bars", found.bars)):
        for name, percent in (("median", 50), ("95", 95), ("max", 100)):
            value = np.percentile(values, percent) if len(values) else math.nan
            figures[f"copy_{unit}_{name}"] = float(value)
    under = (found.bars < SHORT).mean() if len(found.bars) else math.nan
    figures["copy_under_2_bars"] = float(under)
    grams = int(found.grams.sum())
    figures["8_grams_found"] = float(found.found.sum() / grams) if grams else math.nan
    return figures


def _longest(ours: Passages, theirs: Passages) -> tuple[np.ndarray, np.ndarray]:
    """For each of our notes, the most steps from it on that stand in theirs; and where.

    In the order of all suffixes, the training passage that has most in common with one of ours is
    the nearest before it or the nearest after it.
    """
    text = _marked(np.concatenate([theirs.steps, ours.steps]))
    border = len(theirs.steps)
    order, rank = suffix_order(text)
    places = np.arange(len(text))
    trained = order < border
    before = np.maximum.accumulate(np.where(trained, places, -1))
    after = np.minimum.accumulate(np.where(trained, places, len(text))[::-1])[::-1]
    mine = np.arange(border, len(text))
    length, other = np.zeros((2, len(mine)), np.int64)
    for near in (before[rank[mine]], after[rank[mine]]):
        there = np.flatnonzero((near >= 0) & (near < len(text)))
        where = order[near[there]]
        common = in_common(text, mine[there], where)
        better = common > length[there]
        length[there[better]] = common[better]
        other[there[better]] = where[better]
    return length, other


def _marked(steps: np.ndarray) -> np.ndarray:
    """Small numbers for steps, and for the end of every piece one that no other has."""
    text = np.unique(steps, return_inverse=True)[1]
    ends = np.flatnonzero(steps < 0)
    text[ends] = len(steps) + np.arange(len(ends))
    return text


def _per_piece(values: np.ndarray, of: Passages) -> np.ndarray:
    """The largest value of each piece; 0 for a piece without notes."""
    found = np.zeros(len(of.lengths), values.dtype)
    filled = of.lengths > 0
    if filled.any():
        found[filled] = np.maximum.reduceat(values, of.first[:-1][filled])
    return found


def _largest(values: np.ndarray, of: Passages) -> np.ndarray:
    """The row of the first largest value of each piece; -1 for a piece without notes."""
    rows = np.arange(len(values))
    packed = values * (len(values) + 1) + (len(values) - rows)
    found = _per_piece(packed, of)
    return np.where(of.lengths > 0, len(values) - found % (len(values) + 1), -1)
