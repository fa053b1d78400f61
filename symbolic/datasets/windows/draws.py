"""Random numbers that depend on nothing but their names: seed, epoch, what for, and which.

There is no generator whose state moves on, so any process can draw any number, in any order, and
finds the same. The numbers are those of SplitMix64, counted by name instead of by turn.
"""

import numpy as np

ORDER, BATCHES, PHASE, SEMITONES, FACTOR, UNLABELLED = range(6)  # what for

GOLDEN = 0x9E3779B97F4A7C15
FIRST, SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
WORD = 2**64 - 1


def key(*names: int) -> int:
    """One number of 64 bits for a row of names.

    >>> key(0, 1) == key(0, 1), key(0, 1) == key(1, 0)
    (True, False)
    """
    mixed = 0
    for name in names:
        mixed = _mixed_int((mixed + GOLDEN + (name & WORD)) & WORD)
    return mixed


def bits(key: int, numbers: np.ndarray) -> np.ndarray:
    """For each number 64 random bits, under a key."""
    return mixed(np.asarray(numbers).astype(np.uint64) * np.uint64(GOLDEN) + np.uint64(key))


def fractions(key: int, numbers: np.ndarray) -> np.ndarray:
    """For each number one in [0, 1), under a key."""
    return (bits(key, numbers) >> np.uint64(11)) / 2.0**53


def mixed(words: np.ndarray) -> np.ndarray:
    """Words of 64 bits, each made another that tells nothing of the first."""
    words = (words ^ words >> np.uint64(30)) * np.uint64(FIRST)
    words = (words ^ words >> np.uint64(27)) * np.uint64(SECOND)
    return words ^ words >> np.uint64(31)


def _mixed_int(word: int) -> int:
    word = ((word ^ word >> 30) * FIRST) & WORD
    word = ((word ^ word >> 27) * SECOND) & WORD
    return word ^ word >> 31
