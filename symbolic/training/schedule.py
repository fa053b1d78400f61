"""The learning rate over a run: up in a line, then down along a cosine."""

import math

import keras
from keras import ops


class WarmupCosine(keras.optimizers.schedules.LearningRateSchedule):
    """Rises to a peak, then falls to a share of it at the last update.

    Parameters
    ----------
    peak
        The highest rate.
    updates, warmup
        How many there are, and in how many of them it rises.
    final
        The share of the peak at the last.
    accumulate
        Steps to an update: Keras counts steps, also where gradients are added up.
    """

    def __init__(
        self, peak: float, updates: int, warmup: int = 0, final: float = 0.0, accumulate: int = 1
    ):
        self.peak, self.updates, self.warmup, self.final = peak, updates, warmup, final
        self.accumulate = accumulate

    def __call__(self, step):
        """The rate of a step, counted from 0."""
        step = ops.cast(step // self.accumulate, "float32")
        rising = (step + 1) / max(self.warmup, 1)
        past = (step - self.warmup) / max(self.updates - self.warmup, 1)
        falling = self.final + (1 - self.final) * 0.5 * (
            1 + ops.cos(math.pi * ops.clip(past, 0, 1))
        )
        return self.peak * ops.where(step < self.warmup, rising, falling)

    def get_config(self) -> dict:
        """What makes the same schedule."""
        return {
            "peak": self.peak,
            "updates": self.updates,
            "warmup": self.warmup,
            "final": self.final,
            "accumulate": self.accumulate,
        }
