"""Counts of n-grams, as sorted tables: which tokens follow which contexts, and how often.

A gram is known by its number among the distinct grams of its length. Its key is the number of its
context, the gram of all its tokens but the last, times the size of the vocabulary, plus the last
token; keys stand in order, so what follows one context stands together.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from symbolic.evaluation.baselines.lines import Lines

UNKNOWN = -1  # instead of the number of a gram


class Level(NamedTuple):
    """Grams of one length.

    Attributes
    ----------
    keys, counts
        Of every gram.
    first
        The number of the first gram of each context; and how many there are.
    kinds, totals
        How many different tokens follow each context, and how many in all.
    """

    keys: np.ndarray
    counts: np.ndarray
    first: np.ndarray
    kinds: np.ndarray
    totals: np.ndarray


class Step(NamedTuple):
    """Where lines stand in one level.

    Attributes
    ----------
    level
        Which.
    contexts
        The number of the context of every predicted token, or `UNKNOWN`.
    grams
        The number of the gram that ends with it.
    """

    level: Level
    contexts: np.ndarray
    grams: np.ndarray


def counted(lines: Lines, order: int, size: int) -> tuple[np.ndarray, list[Level]]:
    """How often each token is predicted, and the grams of 2 to `order` tokens."""
    tokens, ages = lines
    once = np.bincount(tokens[ages > 0], minlength=size)
    levels = []
    numbers, contexts = tokens, size  # of the grams that end at each token, one shorter
    for length in range(2, order + 1):
        ends = np.flatnonzero(ages >= length - 1)
        keys, inverse, counts = np.unique(
            numbers[ends - 1] * size + tokens[ends], return_inverse=True, return_counts=True
        )
        levels.append(_level(keys, counts, contexts, size))
        numbers = np.full(len(tokens), UNKNOWN)
        numbers[ends] = inverse
        contexts = len(keys)
    return once, levels


def _level(keys: np.ndarray, counts: np.ndarray, contexts: int, size: int) -> Level:
    first = keys.searchsorted(np.arange(contexts + 1) * size)
    passed = np.append(0, counts.cumsum())[first]
    return Level(keys, counts.astype(np.int32), first, np.diff(first), np.diff(passed))


def walked(lines: Lines, levels: list[Level], size: int) -> Iterator[Step]:
    """Look up lines, level after level.

    A context reaches back to the beginning of its line at most; one that was never counted is
    unknown, and so are all longer ones.
    """
    tokens, ages = lines
    at = np.flatnonzero(ages > 0)
    following, ages = tokens[at], ages[at]
    contexts = tokens[at - 1]
    for length, level in enumerate(levels, 2):
        grams = np.full(len(at), UNKNOWN)
        known = np.flatnonzero(contexts != UNKNOWN)
        grams[known] = _found(level.keys, contexts[known] * size + following[known])
        yield Step(level, contexts, grams)
        contexts = np.append(UNKNOWN, grams)[: len(at)]  # what ends one token before
        contexts[ages < length] = UNKNOWN


def _found(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The place of each wanted key, or `UNKNOWN`."""
    if not len(keys):
        return np.full(len(wanted), UNKNOWN)
    order = wanted.argsort()  # what is looked up in order is found in order, near the last
    wanted = wanted[order]
    places = keys.searchsorted(wanted)
    places[places == len(keys)] = 0
    found = np.empty(len(wanted), np.int64)
    found[order] = np.where(keys[places] == wanted, places, UNKNOWN)
    return found
