"""Tiny models over windows, and music for them, as files."""

import pytest
from datasets.conftest import tune
from models.vae.conftest import vae_of

import symbolic as sy


@pytest.fixture(scope="session")
def spaces(tmp_path_factory):
    """A folder with a model of two bars, four tunes and a duet."""
    place = tmp_path_factory.mktemp("spaces")
    vae_of("melody").save(place / "model")
    sy.NoteLSTM(sy.BarTokenizer(), "tiny").save(place / "lstm")
    for number, name in enumerate("abcd"):
        tune(number, 60).write(place / f"{name}.mid")
    rows = tune(0, 60).notes.tolist()
    below = [(start, length, pitch - 5, 80, 1) for start, length, pitch, _, _ in rows[:40]]
    tracks = [sy.Track("flute"), sy.Track("oboe")]
    sy.Score(480, tracks, notes=rows + below).write(place / "duet.mid")
    sy.Score(480).write(place / "silent.mid")
    return place
