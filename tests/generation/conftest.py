"""A small model that has learned a little, so that what it writes is like music."""

import numpy as np
import pytest

from symbolic import BarTokenizer, Score
from symbolic.models import NoteGRU


def tune(seed):
    draw = np.random.default_rng(seed)
    pitch = 60 + np.cumsum(draw.integers(-2, 3, 64))
    return Score(480, notes=[(240 * n, 240, int(p), 64, 0) for n, p in enumerate(pitch)])


@pytest.fixture(scope="session")
def tunes():
    return [tune(seed) for seed in range(24)]


@pytest.fixture(scope="session")
def model(tunes, tmp_path_factory):
    from symbolic.datasets.windows import Windows

    tok = BarTokenizer(velocities=1, pedal=False, chords=False)
    windows = Windows(tunes, tok, length=64, batch_size=16, labels=["mode"], seed=1)
    model = NoteGRU(tok, "tiny", conditions=windows.labels)
    model.fit(
        windows, run=tmp_path_factory.mktemp("run") / "run", steps=60, learning_rate=1e-2,
        warmup=5, progress=False,
    )  # fmt: skip
    return model


@pytest.fixture(scope="session")
def fresh():
    """A model that has learned nothing, and breaks the grammar all the time."""
    return NoteGRU(BarTokenizer(velocities=4), "tiny", units=8, embedding=8)
