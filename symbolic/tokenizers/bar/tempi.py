"""Which tempos a tempo token can stand for, and which digits can spell one of them."""

import numpy as np

from symbolic.tokenizers.bar.words import BASE, DIGITS, TEMPOS

SLOWEST = 2**24 - 1  # microseconds in a quarter note


def tempo_of(microseconds: np.ndarray) -> np.ndarray:
    """The integer tempo nearest to some microseconds.

    >>> tempo_of(np.array([500_000, 664_600])).tolist()
    [120, 90]
    """
    return np.clip(np.rint(6e7 / microseconds), 1, TEMPOS).astype(np.int64)


def _bounds() -> tuple[np.ndarray, np.ndarray]:
    """For every tempo from 0 on, the least and the most microseconds that it is nearest to."""
    tempos = np.arange(TEMPOS + 1)
    # The tempo falls as the microseconds grow: the least of each tempo is one past the most of
    # the next. Halfway between two tempos rounds to the even one, so both sides are tried.
    near = (6e7 / (tempos + 0.5)).astype(np.int64)[:, None] + np.arange(-1, 3)
    least = np.where(tempo_of(near) <= tempos[:, None], near, 8 * SLOWEST).min(axis=1)
    least[TEMPOS] = 1
    most = np.append(SLOWEST, least[:-1] - 1)
    return least, np.minimum(most, SLOWEST)


LEAST, MOST = _bounds()
ROUND = np.rint(6e7 / np.arange(1, TEMPOS + 1)).astype(np.int64)
ROUND = np.append(0, ROUND)  # for every tempo, the microseconds that need no digits


def spellings(tempo: np.ndarray, low: np.ndarray, high: np.ndarray, now: np.ndarray) -> np.ndarray:
    """How many microseconds from low to high need this tempo with digits, and are not in force."""
    low, high = np.maximum(low, LEAST[tempo]), np.minimum(high, MOST[tempo])
    count = np.maximum(high - low + 1, 0)
    plain = ROUND[tempo]
    count -= (low <= plain) & (plain <= high)
    return count - ((low <= now) & (now <= high) & (now != plain))


def next_digits(tempo, prefix, said, now) -> np.ndarray:
    """Which digits may follow some that were said: (batch, BASE)."""
    rest = BASE ** (DIGITS - 1 - said)[:, None]
    low = (prefix[:, None] * BASE + np.arange(BASE)) * rest
    return spellings(tempo[:, None], low, low + rest - 1, now[:, None]) > 0
