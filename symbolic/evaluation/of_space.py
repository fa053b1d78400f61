"""Evaluate a space of points: what comes back from it, what its points tell, what lies between."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.evaluation import latent, reconstruction
from symbolic.evaluation.comparing import compare
from symbolic.evaluation.report import Report
from symbolic.evaluation.steps import kind_of
from symbolic.score import Score
from symbolic.score.checks import whole

if TYPE_CHECKING:
    from symbolic.models.vae.latent_model import LatentModel

MOST = 1024  # windows of held-out pieces that are read, drawn from all
TRAINING = 20_000  # windows of training pieces
PAIRS, POINTS = 64, 9
IN_A_LINE = ("melody", "drums")  # kinds whose windows are lines of tokens
PRIOR = 64  # windows from which an attribute is shifted
GREEDY, DRAWN, TAUGHT, SHUFFLED = "mean, greedy", "drawn", "true history", "others' points"


def evaluate_space(
    vae: "LatentModel",
    heldout: Iterable[Score],
    training: Iterable[Score] = (),
    samples: int = 64,
    seed: int = 0,
    temperature: float = 0.5,
) -> Report:
    """Report on a model that has a space of points.

    Parameters
    ----------
    heldout
        Pieces that it did not learn from.
    training
        Those that it did, for what lies between, and for what its samples are nearest to.
    samples
        How many points are drawn from the prior to be compared; 0 leaves that out.
    """
    real, learned = list(heldout), list(training)
    count = whole("samples", samples, 0, 2**20)
    draw = np.random.default_rng(seed)
    windows = _windows(vae, real, MOST, draw)
    if not len(windows):
        raise SymbolicError("no held-out piece has a window that this model reads")
    kind = kind_of(vae.tokenizer)
    report = Report(f"{type(vae).__name__} {vae.about.get('name', '')}".strip())
    points = vae.encode(windows)
    for name, figures in reconstructed(vae, windows, points, seed).items():
        report.add("reconstruction", name, figures)
    report.add("space", "model", told(vae, windows, points))
    known = _windows(vae, learned, TRAINING, draw) if learned else None
    report.add("paths", "model", between(vae, points.mean, known, kind, draw))
    if count and kind in IN_A_LINE:
        _add_prior(report, vae, windows, known, vae.sample(count, temperature, seed))
    if vae.directions:
        for name, row in attribute_matrix(vae, seed).items():
            report.add("change of attributes (%)", f"along {name}", row)
    return report


def _add_prior(
    report: Report,
    vae: "LatentModel",
    windows: np.ndarray,
    known: np.ndarray | None,
    prior: list[Score],
) -> None:
    """What is drawn from the prior beside what is held out."""
    heard = [piece for piece in prior if len(piece.notes)]
    rows = np.concatenate([vae.tokenizer.encode(piece)[:1] for piece in heard])
    kind = kind_of(vae.tokenizer)
    if known is not None:
        report.add("nearest in training", "samples", _nearest(rows, known, kind))
        report.add("nearest in training", "held out", _nearest(windows, known, kind))
    real = [vae.tokenizer.decode(window) for window in windows[: 4 * len(prior)]]
    compared = compare(heard, real, [], vae.tokenizer, report.title)
    report.sections |= compared.sections
    report.panels += compared.panels


def reconstructed(
    vae: "LatentModel", windows: np.ndarray, points: Any, seed: int = 0
) -> dict[str, dict[str, float]]:
    """What comes back: with the history true, greedily, drawn, and from other windows' points."""
    kind = kind_of(vae.tokenizer)
    draw = np.random.default_rng(seed)
    noise = draw.standard_normal(points.mean.shape)
    other = np.roll(np.arange(len(windows)), 1)
    ways = {
        GREEDY: (points.mean, 0.0),
        DRAWN: (points.mean + points.deviation * noise, 1.0),
        SHUFFLED: (points.mean[other], 0.0),
    }
    found = {TAUGHT: {"accuracy": taught(vae, windows, points.mean)["accuracy"]}}
    for name, (places, temperature) in ways.items():
        back = vae.decode_windows(places, temperature, seed)
        found[name] = reconstruction.evaluate(windows, back, kind)
    return found


def taught(vae: "LatentModel", windows: np.ndarray, means: np.ndarray) -> dict[str, float]:
    """Accuracy and bits a step, where the true steps before are known."""
    said = vae.teach(windows, means)
    return {"accuracy": said["accuracy"], "bits_per_step": said["nats"] / np.log(2)}


def told(vae: "LatentModel", windows: np.ndarray, points: Any) -> dict[str, float]:
    """What points tell: bits, active units, bits that remain to be said of a step."""
    return {
        "bits_per_step": taught(vae, windows, points.mean)["bits_per_step"],
        "kl_bits": latent.kl_bits(points.mean, points.deviation),
        "active_units": latent.active_units(points.mean),
        "dimensions": points.mean.shape[1],
    }


def between(
    vae: "LatentModel",
    means: np.ndarray,
    known: np.ndarray | None,
    kind: str,
    draw: np.random.Generator,
) -> dict[str, float]:
    """What lies on paths from one held-out window to another."""
    from symbolic.models.vae.paths import between

    pairs = draw.permutation(len(means))[: 2 * (min(2 * PAIRS, len(means)) // 2)].reshape(2, -1)
    if not pairs.size:
        return {}
    path = between(means[pairs[0]], means[pairs[1]], POINTS)
    windows = vae.decode_windows(path.reshape(-1, path.shape[-1]))
    windows = windows.reshape(POINTS, len(pairs[0]), *windows.shape[1:]).swapaxes(0, 1)
    found = {"steadiness": latent.path_steadiness(windows, kind)}
    if known is not None and kind != "groove":
        found |= latent.midpoint_cost(windows, known, kind)
    return found


def attribute_matrix(vae: "LatentModel", seed: int = 0) -> dict[str, dict[str, float]]:
    """By how many % each attribute changes where each direction is added, and taken away.

    On points drawn from the prior, in the mean over those of which the attribute is known.
    """
    from symbolic.theory.attributes import ATTRIBUTES

    points = np.random.default_rng(seed).standard_normal((PRIOR, vae.size.latent))
    before = vae.decode(points)
    names = [name for name in vae.directions if name in ATTRIBUTES]
    found: dict[str, dict[str, float]] = {}
    for name in names:
        row: dict[str, float] = {}
        for way, amount in (("added", 1.0), ("taken", -1.0)):
            after = vae.decode(points + amount * vae.directions[name])
            for other in names:
                values = np.array([[ATTRIBUTES[other](s) for s in x] for x in (before, after)])
                values = values[:, np.isfinite(values).all(0)]
                base = values[0].mean() if values.size else 0.0
                change = (values[1].mean() - base) / base if base else np.nan
                row[f"{other}, {way}"] = 100 * change
        found[name] = row
    return found


def _windows(
    vae: "LatentModel", scores: list[Score], most: int, draw: np.random.Generator
) -> np.ndarray:
    """Windows of scores, so many at most."""
    found = [vae.tokenizer.encode(score) for score in scores]
    rows = np.concatenate([row for row in found if len(row)] or [np.zeros((0, 1))])
    if len(rows) <= most:
        return rows
    return rows[np.sort(draw.permutation(len(rows))[:most])]


def _nearest(windows: np.ndarray, known: np.ndarray, kind: str) -> dict[str, float]:
    distances = latent.nearest(windows, known, kind).distances
    return {
        "mean_distance": float(distances.mean()),
        "least_distance": float(distances.min()),
        "share_equal": float((distances == 0).mean()),
    }
