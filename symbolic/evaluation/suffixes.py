"""Suffixes in order: where every passage of a text comes again, found by sorting.

The order of all suffixes is found by prefix doubling: once suffixes stand in order by their
first n symbols, one sort of the undecided puts them in order by their first 2 n.

Reference: Manber & Myers, "Suffix arrays: a new method for on-line string searches", 1993.
"""

import numpy as np

AT_ONCE = 16  # symbols that are compared together


def suffix_order(text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The suffixes in order, and the rank of each.

    Parameters
    ----------
    text
        Numbers of 0 or more. The last is unlike any other, so that no two suffixes are equal.

    Examples
    --------
    >>> order, rank = suffix_order(np.array([1, 0, 1, 0, 2]))
    >>> order, rank
    (array([1, 3, 0, 2, 4]), array([2, 0, 3, 1, 4]))
    """
    order = text.argsort(kind="stable")
    rank = np.empty(len(text), np.int64)
    rank[order] = heads = _heads(text[order])
    undecided = order[_shared(heads)]
    reach = 1
    while len(undecided):
        keys = rank[undecided] * len(text) + rank[undecided + reach]
        by_key = keys.argsort()
        undecided, keys = undecided[by_key], keys[by_key]
        before = rank[undecided]
        heads = _heads(keys)
        rank[undecided] = before + heads - _heads(before)
        undecided = undecided[_shared(heads)]
        reach *= 2
    order[rank] = np.arange(len(text))
    return order, rank


def _heads(values: np.ndarray) -> np.ndarray:
    """For each of some ordered values, the place of the first that equals it."""
    new = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return np.maximum.accumulate(np.where(new, np.arange(len(values)), 0))


def _shared(heads: np.ndarray) -> np.ndarray:
    """Whether another value has the same head."""
    same = heads[1:] == heads[:-1]
    return np.append(False, same)[: len(heads)] | np.append(same, False)[: len(heads)]


def in_common(text: np.ndarray, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How many symbols the suffixes at some places have in common with those at others.

    >>> in_common(np.array([1, 0, 1, 0, 2]), np.array([0]), np.array([2]))
    array([2])
    """
    length = np.zeros(len(ones), np.int64)
    active = np.flatnonzero(ones != others)
    ahead = np.arange(AT_ONCE)
    while len(active):
        one, other = (places[active] + length[active] for places in (ones, others))
        same = text.take(one[:, None] + ahead, mode="clip") == text.take(
            other[:, None] + ahead, mode="clip"
        )
        same &= np.maximum(one, other)[:, None] + ahead < len(text)
        run = np.logical_and.accumulate(same, axis=1).sum(axis=1)
        length[active] += run
        active = active[run == AT_ONCE]
    return length
