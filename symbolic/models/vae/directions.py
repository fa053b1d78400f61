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


def direction(
    vae: "LatentModel", function: Attribute, scores: "Iterable[Score]", seed: int = 0
) -> np.ndarray:
    """From the windows with least of an attribute to those with most, quarter to quarter."""
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
    labels = space.labels_for(vae, {}, len(windows))
    means = space.encode(vae, windows, labels).mean
    low, high = np.quantile(values, [0.25, 0.75])
    low, high = (low, high) if low < high else (values.min(), values.max())
    return means[values >= high].mean(0) - means[values <= low].mean(0)
