"""The space of a MusicVAE: windows to points and points to windows, in compiled batches."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symbolic.datasets.windows.harmony import CHORDS, told_chords
from symbolic.errors import SymbolicError
from symbolic.models.compiled import compiled
from symbolic.score.checks import real

if TYPE_CHECKING:
    from symbolic.models.vae.latent_model import LatentModel

ROWS = 256  # windows that go through the network together; fewer are filled up to a power of two


class Points(NamedTuple):
    """Where windows lie: the mean and the deviation of each, (windows, dimensions)."""

    mean: np.ndarray
    deviation: np.ndarray


def encode(vae: "LatentModel", windows: np.ndarray, labels: dict[str, np.ndarray]) -> Points:
    """Where windows lie."""
    network = vae.network

    def run(windows, labels):
        return network.encode(windows, network.labels(labels))

    function = compiled(network, "encode", run)
    kind = np.float32 if windows.dtype.kind == "f" else np.int32
    found = [
        [np.asarray(one)[:count] for one in function(part.astype(kind), told)]
        for count, part, told in _parts(windows, labels)
    ]
    mean, deviation = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Points(mean, deviation)


def decode(
    vae: "LatentModel",
    points: Any,
    labels: dict[str, np.ndarray],
    temperature: float = 0.0,
    seed: int = 0,
) -> np.ndarray:
    """The windows of points: the likeliest step after the likeliest, or drawn."""
    network = vae.network
    points = checked_points(vae, points)
    temperature = real("temperature", temperature)
    if temperature < 0:
        raise SymbolicError(f"temperature={temperature} must be at least 0")

    def run(points, uniform, temperature, labels):
        return network.write(points, uniform, temperature, network.labels(labels))

    function = compiled(network, "write", run)
    draw, outputs = np.random.default_rng(seed), network.steps.outputs
    found = []
    for count, part, told in _parts(points, labels):
        # Each window has numbers of its own, however many are written with it.
        shape = (count, network.length, outputs)
        uniform = draw.random(shape, np.float32) if temperature else np.full(shape, 0.5, np.float32)
        uniform = np.pad(uniform, [(0, len(part) - count), (0, 0), (0, 0)], constant_values=0.5)
        drawn = function(part, uniform, np.float32(temperature), told)
        found.append(np.asarray(drawn)[:count])
    return np.concatenate(found)


def teach(
    vae: "LatentModel", windows: np.ndarray, points: np.ndarray, labels: dict[str, np.ndarray]
) -> dict[str, float]:
    """Nats and accuracy of a step, in the mean, where the true steps before are known."""
    network = vae.network

    def run(points, windows, labels):
        said = network.teach(points, windows, network.labels(labels))
        return network.steps.nats(said, windows), network.steps.accuracy(said, windows)

    function = compiled(network, "teach", run)
    kind = np.float32 if windows.dtype.kind == "f" else np.int32
    both = {"windows": windows.astype(kind), **labels}
    sums = np.zeros(2)
    for count, part, told in _parts(points, both):
        found = function(part, told.pop("windows"), told)
        sums += [float(np.asarray(one)[:count].sum()) for one in found]
    nats, accuracy = sums / (len(windows) * network.length)
    return {"nats": nats, "accuracy": accuracy}


def checked_points(vae: "LatentModel", points: Any) -> np.ndarray:
    """Points as rows, if they are of this space."""
    try:
        rows = np.atleast_2d(np.asarray(points, np.float32))
    except (TypeError, ValueError):
        raise SymbolicError(f"points are an array of numbers, not {points!r:.60}") from None
    if rows.ndim != 2 or rows.shape[1] != vae.size.latent or not np.isfinite(rows).all():
        raise SymbolicError(
            f"points of this model are finite numbers in rows of {vae.size.latent}, not an array "
            f"of the shape {np.shape(points)}"
        )
    return rows


def labels_for(
    vae: "LatentModel", conditions: Mapping[str, Any], count: int
) -> dict[str, np.ndarray]:
    """The numbers of conditions for so many windows; 0 where one is not told."""
    if unknown := conditions.keys() - vae.conditions.keys():
        known = ", ".join(vae.conditions) or "none"
        raise SymbolicError(
            f"this model knows no condition {', '.join(sorted(unknown)):.80}; it knows {known}"
        )
    found = {}
    for name, values in vae.conditions.items():
        if name == CHORDS:
            found[name] = _chords(vae, conditions.get(CHORDS), count)
            continue
        value = conditions.get(name, "")
        if value not in values:
            raise SymbolicError(f"{name}={value!r:.40}: it is one of {', '.join(values):.300}")
        found[name] = np.full(count, values.index(value), np.int32)
    return found


def _chords(vae: "LatentModel", symbols: Any, count: int) -> np.ndarray:
    """Chords for the steps of so many windows: as symbols, as numbers, or none."""
    shape = vae.tokenizer.shape
    if symbols is None:
        return np.zeros((count, shape.length), np.int32)
    told = told_chords(symbols, shape) if isinstance(symbols, str) else np.asarray(symbols)
    return np.ascontiguousarray(np.broadcast_to(told, (count, shape.length)), np.int32)


def _parts(
    rows: np.ndarray, labels: dict[str, np.ndarray]
) -> Iterator[tuple[int, np.ndarray, dict[str, np.ndarray]]]:
    """Rows in parts: how many, then these and their labels filled up to a power of two."""
    for first in range(0, len(rows), ROWS):
        count = min(ROWS, len(rows) - first)
        numbers = np.arange(first, first + (1 << (count - 1).bit_length()))
        numbers = np.minimum(numbers, first + count - 1)
        yield count, rows[numbers], {name: row[numbers] for name, row in labels.items()}
