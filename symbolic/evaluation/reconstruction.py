"""Reconstruction: how much of a window comes back from a model that has put it into few numbers.

Conventions
-----------
`reference` and `estimated` are windows of one shape, of the four kinds that tokenizers make:
"melody" and "drums", (windows, steps) of tokens; "trio", (windows, steps, 3) of tokens; "groove",
(windows, steps, 27) of numbers, whose hits count where they are above a half. Counts are made over
all windows and steps before they are divided, so long windows and full ones weigh more. Most steps
of real music hold nothing, and whoever writes nothing is right there: never read `accuracy`
without `no_event_accuracy` beside it. A figure that nothing tells is nan.

Metrics
-------
- `accuracy`: the share of steps that are as they were; of a trio in all parts, of a groove in
  which drums are struck.
- `no_event_accuracy`: the accuracy of windows in which nothing happens: the floor.
- `class_accuracy`: the share of steps that are as they were, for each token that the reference
  has, in the mean of these tokens.
- `hamming`: the share of steps that are not as they were.
- `onset_f1`: F1 of the steps at which a note of a line begins, whichever it is.
- `note_f1`: F1 of notes of a line, alike in step and pitch.
- `pitch_accuracy`: of the notes of a line, at how many steps one with the same pitch begins.
- `hit_f1`: F1 of hits on drums, each drum by itself.
- `velocity_error`, `offset_error`: how far both are off where a hit of a groove was hit, in the
  mean; velocities go from 0 to 1, offsets from -1 to 1, half a step late to half a step early.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.evaluation.steps import STRUCK, checked, numbered
from symbolic.tokenizers.windows.groove import HIT, OFFSET, VELOCITY
from symbolic.tokenizers.windows.hits import BITS
from symbolic.tokenizers.windows.line import FIRST_PITCH


def validate(reference: Any, estimated: Any, kind: str = "melody") -> tuple[np.ndarray, np.ndarray]:
    """Both as arrays of the kind; or one sentence says no."""
    one, other = checked(reference, kind), checked(estimated, kind)
    if one.shape != other.shape:
        raise SymbolicError(
            f"a reconstruction has the shape of its reference, {one.shape}, not {other.shape}"
        )
    return one, other


def accuracy(reference: Any, estimated: Any, kind: str = "melody") -> float:
    """The share of steps that are as they were.

    >>> accuracy([[41, 0, 0, 0]], [[43, 0, 0, 0]])
    0.75
    """
    one, other = _numbered(reference, estimated, kind)
    return _share((one == other).sum(), one.size)


def no_event_accuracy(reference: Any, kind: str = "melody") -> float:
    """The accuracy of windows in which nothing happens.

    >>> no_event_accuracy([[41, 0, 0, 1]])
    0.5
    """
    one = numbered(reference, kind)
    return _share((one == 0).sum(), one.size)


def class_accuracy(reference: Any, estimated: Any, kind: str = "melody") -> float:
    """The share of steps that are as they were, in the mean of the tokens that there are.

    >>> class_accuracy([[41, 0, 0, 0]], [[0, 0, 0, 0]])
    0.5
    """
    one, other = _numbered(reference, estimated, kind)
    _, places = np.unique(one, return_inverse=True)
    places = places.reshape(-1)
    found = np.bincount(places, (one == other).reshape(-1))
    return float((found / np.bincount(places)).mean()) if one.size else math.nan


def hamming(reference: Any, estimated: Any, kind: str = "melody") -> float:
    """The share of steps that are not as they were.

    >>> hamming([[41, 0, 0, 0]], [[43, 0, 0, 0]])
    0.25
    """
    one, other = _numbered(reference, estimated, kind)
    return _share((one != other).sum(), one.size)


def onset_f1(reference: Any, estimated: Any) -> float:
    """F1 of the steps at which a note of a line begins.

    >>> onset_f1([[41, 0, 43, 0]], [[42, 0, 1, 0]])
    0.6666666666666666
    """
    one, other = (line >= FIRST_PITCH for line in validate(reference, estimated))
    return _f1(one & other, one, other)


def note_f1(reference: Any, estimated: Any) -> float:
    """F1 of the notes of a line, alike in step and pitch.

    >>> note_f1([[41, 0, 43, 0]], [[41, 0, 44, 0]])
    0.5
    """
    one, other = validate(reference, estimated)
    begun, again = one >= FIRST_PITCH, other >= FIRST_PITCH
    return _f1(begun & (one == other), begun, again)


def pitch_accuracy(reference: Any, estimated: Any) -> float:
    """Of the notes of a line, at how many steps one with the same pitch begins.

    >>> pitch_accuracy([[41, 0, 43, 0]], [[41, 44, 0, 0]])
    0.5
    """
    one, other = validate(reference, estimated)
    begun = one >= FIRST_PITCH
    return _share((begun & (one == other)).sum(), begun.sum())


def hit_f1(reference: Any, estimated: Any, kind: str = "drums") -> float:
    """F1 of hits on drums, each drum by itself.

    >>> hit_f1([[5, 0, 2, 0]], [[1, 0, 2, 0]])
    0.8
    """
    if kind not in HITTING:
        raise SymbolicError(f"hits are of {' or '.join(HITTING)}, not of {kind!r:.80}")
    one, other = (HITTING[kind](array) for array in validate(reference, estimated, kind))
    return _f1(one & other, one, other)


def velocity_error(reference: Any, estimated: Any) -> float:
    """How far the velocity is off where a hit of a groove was hit."""
    return _error(reference, estimated, VELOCITY)


def offset_error(reference: Any, estimated: Any) -> float:
    """How far the offset is off where a hit of a groove was hit."""
    return _error(reference, estimated, OFFSET)


def evaluate(reference: Any, estimated: Any, kind: str = "melody") -> "OrderedDict[str, float]":
    """Every figure of the kind; those of a trio's parts with the part's name before them.

    >>> figures = evaluate([[41, 0, 43, 0]], [[41, 0, 44, 0]])
    >>> figures["accuracy"], figures["no_event_accuracy"], figures["onset_f1"]
    (0.75, 0.5, 1.0)
    """
    one, other = validate(reference, estimated, kind)
    figures: OrderedDict[str, float] = OrderedDict()
    figures["accuracy"] = accuracy(one, other, kind)
    figures["no_event_accuracy"] = no_event_accuracy(one, kind)
    figures["class_accuracy"] = class_accuracy(one, other, kind)
    figures["hamming"] = hamming(one, other, kind)
    if kind == "trio":
        for place, (part, of) in enumerate(PARTS.items()):
            for name, value in evaluate(one[..., place], other[..., place], of).items():
                figures[f"{part}_{name}"] = value
    elif kind == "melody":
        for metric in (onset_f1, note_f1, pitch_accuracy):
            figures[metric.__name__] = metric(one, other)
    else:
        figures["hit_f1"] = hit_f1(one, other, kind)
    if kind == "groove":
        figures["velocity_error"] = velocity_error(one, other)
        figures["offset_error"] = offset_error(one, other)
    return figures


PARTS = {"melody": "melody", "bass": "melody", "drums": "drums"}  # of a trio, and their kinds
HITTING: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "drums": lambda tokens: (tokens[..., None] & BITS) > 0,
    "groove": lambda numbers: numbers[..., HIT] > STRUCK,
}


def _numbered(reference: Any, estimated: Any, kind: str) -> tuple[np.ndarray, np.ndarray]:
    one, other = validate(reference, estimated, kind)
    return numbered(one, kind), numbered(other, kind)


def _share(part: Any, whole: Any) -> float:
    return float(part / whole) if whole else math.nan


def _f1(both: np.ndarray, one: np.ndarray, other: np.ndarray) -> float:
    return _share(2 * both.sum(), one.sum() + other.sum())


def _error(reference: Any, estimated: Any, columns: slice) -> float:
    one, other = validate(reference, estimated, "groove")
    both = (one[..., HIT] > STRUCK) & (other[..., HIT] > STRUCK)
    return _share(np.abs(one[..., columns] - other[..., columns])[both].sum(), both.sum())
