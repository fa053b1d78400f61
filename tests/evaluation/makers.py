"""Small scores and windows for the tests of evaluation."""

import numpy as np

from symbolic.score import Score, Track

# How many tokens there are at each place of a step, of each kind of windows.
SIZES = {"melody": [90], "drums": [512], "trio": [90, 90, 512]}


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


def drawn(kind: str, seed: int, count: int = 5, steps: int = 16) -> np.ndarray:
    """Random windows; most steps are empty, as in music."""
    random = np.random.default_rng(seed)
    if kind == "groove":
        windows = np.zeros((count, steps, 27))
        windows[..., :9] = random.random((count, steps, 9)) < 0.3
        windows[..., 9:18] = random.random((count, steps, 9))
        windows[..., 18:] = random.uniform(-1, 1, (count, steps, 9))
        return windows * np.tile(windows[..., :9], 3)
    tokens = random.integers(0, SIZES[kind], (count, steps, len(SIZES[kind])))
    tokens *= random.random(tokens.shape) < 0.4
    return tokens if kind == "trio" else tokens[..., 0]
