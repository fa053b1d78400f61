"""Directions: vectors along which an attribute of the music grows, found in a corpus."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.models.vae import space
from symbolic.models.vae.reading import windows_of
from symbolic.theory.attributes import Attribute

if TYPE_CHECKING:
    from symbolic.models.vae.latent_model import LatentModel
    from symbolic.score import Score

MOST = 4096  # windows that are looked at, drawn from all
FEWEST = 16
TRIED = 128  # points from the prior on which the length is found
LENGTHS = 2.0 ** np.arange(-2, 2.25, 0.25)  # of the difference between the quarters


def direction(
    vae: "LatentModel", function: Attribute, scores: "Iterable[Score]", seed: int = 0
) -> np.ndarray:
    """From the windows with least of an attribute to those with most, quarter to quarter.

    It is as long as it takes to move music drawn from the prior as far as these quarters lie
    apart, up and down in the mean, or as far as it goes.
    """
    windows = windows_of(vae, list(scores))
    if len(windows) > MOST:
        windows = windows[np.sort(np.random.default_rng(seed).permutation(len(windows))[:MOST])]
    values = np.array([function(vae.tokenizer.decode(window)) for window in windows], float)
    known = np.isfinite(values)
    if known.sum() < FEWEST or np.ptp(values[known]) == 0:
        raise SymbolicError(
            f"{known.sum():,} windows with more than one value are too few to find a direction"
        )
    windows, values = windows[known], values[known]
    means = space.encode(vae, windows, space.labels_for(vae, {}, len(windows))).mean
    low, high = np.quantile(values, [0.25, 0.75])
    low, high = (low, high) if low < high else (values.min(), values.max())
    least, most = values <= low, values >= high
    found = means[most].mean(0) - means[least].mean(0)
    apart = values[most].mean() - values[least].mean()
    return found * _length(vae, function, found, apart, seed)


def _length(
    vae: "LatentModel", function: Attribute, way: np.ndarray, apart: float, seed: int
) -> np.float32:
    """How many times a way must be gone for an attribute to change by so much."""
    points = np.random.default_rng(seed).standard_normal((TRIED, len(way)))
    moves = []
    for length in LENGTHS:
        up, down = (
            np.array([function(score) for score in vae.decode(points + sign * length * way)])
            for sign in (1, -1)
        )
        moves.append(np.nanmean(up - down) / 2 if np.isfinite(up - down).any() else 0.0)
        if moves[-1] >= apart:
            break
    return np.float32(LENGTHS[int(np.argmax(moves))])
