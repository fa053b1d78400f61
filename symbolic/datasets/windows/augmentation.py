"""Augmentation: by how much each piece is transposed and stretched in an epoch."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from symbolic.datasets.windows import draws
from symbolic.datasets.windows.ranges import Ranges
from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.score.checks import real, whole

FURTHEST = 127


class Augmentation:
    """Draws for every piece in every epoch.

    Attributes
    ----------
    semitones
        The transpositions to draw from, in order.
    factors
        The factors to draw from, or the two ends between which any is drawn.
    is_interval
        Which of the two.
    """

    def __init__(self, transpose: Any, stretch: Any, seed: int):
        self.semitones = _semitones(transpose)
        self.is_interval = isinstance(stretch, tuple) and len(stretch) == 2
        self.factors = _factors(stretch)
        self._seed = seed

    @property
    def asked(self) -> list:
        """What was asked for, as plain values."""
        return [self.semitones.tolist(), self.factors.tolist(), self.is_interval]

    @property
    def transposes(self) -> bool:
        """Whether anything is transposed."""
        return bool(np.any(self.semitones != 0))

    @property
    def stretches(self) -> bool:
        """Whether anything is stretched."""
        return bool(np.any(self.factors != 1))

    def moves(self, epoch: int, pieces: np.ndarray, ranges: Ranges) -> tuple[list, list]:
        """By how many semitones and by which factor each piece is moved."""
        semitones, factors = np.zeros(len(pieces), np.int64), np.ones(len(pieces))
        if self.transposes:
            fits = self.fits(*ranges.of(pieces))
            semitones = self.draw_semitones(epoch, pieces, fits)
        if self.stretches:
            factors = self.draw_factors(epoch, pieces)
        return semitones.tolist(), factors.tolist()

    def draw_semitones(self, epoch: int, numbers: np.ndarray, fits: np.ndarray) -> np.ndarray:
        """By how much each is transposed.

        Parameters
        ----------
        numbers
            Of pieces or of windows.
        fits
            For each of them, which transpositions keep all its notes: (numbers, semitones).
            Where none does, nothing is transposed.
        """
        choices = fits.sum(axis=1)
        key = draws.key(self._seed, epoch, draws.SEMITONES)
        turn = np.floor(draws.fractions(key, numbers) * choices).astype(np.int64)
        place = (fits.cumsum(axis=1) <= turn[:, None]).sum(axis=1)
        return np.where(choices > 0, np.append(self.semitones, 0)[place], 0)

    def draw_factors(self, epoch: int, numbers: np.ndarray) -> np.ndarray:
        """How many times as long each lasts."""
        lot = draws.fractions(draws.key(self._seed, epoch, draws.FACTOR), numbers)
        if self.is_interval:
            low, high = np.log(self.factors)
            return np.exp(low + lot * (high - low))
        return self.factors[np.floor(lot * len(self.factors)).astype(np.int64)]

    def fits(self, low: np.ndarray, high: np.ndarray, floor: int = 0, top: int = 127) -> np.ndarray:
        """Which transpositions keep all notes that lie between a low and a high one."""
        room = low[:, None] + self.semitones >= floor, high[:, None] + self.semitones <= top
        return np.logical_and(*room)


def limits(score: Score) -> tuple[int, int]:
    """The lowest and the highest pitch that a transposition moves; (128, -128) if there is none."""
    drums = np.array([track.is_drum for track in score.tracks], bool)
    pitch = score.notes["pitch"][~drums[score.notes["track"]]]
    return int(pitch.min(initial=128)), int(pitch.max(initial=-128))


def stretched(score: Score, factor: float) -> Score:
    """The score, slower or faster if MIDI can hold its tempos then."""
    try:
        return score if factor == 1 else score.stretch(factor)
    except SymbolicError:
        return score


def _semitones(transpose: Any) -> np.ndarray:
    values = list(transpose) if isinstance(transpose, Iterable) else [transpose]
    if not values or isinstance(transpose, str):
        raise SymbolicError(
            f"transpose is a number of semitones or several, as range(-5, 7), not {transpose!r:.80}"
        )
    checked = {whole("transpose", value, -FURTHEST, FURTHEST) for value in values}
    return np.array(sorted(checked), np.int64)


def _factors(stretch: Any) -> np.ndarray:
    values = list(stretch) if isinstance(stretch, Iterable) else [stretch]
    if not values or isinstance(stretch, str):
        raise SymbolicError(
            f"stretch is a factor, several in a list, or (low, high), not {stretch!r:.80}"
        )
    factors = np.array([real("stretch", value) for value in values])
    if factors.min() <= 0 or not math.isfinite(factors.max()):
        raise SymbolicError(f"stretch {stretch!r:.80}: factors are above 0")
    return factors
