"""Qualities of melodies as numbers of their windows, in the network: what dimensions may be tied to.

They are those of `symbolic.theory.attributes`, told from tokens.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from keras import ops

from symbolic.errors import SymbolicError
from symbolic.tokenizers.windows.line import FIRST_PITCH, LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symbolic.models.vae.network import VaeNetwork

C_MAJOR = (0, 2, 4, 5, 7, 9, 11)
LOWEST = 21  # the MIDI pitch of the first pitch token
QUARTER, EIGHTH = 4, 2  # sixteenths
STEEP = 3.0  # how soon a distance between points counts as an order


def _onsets(windows) -> Any:
    return ops.cast(windows >= FIRST_PITCH, "float32")


def density(windows) -> Any:
    """Onsets in a step."""
    return ops.mean(_onsets(windows), -1)


def diatonic(windows) -> Any:
    """The share of notes in C major."""
    at_home = np.array([(token - FIRST_PITCH + LOWEST) % 12 in C_MAJOR for token in range(90)], "f")
    onsets = _onsets(windows)
    return _share(ops.take(ops.convert_to_tensor(at_home), windows, axis=0) * onsets, onsets)


def interval(windows) -> Any:
    """Semitones from one note to the next, in the mean."""
    onsets = _onsets(windows)
    steps = ops.arange(1, windows.shape[1] + 1, dtype="float32")
    last = _greatest_so_far(onsets * steps)
    before = ops.concatenate([ops.zeros_like(last[:, :1]), last[:, :-1]], 1)  # 0: there is none
    pitches = ops.cast(windows, "float32")
    place = ops.cast(ops.maximum(before - 1, 0), "int32")
    leaps = ops.abs(pitches - ops.take_along_axis(pitches, place, axis=1))
    counted = onsets * ops.cast(before > 0, "float32")
    return _share(leaps * counted, counted)


def _greatest_so_far(rows) -> Any:
    """The greatest number of each row up to each place, in a few doubling shifts."""
    shift = 1
    while shift < rows.shape[1]:
        rows = ops.maximum(rows, ops.pad(rows, ((0, 0), (shift, 0)))[:, : rows.shape[1]])
        shift *= 2
    return rows


def _syncopation(off: int, every: int) -> Callable[[Any], Any]:
    def quality(windows) -> Any:
        onsets = _onsets(windows)
        steps = np.arange(windows.shape[1])
        places = ops.convert_to_tensor((steps % every == off).astype("f"))
        after = ops.concatenate([onsets[:, off:], ops.zeros_like(onsets[:, :off])], 1)
        return _share(onsets * places * (1 - after), onsets)

    return quality


def _share(parts, wholes) -> Any:
    return ops.sum(parts, -1) / ops.maximum(ops.sum(wholes, -1), 1.0)


QUALITIES: dict[str, Callable[[Any], Any]] = {
    "diatonic": diatonic,
    "density": density,
    "interval": interval,
    "syncopation_16": _syncopation(1, EIGHTH),
    "syncopation_8": _syncopation(EIGHTH, QUARTER),
}


def check_ties(names: "Sequence[str]", network: "VaeNetwork") -> None:
    """Say in one sentence why dimensions cannot be tied to qualities, if they cannot."""
    if unknown := [name for name in names if name not in QUALITIES]:
        raise SymbolicError(
            f"no quality is called {', '.join(map(str, unknown)):.60}: there are {', '.join(QUALITIES)}"
        )
    if getattr(network.steps, "sizes", ()) != (len(LINE),):
        raise SymbolicError("ties are for melodies: other windows have no such qualities")
    if len(names) > network.size.latent:
        raise SymbolicError(f"{len(names)} ties need as many dimensions: {network.size.latent}")


def disorder(points, windows, names: tuple[str, ...]) -> Any:
    """How far the first dimensions of points are from the order of the qualities of windows.

    One dimension for each quality; 0 where it grows whenever the quality does (Pati and Lerch,
    Attribute-based regularization of latent spaces, 2020).
    """
    found = 0.0
    for number, name in enumerate(names):
        values, places = QUALITIES[name](windows), points[:, number]
        wanted = ops.sign(values[:, None] - values[None])
        given = ops.tanh(STEEP * (places[:, None] - places[None]))
        found = found + ops.mean(ops.abs(given - wanted) * ops.abs(wanted))
    return found
