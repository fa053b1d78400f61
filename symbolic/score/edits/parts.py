"""Edits of who plays: choose tracks, join them, split one."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score.checks import whole
from symbolic.score.tables import TABLES
from symbolic.score.track import Track

if TYPE_CHECKING:
    from symbolic.score.score import Score

WITH_TRACK = [name for name, dtype in TABLES.items() if "track" in (dtype.names or ())]
WHOLE_SCORE = -1  # the track of an event that belongs to no track

Choice = int | str | Iterable[int | str] | Callable[[Track], bool]


def select(score: "Score", tracks: Choice) -> "Score":
    """Keep some tracks: numbers, names, or a function of a Track that says yes.

    >>> from symbolic.score import Score
    >>> score = Score(480, [Track("lead"), Track("kit", is_drum=True)])
    >>> [track.name for track in score.select(lambda track: not track.is_drum).tracks]
    ['lead']
    """
    kept = _chosen(score, tracks)
    place = np.full(len(score.tracks) + 1, -2)  # the last entry serves WHOLE_SCORE
    place[WHOLE_SCORE] = WHOLE_SCORE
    place[kept] = np.arange(len(kept))
    return _renumbered(score, place, [score.tracks[index] for index in kept])


def merge(score: "Score", tracks: Choice | None = None, name: str | None = None) -> "Score":
    """Join tracks into the first of them. Without a choice: all that are not drums."""
    if tracks is None:
        tracks = lambda track: not track.is_drum  # noqa: E731
    chosen = _chosen(score, tracks)
    if not chosen:
        return score.copy()
    home, gone = chosen[0], set(chosen[1:])
    if len({score.tracks[index].is_drum for index in chosen}) > 1:
        raise SymbolicError("drums and pitched tracks cannot be merged into one")
    kept = [index for index in range(len(score.tracks)) if index not in gone]
    place = np.full(len(score.tracks) + 1, WHOLE_SCORE)
    place[kept] = np.arange(len(kept))
    place[list(gone)] = place[home]
    place[WHOLE_SCORE] = WHOLE_SCORE
    joined = score.tracks[home] if name is None else score.tracks[home].replace(name=name)
    return _renumbered(score, place, [joined if i == home else score.tracks[i] for i in kept])


def split(
    score: "Score", track: int | str, at: int = 60, names: tuple[str, str] | None = None
) -> "Score":
    """Split a track in two: pitches from `at` upwards stay, those below move to a new track.

    The new track follows the old one and takes a copy of its controls and bends.
    """
    found = _chosen(score, track)
    if len(found) != 1:
        raise SymbolicError(f"split takes one track, but {track!r} names {len(found)}")
    [index] = found
    at = whole("pitch", at)
    old = score.tracks[index]
    upper, lower = _two(names or (old.name, f"{old.name} (low)".strip()))
    tracks = list(score.tracks)
    tracks[index : index + 1] = [old.replace(name=upper), old.replace(name=lower, channel=None)]
    changes: dict = {"tracks": tracks}
    for name in WITH_TRACK:
        table = getattr(score, name).copy()
        here = table["track"] == index
        table["track"][table["track"] > index] += 1
        if name == "notes":
            table["track"][here & (table["pitch"] < at)] = index + 1
        elif name in ("controls", "bends"):
            copied = table[here]
            copied["track"] = index + 1
            table = np.concatenate([table, copied])
        changes[name] = table
    return score.replace(**changes)


def _two(names: tuple[str, str]) -> tuple[str, str]:
    if isinstance(names, str) or len(names) != 2:
        raise SymbolicError(f"split takes two names, (upper, lower), not {names!r:.80}")
    return names


def _chosen(score: "Score", tracks: Choice) -> list[int]:
    """The numbers of the tracks chosen, each once."""
    if callable(tracks):
        return [index for index, track in enumerate(score.tracks) if tracks(track)]
    if isinstance(tracks, str) or not isinstance(tracks, Iterable):
        tracks = [tracks]
    return list(dict.fromkeys(index for choice in tracks for index in _found(score, choice)))


def _found(score: "Score", choice: int | str) -> list[int]:
    if isinstance(choice, str):
        found = [index for index, track in enumerate(score.tracks) if track.name == choice]
        if not found:
            names = ", ".join(repr(track.name) for track in score.tracks)
            raise SymbolicError(f"no track is named {choice!r}; there are {names or 'none'}")
        return found
    number = whole("track", choice)
    if not 0 <= number < len(score.tracks):
        raise SymbolicError(f"there is no track {number}: the score has {len(score.tracks)}")
    return [number]


def _renumbered(score: "Score", place: np.ndarray, tracks: list[Track]) -> "Score":
    """Give every event its track's new place, and drop events of tracks without one."""
    changes: dict = {"tracks": tracks}
    for name in WITH_TRACK:
        table = getattr(score, name).copy()
        table["track"] = place[table["track"]]
        changes[name] = table[table["track"] >= WHOLE_SCORE]
    return score.replace(**changes)
