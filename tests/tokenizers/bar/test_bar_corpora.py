"""Real files through the bar tokens."""

import csv

import numpy as np
import pytest

from symbolic.files import read
from symbolic.tokenizers import BarTokenizer

FILES = 100


def sample(shared):
    with (shared / "data" / "manifest.csv").open() as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    return [read(shared / "data" / path) for path in paths[:: len(paths) // FILES]]


def onsets(score):
    notes = score.notes
    voices = np.array([track.program + 128 * track.is_drum for track in score.tracks], int)
    order = np.lexsort([notes["start"], notes["pitch"], voices[notes["track"]]])
    return (notes["pitch"][order], notes["start"][order] / score.resolution)


@pytest.mark.shared
def test_real_music_stays_in_place(shared):
    tok = BarTokenizer()
    for score in sample(shared):
        ids = tok.encode(score)
        came = tok.decode(ids)
        assert np.array_equal(tok.encode(came), ids), score.title
        (pitch, onset), (pitch_now, onset_now) = onsets(score), onsets(came)
        assert np.array_equal(pitch, pitch_now)
        bound = 0.5 / tok.positions + 0.5 / came.resolution + 1e-9
        assert np.abs(onset - onset_now).max(initial=0) <= bound, score.title
        ends = [
            (s.notes["start"] + s.notes["duration"]).max(initial=0) / s.resolution
            for s in (score, came)
        ]
        assert abs(ends[0] - ends[1]) < 1 / tok.positions, score.title


@pytest.mark.shared
def test_grammar_admits_real_music(shared):
    tok = BarTokenizer()
    lines = [tok.encode(score) for score in sample(shared)]
    for line in [line for line in lines if len(line) < 2000][::8]:
        assert tok.grammar.admits(line)
