"""Pieces: what a set of them is like in the mean, in the figures of pitch and rhythm.

Conventions
-----------
Each figure is the mean over the pieces that have it (see `symbolic.evaluation.pitch` and
`symbolic.evaluation.rhythm`): a piece of drums alone says nothing of pitch, and one without drums
nothing of their patterns. A figure that no piece has is nan. None of them is good or bad in itself:
hold those of generated pieces beside those of real ones.

Metrics
-------
- `evaluate`: the means of MusPy's fourteen figures.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.evaluation import pitch, rhythm
from symbolic.score import Score
from symbolic.theory.sounding import pitched


def validate(scores: Iterable[Score]) -> list[Score]:
    """The pieces as a list."""
    listed = [] if isinstance(scores, Score) else list(scores)
    if not listed or not all(isinstance(score, Score) for score in listed):
        raise SymbolicError("a set of pieces is a list of at least one Score")
    return listed


def evaluate(scores: Iterable[Score]) -> "OrderedDict[str, float]":
    """The means of every figure of pitch and rhythm.

    >>> tune = Score(480, notes=[(480 * n, 480, 60 + n, 80, 0) for n in range(8)])
    >>> figures = evaluate([tune, tune.slice(quarters=(0, 4))])
    >>> figures["n_pitches_used"], figures["drum_pattern_consistency"]
    (6.0, nan)
    """
    found: OrderedDict[str, list[float]] = OrderedDict()
    for score in validate(scores):
        figures = rhythm.evaluate(score)
        if len(pitched(score)):
            figures = pitch.evaluate(score) | figures
        for name, value in figures.items():
            values = found.setdefault(name, [])
            if not math.isnan(value):
                values.append(value)
    names = [*pitch.evaluate(Score()), *rhythm.evaluate(Score())]
    means = ((name, found.get(name)) for name in names)
    return OrderedDict((name, float(np.mean(of)) if of else math.nan) for name, of in means)
