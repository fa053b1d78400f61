"""Latent spaces: whether a model uses its own, and whether what lies between two windows is music.

A model of this kind puts a window into a normal distribution, with a mean and a deviation in each
dimension, and makes windows of points.

Conventions
-----------
`means` and `deviations` are (examples, dimensions). A path is the windows of points in equal steps
from A to B, both among them: (paths, points, steps), or with an axis more for a trio or a groove;
`kind` is as in `symbolic.evaluation.reconstruction`. The distance of two windows is Hamming's, as
a share of steps. The n-gram model, `symbolic.evaluation.NGram`, is of order 5 and counts training
windows; the first token of a window is given, a trio's tokens take turns, and of a groove the hits
count. A figure that nothing tells is nan.

Metrics
-------
- `active_units`: the dimensions that tell examples apart: the variance of their means exceeds .01.
- `kl_bits`: what an example's distribution says beyond the prior, N(0, 1), in bits.
- `path_steadiness`: the share of steps along paths that lead no nearer to A.
- `midpoint_cost`: nats a token of the windows in the middle of paths; beside them those of A and B
  mixed step by step, which no latent space is needed for, and of A and B themselves.
- `nearest`: how far each window is from the training window most like it, and which that is.

Reference: Burda et al., "Importance Weighted Autoencoders", ICLR 2016, for active units.
"""

import math
from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.evaluation.baselines import NGram
from symbolic.evaluation.steps import checked, in_one_row, numbered

LEAST = 0.01  # variance
ORDER = 5
AT_ONCE = 2**19  # steps that are compared together: few enough to stay in the processor's cache
NARROW = 255  # as many differences as a byte can count


class Nearest(NamedTuple):
    """The training windows most like some windows.

    Attributes
    ----------
    distances
        The share of steps that differ.
    places
        Which training window it is; of several the first.
    """

    distances: np.ndarray
    places: np.ndarray


def validate(means: Any, deviations: Any = None) -> tuple[np.ndarray, np.ndarray]:
    """Means and deviations as arrays of one shape; or one sentence says no."""
    centres = np.asarray(means, float)
    spreads = np.ones_like(centres) if deviations is None else np.asarray(deviations, float)
    if centres.ndim != 2 or centres.shape != spreads.shape:
        raise SymbolicError(
            "means and deviations have one shape, (examples, dimensions), and not "
            f"{centres.shape} and {spreads.shape}"
        )
    if not (np.isfinite(centres).all() and np.isfinite(spreads).all() and (spreads > 0).all()):
        raise SymbolicError("means are finite and deviations above 0, and some are not")
    return centres, spreads


def active_units(means: Any, least: float = LEAST) -> int:
    """The dimensions whose means vary by more than `least` over the examples.

    >>> active_units([[0., 1., .01], [2., 1., 0.]])
    1
    """
    centres, _ = validate(means)
    return int((centres.var(axis=0) > least).sum()) if len(centres) else 0


def kl_bits(means: Any, deviations: Any) -> float:
    """What an example's distribution says beyond N(0, 1), in the mean, in bits.

    >>> round(kl_bits([[1., 0.]], [[1., 1.]]), 3)
    0.721
    """
    centres, spreads = validate(means, deviations)
    nats = (centres**2 + spreads**2 - 1 - 2 * np.log(spreads)).sum(axis=1) / 2
    return float(nats.mean() / math.log(2)) if len(nats) else math.nan


def path_steadiness(paths: Any, kind: str = "melody") -> float:
    """The share of steps along paths that lead no nearer to A.

    >>> path_steadiness([[[41, 0, 43], [41, 0, 45], [42, 0, 45], [41, 0, 45]]])
    0.6666666666666666
    """
    numbers = numbered(paths, kind, axes=3)
    away = (numbers != numbers[:, :1]).sum(axis=2)
    steps = np.diff(away, axis=1)
    return float((steps >= 0).mean()) if steps.size else math.nan


def midpoint_cost(
    paths: Any, training: Any, kind: str = "melody", order: int = ORDER, seed: int = 0
) -> "OrderedDict[str, float]":
    """Nats a token of the middles of paths, of a mix of their ends, and of the ends.

    Of an even number of points the one after the middle is taken. The mix has each step of A or of
    B, by chance, B's as often as the middle is on the way from A to B.

    Parameters
    ----------
    paths
        (paths, points, steps), or with an axis more.
    training
        Windows to count.
    order
        How many tokens a gram has.

    Examples
    --------
    >>> training = [[41, 0, 43, 0]] * 9 + [[45, 0, 46, 0]] * 9
    >>> cost = midpoint_cost([[[41, 0, 43, 0], [41, 0, 43, 0], [45, 0, 46, 0]]], training)
    >>> list(cost), cost["midpoint_nats"] <= cost["mix_nats"]
    (['midpoint_nats', 'mix_nats', 'end_nats'], True)
    """
    array = checked(paths, kind, axes=3)
    names = ("midpoint_nats", "mix_nats", "end_nats")
    if not len(array) or array.shape[1] < 3:
        return OrderedDict.fromkeys(names, math.nan)
    middle = array.shape[1] // 2
    share = middle / (array.shape[1] - 1)
    first, last = array[:, 0], array[:, -1]
    lines, size = in_one_row(training, kind)
    model = NGram(order, size).fit(lines)
    parts = (array[:, middle], mixed(first, last, share, seed), first, last)
    costs = [_cost(model, part, kind) for part in parts]
    return OrderedDict(zip(names, (*costs[:2], sum(costs[2:]) / 2), strict=True))


def mixed(first: np.ndarray, last: np.ndarray, share: float, seed: int = 0) -> np.ndarray:
    """Windows with each step of one or of the other, by chance: what needs no latent space.

    Parameters
    ----------
    first, last
        (windows, steps), or with an axis more.
    share
        How often a step is the last's.

    Examples
    --------
    >>> mixed(np.full((1, 6), 41), np.full((1, 6), 45), share=.5)
    array([[41, 45, 45, 45, 41, 41]])
    """
    chance = np.random.default_rng(seed).random(first.shape[:2]) < share
    return np.where(chance.reshape(chance.shape + (1,) * (first.ndim - 2)), last, first)


def nearest(windows: Any, training: Any, kind: str = "melody") -> Nearest:
    """How far each window is from the training window most like it, and which that is.

    >>> nearest([[41, 0, 43, 1]], [[41, 0, 0, 0], [41, 0, 45, 1]])
    Nearest(distances=array([0.25]), places=array([1]))
    """
    ours, theirs = numbered(windows, kind), numbered(training, kind)
    steps = ours.shape[1]
    if theirs.shape[1] != steps or not len(theirs) or not steps:
        raise SymbolicError(
            f"windows of {steps} steps are held beside training windows of as many, "
            f"not beside an array of shape {theirs.shape}"
        )
    fewest, places = np.full(len(ours), steps + 1), np.zeros(len(ours), np.int64)
    columns = max(AT_ONCE // steps, 1)
    for begin in range(0, len(theirs), columns):
        beside = np.ascontiguousarray(theirs[begin : begin + columns].T)
        differ = np.empty(beside.shape, bool)
        for row, window in enumerate(ours):
            np.not_equal(beside, window[:, None], out=differ)
            counts = _counted(differ)
            best = int(counts.argmin())
            if counts[best] < fewest[row]:
                fewest[row], places[row] = counts[best], begin + best
    return Nearest(fewest / steps, places)


def evaluate(
    means: Any,
    deviations: Any,
    paths: Any = None,
    training: Any = None,
    kind: str = "melody",
    seed: int = 0,
) -> "OrderedDict[str, float]":
    """Every figure that can be told: without paths, or training windows, some are left out.

    >>> list(evaluate([[1., 0.], [-1., 0.]], [[.5, 1.], [.5, 1.]]))
    ['kl_bits', 'active_units']
    """
    figures: OrderedDict[str, float] = OrderedDict()
    figures["kl_bits"] = kl_bits(means, deviations)
    figures["active_units"] = active_units(means)
    if paths is not None:
        figures["path_steadiness"] = path_steadiness(paths, kind)
        if training is not None:
            figures |= midpoint_cost(paths, training, kind, seed=seed)
    return figures


def _cost(model: NGram, windows: np.ndarray, kind: str) -> float:
    """Nats a token, the first of each window left out."""
    lines, _ = in_one_row(windows, kind)
    nats = model.nll_of_batch(lines[:, :-1], lines[:, 1:])
    return float(nats.mean()) if nats.size else math.nan


def _counted(differ: np.ndarray) -> np.ndarray:
    """How many steps differ in each column: bytes are added as such, as far as they hold it."""
    bytewise = differ.view(np.uint8)
    parts = [
        np.add.reduce(bytewise[begin : begin + NARROW], axis=0, dtype=np.uint8)
        for begin in range(0, len(bytewise), NARROW)
    ]
    return parts[0] if len(parts) == 1 else np.add.reduce(parts, axis=0, dtype=np.int64)
