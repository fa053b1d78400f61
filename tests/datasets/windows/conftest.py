"""Pieces to draw windows from: tunes, and pieces whose tokens say where they stand."""

import numpy as np
import pytest

from symbolic.score import Score, Track

APART = 1000  # between the tokens of one numbered piece and those of the next


class Numbered:
    """A source that holds tokens: those of piece p are p * APART, p * APART + 1, ..."""

    def __init__(self, lengths):
        self.lengths = np.asarray(lengths)

    def __len__(self):
        return len(self.lengths)

    def __getitem__(self, number):
        raise AssertionError("the tokens are there: no score is needed")

    def tokens(self, number, tokenizer):
        return np.arange(self.lengths[number]) + number * APART


def tune(number: int, bars: int = 8, extra: bool = True) -> Score:
    """A melody of its own, with chords and drums under it, and a key and tempo."""
    lot = np.random.default_rng(number)
    melody = [(240 * n, 240, 60 + int(lot.integers(12)), 80, 0) for n in range(8 * bars)]
    chords = [(1920 * n, 1920, 48 + p, 60, 1) for n in range(bars) for p in (0, 4, 7)]
    drums = [(480 * n, 60, 36 + 2 * (n % 2), 90, 2) for n in range(4 * bars)]
    tracks = [Track("tune"), Track("chords", program=24), Track("kit", is_drum=True)]
    return Score(
        480,
        tracks if extra else tracks[:1],
        notes=melody + chords + drums if extra else melody,
        keys=[(0, number % 7 - 3, False)],
        tempos=[(0, 500_000 + 10_000 * number)],
        texts=[(1920, "chord", "Bb7/D", -1), (3840, "chord", "N.C.", -1)],
    )


@pytest.fixture(scope="session")
def numbered():
    return Numbered


@pytest.fixture(scope="session")
def tunes():
    return [tune(number, bars) for number, bars in enumerate((2, 9, 4, 1, 16, 3, 7, 12))]


@pytest.fixture(scope="session")
def melodies():
    return [tune(number, bars, extra=False) for number, bars in enumerate((4, 9, 6, 16))]


@pytest.fixture(scope="session")
def same():
    """Whether two batches, or rows of them, are equal array by array."""

    def compare(one, other) -> bool:
        if isinstance(one, dict):
            return one.keys() == other.keys() and all(compare(one[k], other[k]) for k in one)
        if isinstance(one, tuple | list):
            pairs = zip(one, other, strict=True)
            return len(one) == len(other) and all(compare(a, b) for a, b in pairs)
        return one.shape == other.shape and one.dtype == other.dtype and bool((one == other).all())

    return compare
