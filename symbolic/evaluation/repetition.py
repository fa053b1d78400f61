"""Repetition: how often music says the same again, within a piece and among pieces.

Both too much and too little are wrong, and how much is right the held-out pieces tell: a model
that repeats one note for ever, or gives the same piece for every seed, shows here, and so does one
that never comes back to anything.

Conventions
-----------
Tracks are looked at together and drums are left out, unless there is nothing else. Two bars are
alike as far as the same pitches begin at the same places in them; two bars in which nothing begins
are the same. A figure that nothing tells, as of pieces with one bar, is nan.

Metrics
-------
- `longest_run`: how many times at most the same note, or chord, is struck in a row.
- `bar_similarity`: how alike each bar is to each other, as a matrix.
- `recurrence`: how alike bars are to the likest bar before them; and how many are the same as one.
- `distinct_n`: the share of different n-grams among all.
- `distinct_tokens`: how many different tokens.
- `duplicates`: which pieces are the music of an earlier one.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import numpy as np

from symbolic.datasets.identity import identity_of
from symbolic.errors import SymbolicError
from symbolic.evaluation.passages import Passages, passages
from symbolic.score import Score
from symbolic.score.checks import whole
from symbolic.theory.sounding import pitched

MOST_BARS = 512  # of a piece that `recurrence` looks at
WIDEST = 2**13  # bars that a matrix is made of
GRAM = 4


def validate(score: Score) -> np.ndarray:
    """The notes that count."""
    if not isinstance(score, Score):
        raise SymbolicError(f"these metrics take a Score, not {score!r:.80}")
    notes = pitched(score)
    return notes if len(notes) else score.notes


def longest_run(score: Score) -> int:
    """How many times at most the same note, or chord, is struck in a row.

    >>> pitches = [60, 62, 62, 62, 64]
    >>> longest_run(Score(480, notes=[(480 * n, 480, p, 80, 0) for n, p in enumerate(pitches)]))
    3
    """
    notes = validate(score)
    struck = np.unique(notes["start"] << 7 | notes["pitch"])  # by onset, then by pitch
    onsets, pitches = struck >> 7, struck & 127
    begins = np.flatnonzero(np.append(True, onsets[1:] != onsets[:-1])[: len(onsets)])
    if not len(begins):
        return 0
    sizes = np.diff(np.append(begins, len(struck)))
    chord = np.repeat(np.arange(len(begins)), sizes)
    earlier = begins[np.maximum(chord - 1, 0)] + np.arange(len(struck)) - begins[chord]
    same = pitches == pitches[np.minimum(earlier, len(struck) - 1)]
    same = np.logical_and.reduceat(same, begins)
    same[1:] &= sizes[1:] == sizes[:-1]
    same[0] = False
    new = np.append(np.flatnonzero(~same), len(same))
    return int(np.diff(new).max())


def bar_similarity(score: Score) -> np.ndarray:
    """How alike each bar is to each other: (bars, bars), from 0 to 1.

    Twice the notes that two bars have in common, by how many they have together.

    >>> notes = [(1920 * bar, 480, pitch, 80, 0) for bar, pitch in enumerate([60, 62, 60])]
    >>> bar_similarity(Score(480, notes=notes))
    array([[1., 0., 1.],
           [0., 1., 0.],
           [1., 0., 1.]], dtype=float32)
    """
    notes = validate(score)
    bars, places = score.timeline.ticks_to_bars(notes["start"])
    count = int(bars.max(initial=-1)) + 1
    if count > WIDEST:
        raise SymbolicError(
            f"a matrix of {count:,} bars is too large: take a part of the piece, as "
            f"score.slice(bars=(0, {WIDEST}))"
        )
    kinds = np.unique(places << 7 | notes["pitch"], return_inverse=True)[1]
    held = np.zeros((count, int(kinds.max(initial=-1)) + 1), np.float32)
    held[bars, kinds] = 1
    sizes = held.sum(axis=1)
    together = sizes[:, None] + sizes
    return np.where(together > 0, 2 * (held @ held.T) / np.maximum(together, 1), 1).astype(
        np.float32
    )


def recurrence(score: Score) -> tuple[float, float]:
    """How alike bars are to the likest before them, in the mean; and the share that is the same.

    Bars in which nothing begins are left out. Of a long piece the first 512 bars are looked at.

    >>> notes = [(1920 * bar, 480, pitch, 80, 0) for bar, pitch in enumerate([60, 62, 60])]
    >>> recurrence(Score(480, notes=notes))
    (0.5, 0.5)
    """
    begin = validate(score)["start"]
    if len(begin) and score.timeline.ticks_to_bars(begin.max())[0] >= MOST_BARS:
        score = score.slice(bars=(0, MOST_BARS))
    notes = validate(score)
    filled = np.unique(score.timeline.ticks_to_bars(notes["start"])[0])
    if len(filled) < 2:
        return math.nan, math.nan
    alike = bar_similarity(score)[np.ix_(filled, filled)]
    likest = np.tril(alike, -1).max(axis=1)[1:].astype(float)
    return float(likest.mean()), float((likest == 1).mean())


def distinct_n(lines: Iterable[Any] | Passages, n: int = GRAM, most: int | None = None) -> float:
    """The share of different n-grams among all of lines of tokens.

    The more there is, the more comes again: compare as many tokens with as many.

    Parameters
    ----------
    lines
        Of whole numbers; or the passages of scores, whose n-grams are n steps from note to note.
    n
        Tokens in a gram.
    most
        Look at this many tokens only, the first.

    Examples
    --------
    >>> distinct_n([[1, 2, 1, 2, 1]], n=2)
    0.5
    """
    n = whole("n", n, 1, 1024)
    tokens, first = _lines(lines, most)
    left = np.repeat(first[1:], np.diff(first)) - np.arange(len(tokens))
    begins = np.flatnonzero(left >= n)
    if not len(begins):
        return math.nan
    grams = tokens
    for reach in range(1, n):  # number the distinct pairs of a gram and the token after it
        following = tokens.take(np.arange(len(tokens)) + reach, mode="clip")
        grams = np.unique(grams * (tokens.max() + 1) + following, return_inverse=True)[1]
    return len(np.unique(grams[begins])) / len(begins)


def distinct_tokens(lines: Iterable[Any] | Passages, most: int | None = None) -> int:
    """How many different tokens lines have; with `most`, the first so many tokens of them.

    >>> distinct_tokens([[1, 2, 1], [3]]), distinct_tokens([[1, 2, 1], [3]], most=3)
    (3, 2)
    """
    return len(np.unique(_lines(lines, most)[0]))


def duplicates(scores: Iterable[Score]) -> list[int]:
    """The numbers of pieces that are the music of an earlier one, in any key and at any speed.

    >>> tune = Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 64, 80, 0)])
    >>> duplicates([tune, tune.transpose(3), tune.slice(quarters=(0, 1))])
    [1]
    """
    likeness = np.array([identity_of(score).likeness for score in scores], np.uint64)
    first = np.unique(likeness, return_index=True)[1]
    return np.setdiff1d(np.arange(len(likeness)), first).tolist()


def evaluate(scores: Iterable[Score], most: int | None = None) -> "OrderedDict[str, float]":
    """Every figure of a set of pieces.

    Parameters
    ----------
    most
        The notes to look at for `distinct_4`, so that sets of several sizes compare.

    Examples
    --------
    >>> tune = Score(480, notes=[(960 * n, 480, 60, 80, 0) for n in range(8)])
    >>> figures = evaluate([tune, tune])
    >>> figures["longest_run"], figures["same_bars"], figures["duplicates"]
    (8.0, 1.0, 0.5)
    """
    scores = list(scores)
    found = np.array([recurrence(score) for score in scores]).reshape(-1, 2)
    alike, same = found[~np.isnan(found[:, 0])].T
    figures: OrderedDict[str, float] = OrderedDict()
    figures["longest_run"] = float(max(map(longest_run, scores), default=math.nan))
    figures["self_similarity"] = float(alike.mean()) if len(alike) else math.nan
    figures["same_bars"] = float(same.mean()) if len(same) else math.nan
    figures[f"distinct_{GRAM}"] = distinct_n(passages(scores), most=most)
    figures["duplicates"] = len(duplicates(scores)) / len(scores) if scores else math.nan
    return figures


def _lines(lines: Iterable[Any] | Passages, most: int | None) -> tuple[np.ndarray, np.ndarray]:
    """The tokens of lines, numbered as they come to be told apart, and where each line begins."""
    if isinstance(lines, Passages):
        arrays = np.split(lines.steps, lines.first[1:-1])
        arrays = [line[:-1] for line in arrays]  # the last note has no step
    else:
        arrays = [np.asarray(line, np.int64).ravel() for line in lines]
    tokens = np.concatenate([np.zeros(0, np.int64), *arrays])
    first = np.append(0, np.cumsum([len(line) for line in arrays], dtype=np.int64))
    if most is not None:
        most = whole("most", most, 0, 2**62)
        tokens, first = tokens[:most], np.minimum(first, most)
    return np.unique(tokens, return_inverse=True)[1], first
