"""How a performance counts time: in steps of milliseconds, or in ticks.

A moment is rounded by itself, never by its distance from the one before, so no error adds up.
"""

from abc import ABC, abstractmethod

import numpy as np

from symbolic.score import Score

LATEST_TICK = 2**40 - 1  # what a score can hold, less one
MILLISECOND_RESOLUTION = 500  # ticks in a quarter: at 120 quarters a minute a tick is 1 ms


class Clock(ABC):
    """Score time <-> steps counted from 0.

    Attributes
    ----------
    resolution
        Of the scores that are made from steps, which play at 120 quarters a minute.
    ticks
        Of such a score in one step.
    span
        Steps in the longest shift that has every shorter one beside it.
    unit
        What one step is called, with its number.
    """

    resolution: int
    ticks: int
    span: int
    unit: tuple[int, str]

    @property
    def last(self) -> int:
        """The last step there is: what comes later is drawn forward to it."""
        return LATEST_TICK // self.ticks

    @abstractmethod
    def steps(self, score: Score, ticks: np.ndarray) -> np.ndarray:
        """The step nearest to each moment of a score."""


class MillisecondClock(Clock):
    """Steps of some milliseconds; shifts up to a second.

    Examples
    --------
    >>> MillisecondClock(10).steps(Score(480, tempos=[(0, 1_000_000)]), np.array([480, 483, 485]))
    array([100, 101, 101])
    """

    resolution = MILLISECOND_RESOLUTION

    def __init__(self, step: int):
        self.ticks = step
        self.span = 1000 // step
        self.unit = step, "ms"

    def steps(self, score: Score, ticks: np.ndarray) -> np.ndarray:
        """The step nearest to each moment, under the score's tempos."""
        steps = score.timeline.ticks_to_seconds(ticks)
        steps *= 1000 / self.ticks
        return np.rint(steps, out=steps).astype(np.int64)


class TickClock(Clock):
    """Steps of one tick, of which a quarter has `resolution`; shifts up to a quarter.

    Examples
    --------
    >>> TickClock(4).steps(Score(8), np.array([2, 5, 8]))
    array([1, 3, 4])
    """

    ticks = 1
    unit = 1, "ticks"

    def __init__(self, resolution: int):
        self.resolution = resolution
        self.span = resolution

    def steps(self, score: Score, ticks: np.ndarray) -> np.ndarray:
        """The ticks themselves; those of another resolution are brought to this one."""
        if score.resolution == self.resolution:
            return ticks
        return (2 * ticks * self.resolution + score.resolution) // (2 * score.resolution)
