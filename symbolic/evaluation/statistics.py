"""Statistics: how near the notes of generated pieces are to those of real ones.

Both sets are counted in histograms: pitch classes, durations, inter-onset times and intervals (see
`symbolic.evaluation.histograms`), and these are compared. As no two sets of real pieces are alike
either, the ceiling is what one half of the real pieces reaches beside the other.

Conventions
-----------
There are two ways to compare. The plain one pools each set into one histogram: it sees how often a
set uses each thing, and nothing of how single pieces differ. The way of mgeval looks at
distances between pieces: how far real pieces are from one another, and how far generated ones are
from them; each as a density with Gaussian kernels. `evaluate` gives both: `..._overlap` and
`..._kl` are plain, `..._oa_mgeval` and `..._kl_mgeval` are mgeval's. Divergences are in nats. What
cannot be told, as of sets with less than two pieces, is nan.

Metrics
-------
- `overlap`: what two histograms have in common, 0 to 1.
- `divergence`: Kullback and Leibler's, of the first from the second.
- `distance_overlap`: the area that mgeval's two densities share, 0 to 1.
- `distance_divergence`: the divergence of the density of real distances from the other.

Reference: Yang & Lerch, "On the evaluation of generative models in music", Neural Computing and
Applications 32, 2020.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.evaluation import kernels, pieces
from symbolic.evaluation.histograms import FEATURES, table
from symbolic.score import Score

HALF_A_NOTE = 0.5  # counted in every bin before the others, so that none is impossible


def validate(*sets: Iterable[Score]) -> list[list[Score]]:
    """The sets as lists, or one sentence about what is no score."""
    return [pieces.validate(scores) for scores in sets]


def overlap(ones: np.ndarray, others: np.ndarray) -> float:
    """What two histograms have in common: the sum of the smaller share of each bin.

    >>> overlap([1, 1, 0], [0, 4, 4])
    0.5
    """
    ones, others = np.asarray(ones, float), np.asarray(others, float)
    if not (ones.sum() > 0 and others.sum() > 0):
        return math.nan
    return float(np.minimum(ones / ones.sum(), others / others.sum()).sum())


def divergence(ones: np.ndarray, others: np.ndarray) -> float:
    """The Kullback-Leibler divergence of the first histogram from the second, in nats.

    Half a note more is counted in every bin of both.

    >>> divergence([3, 1], [3, 1]), round(divergence([3, 1], [1, 3]), 3)
    (0.0, 0.339)
    """
    ones, others = np.asarray(ones, float), np.asarray(others, float)
    if not (ones.sum() > 0 and others.sum() > 0):
        return math.nan
    ones, others = ones + HALF_A_NOTE, others + HALF_A_NOTE
    ones, others = ones / ones.sum(), others / others.sum()
    return float((ones * np.log(ones / others)).sum())


def distance_overlap(generated: np.ndarray, heldout: np.ndarray) -> float:
    """The overlapping area of mgeval.

    Parameters
    ----------
    generated, heldout
        A histogram for every piece: (pieces, bins).
    """
    return kernels.overlap_area(*_distances(generated, heldout))


def distance_divergence(generated: np.ndarray, heldout: np.ndarray) -> float:
    """The divergence of mgeval: of distances among real pieces from those to generated ones."""
    return kernels.divergence(*_distances(generated, heldout))


def evaluate(generated: Iterable[Score], heldout: Iterable[Score]) -> "OrderedDict[str, float]":
    """Every figure of every feature.

    Examples
    --------
    >>> scale = Score(480, notes=[(480 * n, 480, 60 + n, 80, 0) for n in range(12)])
    >>> figures = evaluate([scale, scale], [scale.transpose(1), scale.stretch(2)])
    >>> figures["pitch_class_overlap"], figures["inter_onset_overlap"]
    (1.0, 1.0)
    """
    generated, heldout = validate(generated, heldout)
    figures: OrderedDict[str, float] = OrderedDict()
    for feature in FEATURES:
        ours, theirs = table(feature, generated), table(feature, heldout)
        figures[f"{feature}_overlap"] = overlap(ours.sum(0), theirs.sum(0))
        figures[f"{feature}_kl"] = divergence(ours.sum(0), theirs.sum(0))
        figures[f"{feature}_oa_mgeval"] = distance_overlap(ours, theirs)
        figures[f"{feature}_kl_mgeval"] = distance_divergence(ours, theirs)
    return figures


def ceiling(heldout: Iterable[Score]) -> "OrderedDict[str, float]":
    """Real against real: every second piece beside the others, which no model need surpass."""
    [heldout] = validate(heldout)
    if len(heldout) < 2:
        raise SymbolicError("one piece has no halves: real against real takes two at least")
    return evaluate(heldout[::2], heldout[1::2])


def _distances(generated: np.ndarray, heldout: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Among the held-out pieces, each from every other; and from them to the generated ones."""
    ours, theirs = _shares(generated), _shares(heldout)
    among = _euclidean(theirs, theirs)
    return among[~np.eye(len(theirs), dtype=bool)], _euclidean(theirs, ours).ravel()


def _shares(rows: np.ndarray) -> np.ndarray:
    """Each histogram by its sum; those of nothing are left out."""
    rows = np.asarray(rows, float)
    sums = rows.sum(axis=1, keepdims=True)
    return rows[sums[:, 0] > 0] / sums[sums[:, 0] > 0]


def _euclidean(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How far every row is from every other: (ones, others)."""
    square = (ones**2).sum(1)[:, None] + (others**2).sum(1) - 2 * ones @ others.T
    return np.sqrt(np.maximum(square, 0))
