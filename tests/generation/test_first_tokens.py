"""Models over windows, whose tokens have no start: they begin as windows do."""

import numpy as np
import pytest

from symbolic import DrumTokenizer, MelodyTokenizer, Score, Track
from symbolic.datasets.windows import Windows
from symbolic.models import NoteGRU, NoteLSTM

DOWNBEATS = (48, 55)


def tune(seed):
    """Bars that begin low and go on high, in eighths."""
    draw = np.random.default_rng(seed)
    pitches = draw.integers(72, 77, (8, 8))
    pitches[:, 0] = draw.choice(DOWNBEATS, 8)
    return Score(480, notes=[(240 * n, 240, int(p), 80, 0) for n, p in enumerate(pitches.ravel())])


def learned(kind, tok, scores, folder, steps):
    windows = Windows(scores, tok, batch_size=16, task="next", seed=1)
    model = kind(tok, "tiny")
    model.fit(
        windows, run=folder / "run", steps=steps, learning_rate=1e-2, warmup=5, progress=False
    )
    return model


@pytest.fixture(scope="module")
def singer(tmp_path_factory):
    tok = MelodyTokenizer(bars=2, hop=1, steps=2)
    return learned(NoteLSTM, tok, [tune(n) for n in range(32)], tmp_path_factory.mktemp("s"), 120)


def test_a_piece_begins_as_bars_do(singer):
    pieces = singer.generate(40, bars=2, seed=1, top_p=1.0)
    first = [piece.notes[0] for piece in pieces if len(piece.notes)]
    on_the_beat = [note["pitch"] in DOWNBEATS for note in first if note["start"] == 0]
    assert np.mean(on_the_beat) > 0.9
    assert len(on_the_beat) > 30
    assert {int(note["pitch"]) for note in first} >= set(DOWNBEATS)


def test_beams_begin_as_bars_do(singer):
    (piece,) = singer.generate(1, bars=1, beams=2)
    assert piece.notes["pitch"][0] in DOWNBEATS


@pytest.mark.parametrize("tok", [MelodyTokenizer(), DrumTokenizer()], ids=repr)
def test_silence_is_the_token_of_a_step_without_notes(tok):
    assert (tok._row([], 4) == tok.silence).all()


def test_the_same_seed_begins_the_same(singer):
    asked = {"bars": 2, "seed": 5, "repetition_penalty": 1.1}
    assert singer.generate(3, **asked) == singer.generate(3, **asked)
    assert singer.generate(3, **asked) != singer.generate(3, bars=2, seed=6)


def test_drums_begin_too(tmp_path):
    beat = [(480 * n, 120, (36, 38)[n % 2], 80, 0) for n in range(32)]
    beat += [(240 * n, 120, 42, 80, 0) for n in range(64)]
    kit = Score(480, [Track(is_drum=True)], notes=beat)
    drummer = learned(NoteGRU, DrumTokenizer(bars=2, hop=1), [kit] * 16, tmp_path, 120)
    (piece,) = drummer.generate(1, bars=2, seed=2)
    assert piece.tracks[0].is_drum
    assert {36, 42} <= set(piece.notes["pitch"][piece.notes["start"] == 0].tolist())
