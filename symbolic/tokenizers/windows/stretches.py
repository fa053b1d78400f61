"""The stretches of a score that are in one meter, laid out in whole bars.

Bars cut short are made whole, so that bar lines fall on every so many steps: a pickup is padded
at its beginning; a bar cut in two, by a repeat sign say, is put together again; any other short
bar is padded at its end. Distances are counted in steps times the score's resolution, which are
whole numbers, so nothing is rounded before a note meets its step.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from symbolic.tokenizers.windows.shape import Shape

if TYPE_CHECKING:
    from symbolic.score import Score

OPEN = 2**45  # an end that never comes: beyond any tick


@dataclass(frozen=True)
class Laid:
    """Notes on the steps of a stretch, in order of their onsets' ticks.

    Attributes
    ----------
    fine
        Onsets in grains, of which so many make a step.
    step, end
        The step nearest to the onset, and the one nearest to the end, which is a later one.
    pitch, velocity
        As in the score.
    """

    fine: np.ndarray
    step: np.ndarray
    end: np.ndarray
    pitch: np.ndarray
    velocity: np.ndarray

    def only(self, kept: np.ndarray) -> "Laid":
        """Some of the notes."""
        columns = (self.fine, self.step, self.end, self.pitch, self.velocity)
        return Laid(*(column[kept] for column in columns))

    def earlier(self, steps: int, grain: int) -> "Laid":
        """The same notes, moved towards the beginning."""
        times = (self.fine - steps * grain, self.step - steps, self.end - steps)
        return Laid(*times, self.pitch, self.velocity)


@dataclass(frozen=True)
class Stretch:
    """One stretch: where each of its spans of whole bars begins, in ticks and as laid out.

    Attributes
    ----------
    ticks
        The beginning of every span.
    places
        Where it is laid, in steps times resolution.
    end
        The tick at which the stretch ends.
    steps
        How many steps it has.
    pickup
        Whether its first bar was short.
    """

    shape: Shape
    resolution: int
    ticks: np.ndarray
    places: np.ndarray
    end: int
    steps: int
    pickup: bool

    def lay(self, notes: np.ndarray, grain: int = 1) -> Laid:
        """Those notes that begin in the stretch, on its steps.

        Halves go up to the next step, as in note-seq, and no note is shorter than a step.
        """
        start = notes["start"]
        notes = notes[(start >= self.ticks[0]) & (start < self.end)]
        start = notes["start"]
        end = np.minimum(start + notes["duration"], self.end)
        fine = _nearest(self._placed(start, "right") * grain, self.resolution)
        step = (fine + grain // 2) // grain
        end = np.maximum(_nearest(self._placed(end, "left"), self.resolution), step + 1)
        laid = Laid(fine, step, end, notes["pitch"].astype(np.int64), notes["velocity"])
        return laid.only(step < self.steps)

    def _placed(self, ticks: np.ndarray, side) -> np.ndarray:
        """Where ticks are laid. One between two spans is the beginning of the one to its right,
        or the end of the one to its left."""
        k = np.maximum(self.ticks.searchsorted(ticks, side=side) - 1, 0)
        return self.places[k] + (ticks - self.ticks[k]) * self.shape.steps

    def ticks_at(self, bars: np.ndarray) -> np.ndarray:
        """The tick at which each laid bar begins, or its first part that was played."""
        place = bars * self.shape.bar * self.resolution
        k = np.maximum(self.places.searchsorted(place, side="right") - 1, 0)
        ahead = -((self.places[k] - place) // self.shape.steps)
        return self.ticks[k] + np.maximum(ahead, 0)


def stretches(score: "Score", shape: Shape) -> Iterator[Stretch]:
    """The stretches of a score in a shape's meter, from the first to the last."""
    meters = score.timeline.meters
    fits = [shape.takes(row["numerator"], row["denominator"]) for row in meters]
    begins = [*meters["time"].tolist(), OPEN]
    for fit, run in groupby(range(len(meters)), key=fits.__getitem__):
        if fit:
            rows = list(run)
            if rows[0] == 1 and _is_pickup(begins, score.resolution, shape):
                rows = [0, *rows]
            yield _laid_out(score.resolution, shape, begins[rows[0] : rows[-1] + 2])


def _is_pickup(begins: list[int], resolution: int, shape: Shape) -> bool:
    """Whether the score begins with less than a bar in another meter, as some programs write it."""
    return (begins[1] - begins[0]) * shape.steps < shape.bar * resolution


def _laid_out(resolution: int, shape: Shape, begins: list[int]) -> Stretch:
    """Lay spans side by side; each begins a bar, but for the second half of one cut in two."""
    bar = shape.bar * resolution
    lengths = [(b - a) * shape.steps for a, b in pairwise(begins)]
    pickup = lengths[0] < bar
    places, after = [], 0
    for number, length in enumerate(lengths):
        joins = after % bar and length < bar and after % bar + length == bar
        place = after if joins else -(-after // bar) * bar
        if number == 0 and pickup:
            place = bar - length
        places.append(place)
        after = place + length
    steps = -(-after // bar) * shape.bar
    ticks = np.array(begins[:-1], np.int64)
    places_laid = np.array(places, np.int64)
    return Stretch(shape, resolution, ticks, places_laid, begins[-1], steps, pickup)


def _nearest(numerator: np.ndarray, denominator: int) -> np.ndarray:
    """The nearest whole number to a fraction, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
