"""Encoding and decoding take milliseconds: there is no loop over notes."""

from time import perf_counter

import numpy as np
import pytest

from symbolic.score import Score, Track
from symbolic.tokenizers.windows import (
    DrumTokenizer,
    GrooveTokenizer,
    MelodyTokenizer,
    TrioTokenizer,
)


@pytest.fixture(scope="module")
def song():
    """A pop song's worth of notes: 2,000 on three tracks."""
    draw = np.random.default_rng(7)
    step = np.arange(2000) % 667
    rows = [
        (int(at) * 120, 240, int(pitch), 80, track)
        for at, pitch, track in zip(
            step, draw.integers(35, 80, 2000), np.arange(2000) // 667, strict=True
        )
    ]
    tracks = [Track("voice"), Track("bass", program=33), Track("kit", is_drum=True)]
    return Score(480, tracks, notes=rows)


@pytest.mark.parametrize("make", [MelodyTokenizer, DrumTokenizer, GrooveTokenizer, TrioTokenizer])
def test_a_song_takes_milliseconds(song, make):
    tok = make(bars=2, hop=1)
    windows = tok.encode(song)
    times = []
    for _ in range(5):
        begun = perf_counter()
        tok.decode(tok.encode(song))
        times.append(perf_counter() - begun)
    assert len(windows) > 30
    assert min(times) < 0.05
