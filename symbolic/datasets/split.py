"""Splits: which pieces train, which are held out, with nothing of one in the other.

What a piece goes to depends on its music alone, through a hash. So a split is the same on every
machine and after more files have come, and needs no list. Pieces that belong together (the same
music, its transpositions, variants and the parts of one work) go together.
"""

from collections.abc import Sequence

import numpy as np

from symbolic.datasets.identity import EMPTY_BIN, Identities, Identity, stacked
from symbolic.errors import SymbolicError

SPLITS = ("train", "valid", "test")
SHARES = (0.8, 0.1, 0.1)
BAND = 2  # bins that must agree for two pieces to be compared
ALIKE = 0.3  # of the turns that either has: pieces that share more are variants of one tune
FULL = 8  # bins that a sketch needs, or the line is too short to tell a tune by
MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], np.uint64)


def split_of(
    identities: Sequence[Identity] | Identities,
    works: Sequence[str] | np.ndarray | None = None,
    shares: Sequence[float] = SHARES,
    seed: int = 0,
) -> np.ndarray:
    """For every piece the number of its split, in the order of the shares."""
    edges = _edges(shares)
    columns = stacked(identities)
    group = groups(columns, works)
    # A group is known by the least of its hashes: a newcomer changes that seldom, and then alone.
    least = np.full(len(group), np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(least, group, columns.likeness)
    lot = _lot(least[group], seed)
    return edges.searchsorted(lot, side="right").astype(np.int8)


def groups(
    identities: Sequence[Identity] | Identities, works: Sequence[str] | np.ndarray | None = None
) -> np.ndarray:
    """For every piece the number of the first piece that it belongs together with.

    Parameters
    ----------
    works
        Names, "" where nothing is known; or numbers, 0 where nothing is.
    """
    music, likeness, sketches = stacked(identities)
    count = len(music)
    forest = _Forest(count)
    forest.join_equal(music)
    forest.join_equal(likeness)
    if works is not None:
        forest.join_equal(_numbered(works), zero=False)
    _join_alike(forest, sketches)
    return forest.roots()


def _numbered(works: Sequence[str] | np.ndarray) -> np.ndarray:
    """Works as numbers, 0 where nothing is known."""
    if isinstance(works, np.ndarray) and works.dtype.kind in "iu":
        return works
    numbers = {name: number for number, name in enumerate(dict.fromkeys(["", *works]))}
    return np.array([numbers[work] for work in works], np.int64)


def _edges(shares: Sequence[float]) -> np.ndarray:
    try:
        sizes = np.array(shares, float)
    except (TypeError, ValueError) as error:
        raise SymbolicError(
            f"shares are numbers such as (.8, .1, .1), not {shares!r:.80}"
        ) from error
    if sizes.ndim != 1 or not len(sizes) or (sizes < 0).any() or not np.isclose(sizes.sum(), 1):
        raise SymbolicError(f"shares are numbers of at least 0 that sum to 1, not {shares!r:.80}")
    return sizes.cumsum()[:-1]


def _lot(keys: np.ndarray, seed: int) -> np.ndarray:
    """A number in [0, 1) that each key draws."""
    mixed = keys ^ np.uint64((seed * 0x9E3779B97F4A7C15) % 2**64)
    for multiplier in MULTIPLIERS:
        mixed = (mixed ^ mixed >> np.uint64(32)) * multiplier
    return (mixed >> np.uint64(11)) / 2**53


def _join_alike(forest: "_Forest", sketches: np.ndarray) -> None:
    """Join pieces whose sketches agree: compare those that share a band of bins."""
    filled = sketches != EMPTY_BIN
    told = filled.sum(axis=1) >= FULL
    for first in range(0, sketches.shape[1], BAND):
        band = sketches[:, first : first + BAND].astype(np.uint64)
        rows = np.flatnonzero(told & filled[:, first : first + BAND].all(axis=1))
        key = band[rows, 0] << np.uint64(32) | band[rows, 1]
        order = key.argsort(kind="stable")
        rows, key = rows[order], key[order]
        begins = np.append(True, key[1:] != key[:-1])[: len(key)]
        # Each is held against its neighbour and against the first of its run.
        heads = rows[np.maximum.accumulate(np.where(begins, np.arange(len(rows)), 0))]
        for others in (heads[~begins], rows[np.flatnonzero(~begins) - 1]):
            ours = rows[~begins]
            kept = _agreement(sketches, ours, others) > ALIKE
            forest.join(ours[kept], others[kept])


def _agreement(sketches: np.ndarray, ours: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The share of turns that two pieces have in common, as their sketches tell it."""
    one, other = sketches[ours], sketches[others]
    either = (one != EMPTY_BIN) | (other != EMPTY_BIN)
    return ((one == other) & either).sum(axis=1) / np.maximum(either.sum(axis=1), 1)


class _Forest:
    """Groups that grow together (union-find); the first piece is the root of its group."""

    def __init__(self, count: int):
        self.parent = list(range(count))

    def root(self, piece: int) -> int:
        """The first piece of a piece's group."""
        parent = self.parent
        while parent[piece] != piece:
            parent[piece] = parent[parent[piece]]
            piece = parent[piece]
        return piece

    def join(self, ours: np.ndarray, others: np.ndarray) -> None:
        """Join pairs."""
        for one, other in zip(ours.tolist(), others.tolist(), strict=True):
            a, b = self.root(one), self.root(other)
            self.parent[max(a, b)] = min(a, b)

    def join_equal(self, values: np.ndarray, zero: bool = True) -> None:
        """Join the pieces that have equal values; a zero may stand for none."""
        order = values.argsort(kind="stable")
        if not zero:
            order = order[values[order] != 0]
        same = np.flatnonzero(values[order][1:] == values[order][:-1])
        self.join(order[same + 1], order[same])

    def roots(self) -> np.ndarray:
        """The root of every piece."""
        return np.array([self.root(piece) for piece in range(len(self.parent))], np.int64)
