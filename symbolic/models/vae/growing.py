"""Growing: a hierarchical model of few bars becomes one of many, and keeps what it knows of bars.

A point of the many is the points of the few, side by side; how bars hang together over longer
stretches is what remains to be learned.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.models.artifact import put_weights, weights_of
from symbolic.models.vae.presets import HIERARCHICAL
from symbolic.models.vae.reading import reader
from symbolic.score.checks import whole

if TYPE_CHECKING:
    from symbolic.models.vae.music_vae import MusicVAE

POINT = "encoder/mean", "encoder/deviation"
SCORE = "score"


def grown(vae: "MusicVAE", bars: int) -> "MusicVAE":
    """A model of more bars that begins with what this one knows.

    Parameters
    ----------
    bars
        A multiple of this model's.
    """
    bars = whole("bars", bars, vae.bars, 1024)
    if (vae.encoder, vae.decoder) != (HIERARCHICAL, HIERARCHICAL) or bars % vae.bars:
        raise SymbolicError(
            f"a hierarchical model can grow to a multiple of its {vae.bars} bars, not {vae!r} to {bars}"
        )
    times = bars // vae.bars
    size = replace(vae.size, latent=vae.size.latent * times)
    larger = type(vae)(
        reader(vae.tokenizer, bars=bars), size, conditions=vae.conditions, seed=vae.seed
    )
    known = weights_of(vae.network)
    shares = vae.bars * vae.size.share
    for name in POINT:
        kernel = known[f"{name}/kernel"]
        over = np.zeros((len(kernel) - shares, size.latent), np.float32)
        known[f"{name}/kernel"] = np.concatenate([_blocks(kernel[:shares], times), over])
        known[f"{name}/bias"] = np.tile(known[f"{name}/bias"], times)
    # What bars say by themselves is said alike by all of them.
    known[f"{SCORE}/kernel"] = _blocks(known[f"{SCORE}/kernel"], times)
    known[f"{SCORE}/bias"] = np.tile(known[f"{SCORE}/bias"], times)
    put_weights(larger.network, known, f"{vae!r}, grown")
    return larger


def _blocks(matrix: np.ndarray, times: int) -> np.ndarray:
    """A matrix along the diagonal, so many times."""
    return np.kron(np.eye(times, dtype=np.float32), matrix)
