"""A million notes: every edit and conversion is a few passes over the tables."""

import time

import numpy as np
import pytest

from symbolic.score import Score
from symbolic.score.tables import CONTROL, METER, NOTE, TEMPO

COUNT = 1_000_000
SECONDS = 3  # of the processor; a loop over notes in Python takes several times as long

EDITS = {
    "transpose": lambda score: score.transpose(1),
    "quantize": lambda score: score.quantize(4, 0.6),
    "resample": lambda score: score.resample(960),
    "slice": lambda score: score.slice(bars=(100, 200_000), sounding=True),
    "select": lambda score: score.select(range(0, 100, 2)),
    "merge": lambda score: score.merge(),
    "split": lambda score: score.split(3),
    "apply_pedal": lambda score: score.apply_pedal(),
    "remove_overlaps": lambda score: score.remove_overlaps(),
    "equality": lambda score: score == score.copy(),
    "summary": lambda score: score.summary(),
    "seconds": lambda score: score.timeline.seconds_to_ticks(
        score.timeline.ticks_to_seconds(score.notes["start"])
    ),
    "bars": lambda score: score.timeline.bars_to_ticks(
        *score.timeline.ticks_to_bars(score.notes["start"])
    ),
    "beats": lambda score: score.timeline.beats(score.end),
}


@pytest.fixture(scope="module")
def large():
    rng = np.random.default_rng(1)
    notes, controls = np.zeros(COUNT, NOTE), np.zeros(COUNT // 4, CONTROL)
    notes["start"] = rng.integers(0, 100 * COUNT, COUNT)
    notes["duration"] = rng.integers(1, 2000, COUNT)
    notes["pitch"] = rng.integers(30, 90, COUNT)
    notes["velocity"] = 80
    controls["time"] = rng.integers(0, 100 * COUNT, len(controls))
    controls["number"], controls["value"] = 64, rng.integers(0, 2, len(controls)) * 127
    for table in (notes, controls):
        table["track"] = rng.integers(0, 100, len(table))
    tempos, meters = np.zeros(50_000, TEMPO), np.zeros(5_000, METER)
    tempos["time"], tempos["microseconds"] = np.arange(50_000) * 2000, 500_000
    meters["time"], meters["numerator"], meters["denominator"] = np.arange(5_000) * 20_000, 7, 8
    return Score(481, notes=notes, controls=controls, tempos=tempos, meters=meters)


@pytest.mark.parametrize("edit", EDITS)
def test_a_million_notes_take_a_moment(large, edit):
    began = time.process_time()
    EDITS[edit](large)
    assert time.process_time() - began < SECONDS
