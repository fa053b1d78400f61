"""Verdicts: the split of every piece that was read, or why it is left out."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from symbolic.datasets.identity import Identities
from symbolic.datasets.shards.layout import LEFT_OUT
from symbolic.datasets.split import groups, split_of

NOBODY = -1
TORN = "it resembles pieces of several splits, so it would carry one into another"


class Verdicts(NamedTuple):
    """What becomes of new pieces.

    Attributes
    ----------
    split
        The number of its split, or LEFT_OUT.
    home
        The split that its music belongs to; LEFT_OUT if it belongs to several.
    twin
        For a piece whose music was there before, the first such piece: old ones are counted
        first. NOBODY for others.
    exact
        Whether the twin's music is the same, rather than transposed or at another speed.
    """

    split: np.ndarray
    home: np.ndarray
    twin: np.ndarray
    exact: np.ndarray


def judged(
    old: np.ndarray, new: np.ndarray, shares: Sequence[float], seed: int, keep_duplicates: bool
) -> Verdicts:
    """Share new pieces out; those that belong together with old ones follow them.

    Parameters
    ----------
    old, new
        Arrays of `layout.IDENTITY`; only the identities of the new ones are looked at.
    """
    count = len(old)
    both = np.concatenate([old, new])
    identities = Identities(both["music"], both["likeness"], both["sketch"])
    home = split_of(identities, both["work"], shares, seed)
    if count:
        home = _followed(old["home"], home, groups(identities, both["work"]))
    twin, exact = _twins(both, home != LEFT_OUT)
    split = home.copy()
    if not keep_duplicates:
        split[twin != NOBODY] = LEFT_OUT
    return Verdicts(split[count:], home[count:], twin[count:], exact[count:])


def _followed(old: np.ndarray, home: np.ndarray, group: np.ndarray) -> np.ndarray:
    """The home of every piece: that of the old ones in its group, if they are of one mind."""
    placed = np.flatnonzero(old != LEFT_OUT)
    least = np.full(len(home), np.iinfo(np.int8).max, np.int8)
    most = np.full(len(home), LEFT_OUT, np.int8)
    np.minimum.at(least, group[placed], old[placed])
    np.maximum.at(most, group[placed], old[placed])
    least, most = least[group], most[group]
    followed = np.where(most == LEFT_OUT, home, np.where(least == most, most, LEFT_OUT))
    followed[: len(old)] = old
    return followed.astype(np.int8)


def _twins(both: np.ndarray, placed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first piece with the same likeness, if that is another; and whether it is exact."""
    twin = np.full(len(both), NOBODY)
    rows = np.flatnonzero(placed)
    _, first, which = np.unique(both["likeness"][rows], return_index=True, return_inverse=True)
    firsts = rows[first[which]]
    again = firsts != rows
    twin[rows[again]] = firsts[again]
    exact = np.zeros(len(both), bool)
    exact[rows] = both["music"][firsts] == both["music"][rows]
    return twin, exact
