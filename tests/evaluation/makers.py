"""Small scores for the tests of evaluation."""

import numpy as np

from symbolic.score import Score, Track


def tune(pitches, durations=480, **options) -> Score:
    """One note after another."""
    lengths = np.broadcast_to(durations, len(pitches)).tolist()
    begins = np.cumsum([0, *lengths]).tolist()
    rows = [(b, d, int(p), 80, 0) for b, d, p in zip(begins, lengths, pitches, strict=False)]
    return Score(480, notes=rows, **options)


def random_tune(seed: int, count: int = 60) -> Score:
    """A tune of steps and a few rhythms."""
    random = np.random.default_rng(seed)
    pitches = 60 + np.cumsum(random.integers(-4, 5, count)).clip(-24, 24)
    return tune(pitches, random.choice([120, 240, 480, 720], count), title=f"tune {seed}")


def drums(count: int = 16) -> Score:
    """A kit alone."""
    rows = [(240 * n, 60, (36, 42, 38, 42)[n % 4], 90, 0) for n in range(count)]
    return Score(480, [Track("kit", is_drum=True)], notes=rows)
