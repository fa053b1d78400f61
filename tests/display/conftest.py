"""Scores to look at."""

import numpy as np
import pytest

from symbolic.score import Score, Track
from symbolic.score.tables import NOTE


@pytest.fixture(scope="session")
def duet() -> Score:
    """Three quarters of pickup, then 3/4 and 6/8; two parts and drums; soft and loud."""
    notes = [
        (0, 480, 60, 20, 0),
        (480, 480, 64, 60, 0),
        (1440, 720, 67, 100, 1),
        (2880, 240, 72, 127, 1),
        (4320, 0, 38, 90, 2),
    ]
    tracks = [Track("Violin"), Track("Cello"), Track("Kit", is_drum=True)]
    return Score(480, tracks, notes=notes, meters=[(0, 3, 4), (2880, 6, 8)], title="Duet")


@pytest.fixture(scope="session")
def crowd():
    """Makes scores of many random notes."""

    def make(count: int, tracks: int = 4, bars: int = 100) -> Score:
        chance = np.random.default_rng(count)
        notes = np.zeros(count, NOTE)
        notes["start"] = chance.integers(0, bars * 1920, count)
        notes["duration"] = chance.integers(0, 1920, count)
        notes["pitch"] = chance.integers(0, 128, count)
        notes["velocity"] = chance.integers(1, 128, count)
        notes["track"] = chance.integers(0, tracks, count)
        return Score(480, [Track(f"part {index}") for index in range(tracks)], notes=notes)

    return make
