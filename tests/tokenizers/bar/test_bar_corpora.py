"""Real files through the bar tokens: a sample of them, and all where slow tests are run."""

import csv
from fractions import Fraction

import numpy as np
import pytest

from symbolic.files import read
from symbolic.tokenizers import BarTokenizer

TOK = BarTokenizer()
STEP = 1 / TOK.positions
SAMPLE = 67  # every so many files
every = pytest.mark.parametrize("nth", [SAMPLE, pytest.param(1, marks=pytest.mark.slow)])
pytestmark = pytest.mark.shared


def files(shared, nth, chosen=lambda row: True):
    with (shared / "data" / "manifest.csv").open() as file:
        paths = [row["path"] for row in csv.DictReader(file) if chosen(row)]
    for path in paths[::nth]:
        yield path, read(shared / "data" / path)


def on_the_grid(row):
    """The sets of music as it is written, where all onsets are on the grid."""
    written = row["set"].startswith(("nottingham", "osq", "lieder"))
    return written and float(row["on_grid12"]) == 1


def sounding(score):
    """Voice and pitch as one number, onset and end in ticks; in that order."""
    voices = np.array([track.program + 128 * track.is_drum for track in score.tracks], int)
    notes = score.notes
    keys = voices[notes["track"]] * 128 + notes["pitch"]
    order = np.lexsort([notes["duration"], notes["start"], keys])
    notes = notes[order]
    return keys[order], notes["start"], notes["start"] + notes["duration"]


def changes(score, name):
    """The tempos or meters that change something, as plain rows in quarters."""
    table = getattr(score.timeline, name).tolist()
    rows = [(Fraction(time, score.resolution), *values) for time, *values in table]
    pairs = zip([(None,), *rows[:-1]], rows, strict=True)
    return [row for before, row in pairs if row[1:] != before[1:]]


@every
def test_real_music_stays_in_place(shared, nth):
    for path, score in files(shared, nth):
        ids = TOK.encode(score)
        came = TOK.decode(ids)
        assert np.array_equal(TOK.encode(came), ids), path
        (keys, onsets, ends), (keys_now, onsets_now, ends_now) = sounding(score), sounding(came)
        assert np.array_equal(keys, keys_now), path
        moved = np.abs(onsets / score.resolution - onsets_now / came.resolution)
        assert moved.max(initial=0) <= STEP / 2 + 1e-9, path
        drift = ends.max(initial=0) / score.resolution - ends_now.max(initial=0) / came.resolution
        assert abs(drift) < STEP, path
        for name in ("tempos", "meters"):
            assert changes(came, name) == changes(score, name), path


@every
def test_music_on_the_grid_comes_back_whole(shared, nth):
    """To the step, all of it. To the tick, 99.99 %: an end may be on the tick beside, for files
    cut thirds of a quarter to whole ticks, and Verovio ends every note one tick early."""
    total = same = 0
    for path, score in files(shared, nth, on_the_grid):
        came = TOK.decode(TOK.encode(score))
        keys, onsets, ends = sounding(score)
        keys_now, onsets_now, ends_now = sounding(came.resample(score.resolution))
        assert np.array_equal(keys, keys_now), path
        total += len(keys)
        same += int(((onsets == onsets_now) & (np.abs(ends - ends_now) <= 1)).sum())
        _, onsets, ends = sounding(score.resample(came.resolution).quantize(TOK.positions))
        _, onsets_now, ends_now = sounding(came.quantize(TOK.positions))
        assert np.array_equal(onsets, onsets_now), path
        assert np.array_equal(ends, ends_now), path
    assert same / total >= 0.9999


def test_grammar_admits_real_music(shared):
    lines = [TOK.encode(score) for _, score in files(shared, SAMPLE)]
    for line in [line for line in lines if len(line) < 2000][::8]:
        assert TOK.grammar.admits(line)
