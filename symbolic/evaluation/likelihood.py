"""Likelihood: how well a model foretells the tokens of music that it has not seen.

A model gives, for every place, a number for each token that might stand there; the target is
the token that does.

Conventions
-----------
`outputs` has one axis more than `targets`, as long as the vocabulary. Its numbers are logits or
log-probabilities: both are normalised, which leaves the latter as they are. `weights` is 0 where a
row is filled up, and such places count for nothing whatever stands there. Of tokens that are as
likely as each other the one with the lower number comes first. Logarithms are natural, except in
bits. A figure of no tokens at all is nan.

Metrics
-------
- `nats`: what each target costs, minus the logarithm of its probability.
- `nats_per_token`: the mean of that.
- `bits_per_note`: the sum of it in bits, shared among the notes that the tokens stand for, so that
  models with different tokenizers can be compared.
- `perplexity`: among how many equally likely tokens a model that costs as much would choose.
- `accuracy`: how often the likeliest token is the target.
- `top`: how often the target is among the k likeliest.
- `expected_calibration_error`: how far the model's confidence is from its accuracy, in 15 bins of
  confidence.

Reference: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from symbolic.errors import SymbolicError

BINS = 15  # of confidence
TOP = 5


class Measured(NamedTuple):
    """What a model says of some targets.

    Attributes
    ----------
    nats
        What each costs.
    ranks
        How many tokens come before it, the likeliest first.
    confidence
        The probability of the likeliest token.
    """

    nats: np.ndarray
    ranks: np.ndarray
    confidence: np.ndarray


def validate(
    outputs: Any, targets: Any, weights: Any = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The outputs, targets and weights that count, one row a token; or one sentence says no."""
    outputs, targets = np.asarray(outputs), np.asarray(targets)
    if outputs.shape[:-1] != targets.shape or outputs.ndim == 0:
        raise SymbolicError(
            f"outputs of shape {outputs.shape} do not fit targets of shape {targets.shape}: they "
            "have one axis more, as long as the vocabulary"
        )
    weights = np.ones(targets.shape) if weights is None else np.asarray(weights, float)
    if weights.shape != targets.shape:
        raise SymbolicError(
            f"weights of shape {weights.shape} do not fit targets of shape {targets.shape}"
        )
    if not (weights >= 0).all():
        raise SymbolicError("weights are 0 or more, and one is not")
    known = weights > 0
    outputs, targets, weights = outputs[known], targets[known], weights[known]
    if targets.size and not 0 <= targets.min() <= targets.max() < outputs.shape[-1]:
        raise SymbolicError(
            f"targets go from {targets.min()} to {targets.max()}, but outputs are for tokens 0 to "
            f"{outputs.shape[-1] - 1}"
        )
    if outputs.dtype.kind != "f" or outputs.dtype.itemsize < 4:  # half precision is too coarse
        outputs = outputs.astype(np.float32)
    if targets.size and not np.isfinite(outputs.max(axis=-1)).all():
        raise SymbolicError(
            "some outputs are nan, infinite or allow no token at all: the model is broken"
        )
    return outputs, targets.astype(np.int64), weights


def measure(outputs: np.ndarray, targets: np.ndarray) -> Measured:
    """What outputs of shape (tokens, vocabulary) say of as many targets."""
    if len(targets) == 0:
        return Measured(*np.zeros((3, 0)))
    highest = outputs.max(axis=1)
    sums = np.exp(outputs - highest[:, None]).sum(axis=1)
    said = np.take_along_axis(outputs, targets[:, None], axis=1)
    cost = np.log(sums) - (said[:, 0] - highest)
    return Measured(cost, ranks(outputs, targets), 1 / sums)


def ranks(outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """How many tokens come before each target, the likeliest first."""
    said = np.take_along_axis(outputs, targets[:, None], axis=1)
    found = np.count_nonzero(outputs > said, axis=1)
    alike = outputs == said
    tied = np.flatnonzero(np.count_nonzero(alike, axis=1) > 1)
    before = np.arange(outputs.shape[1]) < targets[tied, None]
    found[tied] += np.count_nonzero(alike[tied] & before, axis=1)
    return found


class Tally:
    """Sums over batches, from which every figure follows."""

    def __init__(self) -> None:
        self._weight = self._nats = self._first = self._top = 0.0
        self._bins = np.zeros((3, BINS))  # weight, confidence and hits in each bin of confidence

    def add(self, measured: Measured, weights: np.ndarray) -> None:
        """Count some more targets."""
        hits = weights * (measured.ranks == 0)
        self._weight += float(weights.sum())
        self._nats += float((weights * measured.nats.astype(float)).sum())
        self._first += float(hits.sum())
        self._top += float(weights[measured.ranks < TOP].sum())
        bins = np.ceil(measured.confidence * BINS).astype(np.int64).clip(1, BINS) - 1
        for row, values in enumerate((weights, weights * measured.confidence, hits)):
            self._bins[row] += np.bincount(bins, values, BINS)

    def result(self, notes: int | None = None) -> "OrderedDict[str, float]":
        """The figures."""
        if not self._weight:
            return OrderedDict.fromkeys(FIGURES, math.nan) | {"tokens": 0}
        nats = self._nats / self._weight
        _, confidence, hits = self._bins
        values = (
            nats,
            self._nats / math.log(2) / notes if notes else math.nan,
            math.exp(nats) if nats < 700 else math.inf,
            self._first / self._weight,
            self._top / self._weight,
            float(np.abs(confidence - hits).sum() / self._weight),
            self._weight,
        )
        return OrderedDict(zip(FIGURES, values, strict=True))


FIGURES = (
    "nats_per_token",
    "bits_per_note",
    "perplexity",
    "accuracy",
    f"top_{TOP}",
    "expected_calibration_error",
    "tokens",
)


def nats(outputs: Any, targets: Any) -> np.ndarray:
    """What each target costs: minus the logarithm of its probability.

    >>> nats(np.log([[.5, .25, .25]]), [0]).round(3)
    array([0.693])
    """
    rows, flat, _ = validate(outputs, targets)
    return measure(rows, flat).nats.reshape(np.shape(targets))


def nats_per_token(outputs: Any, targets: Any, weights: Any = None) -> float:
    """The mean of what the targets cost."""
    return _one(outputs, targets, weights)["nats_per_token"]


def bits_per_note(outputs: Any, targets: Any, notes: int, weights: Any = None) -> float:
    """What all targets cost together, in bits, for each of so many notes.

    >>> bits_per_note(np.zeros((6, 8)), np.zeros(6, int), notes=2)
    9.0
    """
    return evaluate([(outputs, targets, weights)], notes)["bits_per_note"]


def perplexity(outputs: Any, targets: Any, weights: Any = None) -> float:
    """Among how many equally likely tokens a model that costs as much would choose.

    >>> round(perplexity(np.zeros((6, 8)), np.zeros(6, int)), 6)
    8.0
    """
    return _one(outputs, targets, weights)["perplexity"]


def accuracy(outputs: Any, targets: Any, weights: Any = None) -> float:
    """How often the likeliest token is the target.

    >>> accuracy([[2., 1.], [2., 1.]], [0, 1])
    0.5
    """
    return _one(outputs, targets, weights)["accuracy"]


def top(outputs: Any, targets: Any, k: int = TOP, weights: Any = None) -> float:
    """How often the target is among the k likeliest tokens.

    >>> top([[3., 2., 1.], [3., 2., 1.]], [1, 2], k=2)
    0.5
    """
    rows, flat, counted = validate(outputs, targets, weights)
    if not len(flat):
        return math.nan
    return float(counted[ranks(rows, flat) < k].sum() / counted.sum())


def expected_calibration_error(outputs: Any, targets: Any, weights: Any = None) -> float:
    """How far confidence is from accuracy: 0 is honest, and 1 is sure and always wrong.

    >>> round(expected_calibration_error(np.log([[.75, .25]] * 4), [0, 0, 0, 1]), 6)
    0.0
    """
    return _one(outputs, targets, weights)["expected_calibration_error"]


def evaluate(
    batches: Iterable[tuple[Any, Any, Any]], notes: int | None = None
) -> "OrderedDict[str, float]":
    """Every figure, over batches as they come.

    Parameters
    ----------
    batches
        Tuples (outputs, targets, weights); weights may be None.
    notes
        How many notes the tokens stand for; without it, bits per note are nan.

    Examples
    --------
    >>> figures = evaluate([(np.zeros((2, 3, 8)), np.zeros((2, 3), int), None)], notes=2)
    >>> figures["bits_per_note"], figures["accuracy"], figures["tokens"]
    (9.0, 1.0, 6.0)
    """
    tally = Tally()
    for outputs, targets, weights in batches:
        rows, flat, counted = validate(outputs, targets, weights)
        tally.add(measure(rows, flat), counted)
    return tally.result(notes)


def _one(outputs: Any, targets: Any, weights: Any) -> "OrderedDict[str, float]":
    return evaluate([(outputs, targets, weights)])
