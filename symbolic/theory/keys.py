"""Keys: which of the 24 a score, or each stretch of it, is in."""

import math
from collections.abc import Sequence
from functools import cache
from operator import mul
from typing import TYPE_CHECKING, overload

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.theory import spelling
from symbolic.theory.profiles import PROFILES
from symbolic.theory.sounding import last_end, pitched, sounding
from symbolic.theory.tonality import LOWEST_TONIC, MODES, Key

if TYPE_CHECKING:
    from symbolic.score import Score

PROFILE = "krumhansl-kessler"
DIGITS = 12  # closer correlations are a tie: they differ by rounding alone

# The 24 keys in the order of the correlations: major on C, C#, ... B, then minor.
NAMES = tuple(
    (spelling.name(spelling.nearest(tonic, LOWEST_TONIC[mode])), mode)
    for mode in MODES
    for tonic in range(12)
)
# Of tied keys the higher tonic comes first, and minor before major, as in music21.
TIE_ORDER = tuple(sorted(range(24), key=lambda k: (k % 12, k // 12), reverse=True))


@overload
def key(score: "Score", profile: str = ..., window: None = ..., hop: int = ...) -> Key: ...
@overload
def key(score: "Score", profile: str = ..., *, window: int, hop: int = ...) -> list[Key]: ...
def key(
    score: "Score",
    profile: str = PROFILE,
    window: int | None = None,
    hop: int = 1,
) -> Key | list[Key]:
    """Find the key of a score, or its keys over time.

    Counts how long each pitch class sounds, drums left out, and correlates that with a profile
    of every key (Krumhansl & Schmuckler).

    Parameters
    ----------
    profile
        "krumhansl-kessler", "temperley", "albrecht-shanahan", "aarden-essen", "bellman-budge" or
        "simple".
    window
        Look at this many bars at a time and answer with a list. Bars in which nothing sounds have
        no key and are left out.
    hop
        Bars from one window to the next.

    Examples
    --------
    >>> from symbolic.score import Score
    >>> scale = [62, 64, 66, 67, 69, 71, 73, 74]
    >>> score = Score(1, notes=[(time, 1, pitch, 80, 0) for time, pitch in enumerate(scale)])
    >>> key(score)
    <Key: D major, correlation 0.90, confidence 1.19>
    >>> [str(found) for found in key(score, window=1)]
    ['D major', 'A major']
    """
    if profile not in PROFILES:
        raise SymbolicError(f'there is no key profile "{profile}": choose {", ".join(PROFILES)}')
    if window is not None and (window < 1 or hop < 1):
        raise SymbolicError(f"window {window} and hop {hop} must be at least 1 bar")
    notes = pitched(score)
    if window is not None:
        return _keys_over_time(score, notes, profile, window, hop)
    heard = np.bincount(notes["pitch"] % 12, weights=notes["duration"], minlength=12)
    return key_heard(heard.tolist(), profile)


def key_heard(heard: Sequence[float], profile: str = PROFILE) -> Key:
    """The key in which each of the twelve pitch classes sounds as long as that."""
    if not any(heard):
        raise SymbolicError("the score has no key: no note with a pitch sounds in it")
    return _best(_correlated(heard, profile))


def surest(heard: Sequence[float]) -> tuple[str, float]:
    """The name of that key, and its confidence, without the rest; "" if nothing is heard."""
    if not any(heard):
        return "", 0.0
    values = _correlated(heard, PROFILE)
    best = max(TIE_ORDER, key=values.__getitem__)
    second = max(values[:best] + values[best + 1 :])
    return " ".join(NAMES[best]), _certainty(values[best], second)


def _correlated(heard: Sequence[float], profile: str) -> list[float]:
    """The same as `correlations` in plain numbers: for one row that is five times as fast."""
    mean = sum(heard) / 12
    centred = [one - mean for one in heard]
    length = math.hypot(*centred) or 1.0
    rows = _direction_rows(profile)
    return [round(sum(map(mul, centred, row)) / length, DIGITS) for row in rows]


def correlations(heard: np.ndarray, profile: str) -> np.ndarray:
    """Correlate pitch-class durations (n, 12) with the 24 keys: (n, 24), in [-1, 1].

    Durations that are all equal correlate with no key: 0.
    """
    centred = heard - heard.mean(axis=1, keepdims=True)
    length = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    unit = np.divide(centred, length, out=np.zeros_like(centred), where=length > 0)
    return np.round(unit @ _directions(profile).T, DIGITS)


@cache
def _directions(profile: str) -> np.ndarray:
    """The profile of each of the 24 keys, centred and of length 1: (24, 12)."""
    rows = np.array([np.roll(mode, tonic) for mode in PROFILES[profile] for tonic in range(12)])
    rows = rows - rows.mean(axis=1, keepdims=True)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@cache
def _direction_rows(profile: str) -> list[list[float]]:
    return _directions(profile).tolist()


def _best(
    correlation: Sequence[float],
    bars: tuple[int, int] | None = None,
    ticks: tuple[int, int] | None = None,
) -> Key:
    order = sorted(TIE_ORDER, key=correlation.__getitem__, reverse=True)  # ties stay in theirs
    first, second = correlation[order[0]], correlation[order[1]]
    confidence = _certainty(first, second)
    ranked = tuple([(*NAMES[k], correlation[k]) for k in order])
    tonic, mode = NAMES[order[0]]
    return Key(tonic, mode, first, confidence, bars, ticks, ranked)


def _certainty(first: float, second: float) -> float:
    """music21's tonal certainty: how well the best key fits, and how far it leads."""
    return first + 2 * (first - second) if second > 0 else max(first, 0.0)


def _keys_over_time(
    score: "Score", notes: np.ndarray, profile: str, window: int, hop: int
) -> list[Key]:
    end = last_end(notes)
    edges = np.append(score.timeline.bar_lines(end), end)
    bars = len(edges) - 1
    if bars == 0:
        return []
    starts = np.arange(0, max(bars - window, 0) + hop, hop)  # the last one reaches the last bar
    starts = starts[starts < bars]
    ends = np.minimum(starts + window, bars)
    heard = sounding(notes, notes["pitch"] % 12, 12, edges)
    passed = np.concatenate([np.zeros((1, 12)), heard.cumsum(axis=0)])
    content = passed[ends] - passed[starts]
    voiced = content.any(axis=1)
    rows = correlations(content[voiced], profile)
    return [
        _best(row.tolist(), (int(first), int(last)), (int(edges[first]), int(edges[last])))
        for row, first, last in zip(rows, starts[voiced], ends[voiced], strict=True)
    ]
