"""Reading: the windows of scores as a MusicVAE takes them, and what was taken."""

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.tokenizers.windows.extraction import Extraction

if TYPE_CHECKING:
    from symbolic.models.vae.latent_model import LatentModel
    from symbolic.tokenizers.windows.tokenizer import WindowTokenizer


def windows_of(vae: "LatentModel", music: Any, track: int | str | None = None) -> np.ndarray:
    """All windows of scores, or windows as they are.

    Parameters
    ----------
    music
        A score, several, or an array of windows.
    track
        Which one is read, where there are several.
    """
    if isinstance(music, np.ndarray):
        return _checked(vae, music)
    scores = [music] if isinstance(music, Score) else music
    if isinstance(scores, str) or not isinstance(scores, Iterable):
        raise SymbolicError(f"give a score, several, or windows as an array, not {music!r:.60}")
    scores = [_score(score) for score in scores]
    tokenizer = reader(vae.tokenizer, track)
    if len(scores) == 1:
        return extracted(tokenizer, scores[0]).windows
    found = [tokenizer.encode(score) for score in scores]
    if not any(map(len, found)):
        raise SymbolicError(
            f"none of the {len(found):,} scores has anything that {_described(tokenizer)} takes"
        )
    return np.concatenate(found)


def line_of(vae: "LatentModel", score: Score, track: int | str | None, hop: int) -> Extraction:
    """The windows of one line of a score, from its first bar to its last, rests and all.

    Where several lines could be read and none is named, it is the one with most notes; a warning
    says so.
    """
    tokenizer = reader(vae.tokenizer, track, hop=hop, gap=None)
    found = extracted(tokenizer, _score(score))
    tracks = np.unique(found.tracks)
    if len(tracks) < 2:
        return found
    taken = _told(tokenizer, score, tracks.tolist())
    mine = found.tracks == taken
    return Extraction(found.windows[mine], found.tracks[mine], found.bars[mine], found.passed)


def extracted(tokenizer: "WindowTokenizer", score: Score) -> Extraction:
    """What a tokenizer takes from a score; one sentence if that is nothing."""
    found = tokenizer.extract(score)
    if len(found):
        return found
    name = repr(score.title) if score.title else "this score"
    if len(score.notes) == 0:
        raise SymbolicError(f"{name} has no notes")
    passed = ", ".join(f"{reason} ({count:,})" for reason, count in found.passed.items())
    raise SymbolicError(
        f"{name} has nothing that {_described(tokenizer)} takes; passed over: {passed or 'nothing'}"
    )


def reader(
    tokenizer: "WindowTokenizer", track: int | str | None = None, **changes: Any
) -> "WindowTokenizer":
    """A tokenizer with other options, as far as its kind has them."""
    config = tokenizer.config
    if track is not None:
        if "track" not in config:
            raise SymbolicError(
                f"{type(tokenizer).__name__} takes no track: make it with the tracks of its parts"
            )
        changes["track"] = track
    known = {name: value for name, value in changes.items() if name in config}
    return type(tokenizer)(**{**config, **known}) if known else tokenizer


def _described(tokenizer: "WindowTokenizer") -> str:
    bars, (numerator, denominator) = tokenizer.shape.bars, tokenizer.shape.meter
    return f"{type(tokenizer).__name__}, in windows of {bars} bars in {numerator}/{denominator},"


def _told(tokenizer: "WindowTokenizer", score: Score, tracks: list[int]) -> int:
    sizes = np.bincount(score.notes["track"], minlength=len(score.tracks))
    taken = max(tracks, key=lambda number: (sizes[number], -number))
    others = ", ".join(
        f"track={number} {score.tracks[number].name!r:.30}" for number in tracks if number != taken
    )
    warnings.warn(
        f"took track {taken} {score.tracks[taken].name!r:.30}, which has most notes; "
        f"others that would do: {others:.200}",
        stacklevel=4,
    )
    return taken


def _score(score: Any) -> Score:
    if not isinstance(score, Score):
        raise SymbolicError(f"{score!r:.60} is no score: symbolic.read(path) reads one")
    return score


def _checked(vae: "LatentModel", windows: np.ndarray) -> np.ndarray:
    shape = vae.network.length, *vae.network.steps.shape
    if windows.shape == shape:
        windows = windows[None]
    if windows.shape[1:] != shape:
        raise SymbolicError(
            f"windows of {type(vae.tokenizer).__name__} have the shape (windows, "
            f"{', '.join(map(str, shape))}), not {windows.shape}"
        )
    return windows
