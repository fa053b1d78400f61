from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import assert_same, scores

from symbolic import SymbolicError
from symbolic.score import Score
from symbolic.score.tables import TABLES


def score_of(*spans, resolution=480, **tables):
    return Score(resolution, notes=[(a, b - a, 60, 80, 0) for a, b in spans], **tables)


def spans(score):
    return [(start, start + duration) for start, duration, *_ in score.notes.tolist()]


# -- quantize -----------------------------------------------------------------------------


def test_quantize_by_hand():
    played = score_of((7, 118), (181, 243), (299, 302), (300, 300))
    assert spans(played.quantize(4)) == [(0, 120), (240, 360), (240, 360), (360, 480)]
    assert spans(played.quantize(1)) == [(0, 480), (0, 480), (480, 960), (480, 960)]


def test_quantize_where_a_step_is_not_whole_ticks():
    assert spans(score_of((1, 2), (4, 9), resolution=5).quantize(3)) == [(2, 3), (3, 8)]


def test_triplet_swing_is_kept_out():
    swung = [(0, 320), (320, 480), (480, 800), (800, 960), (160, 480), (400, 480)]
    straight = [(0, 240), (240, 480), (480, 720), (720, 960), (120, 480), (360, 480)]
    assert spans(score_of(*swung).quantize(4, swing=2 / 3)) == sorted(straight)


def test_light_swing_is_kept_out():
    # a second eighth at 60 % of the beat; its sixteenths at 30 % and 80 %
    light = [(0, 288), (144, 288), (288, 480), (384, 480)]
    assert spans(score_of(*light).quantize(4, swing=0.6)) == [
        (0, 240), (120, 240), (240, 480), (360, 480),
    ]  # fmt: skip


def test_swing_is_taken_out_of_every_beat_alike():
    for phase in range(480):
        beats = np.arange(0, 50_000 * 480, 480 * 997)
        notes = np.zeros(len(beats), TABLES["notes"])
        notes["start"], notes["duration"], notes["velocity"] = beats + phase, 1, 80
        phases = Score(480, notes=notes).quantize(4, swing=2 / 3).notes["start"] - beats
        assert len(set(phases.tolist())) == 1


def test_a_step_shorter_than_a_tick_is_a_tick():
    assert spans(score_of((0, 0), (1, 3), resolution=1).quantize(4)) == [(0, 1), (1, 3)]


def test_quantize_moves_notes_only():
    score = score_of((7, 118), controls=[(7, 64, 3, 0)], lyrics=[(7, "la", 0)], tempos=[(7, 9)])
    moved = score.quantize(4)
    for name in TABLES.keys() - {"notes"}:
        assert getattr(moved, name).tolist() == getattr(score, name).tolist()


@given(scores(), st.integers(1, 48))
def test_quantize_keeps_its_promises(score, steps):
    moved = score.quantize(steps)
    assert_same(moved, moved.quantize(steps))
    assert len(moved.notes) == len(score.notes)
    step = Fraction(score.resolution, steps)
    far = max(step / 2 + Fraction(1, 2), Fraction(1, 2))  # half a step, and half a tick to round
    pairs = zip(
        np.sort(score.notes["start"]).tolist(), np.sort(moved.notes["start"]).tolist(), strict=True
    )
    assert all(abs(old - new) <= far for old, new in pairs)
    assert (moved.notes["duration"] >= max(1, int(step))).all()


@given(
    st.integers(1, 24),
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 9**9), st.integers(1, 99))),
)
def test_a_score_on_the_grid_stays(steps, ticks, rows):
    score = score_of(*((a * ticks, (a + b) * ticks) for a, b in rows), resolution=steps * ticks)
    assert_same(score.quantize(steps), score)
    moved = score.quantize(steps).notes["start"]
    assert (moved % ticks == 0).all()


@given(st.integers(1, 24), st.integers(1, 40), st.lists(st.integers(0, 9**9)))
def test_an_onset_moves_half_a_step_at_most(steps, ticks, onsets):
    score = score_of(*((a, a + 1) for a in onsets), resolution=steps * ticks)
    moved = score.quantize(steps).notes["start"]
    assert (abs(moved - score.notes["start"]) * 2 <= ticks).all()
    assert (moved % ticks == 0).all()


@pytest.mark.parametrize("steps", [0, -1, 2.5, True, "4", None, 10**12])
def test_quantize_refuses_steps(steps):
    with pytest.raises(SymbolicError, match="steps"):
        Score().quantize(steps)


@pytest.mark.parametrize("swing", [0.4, 1, True, float("nan"), "triplet", None])
def test_quantize_refuses_swing(swing):
    with pytest.raises(SymbolicError, match="swing"):
        Score().quantize(4, swing)


# -- stretch and set_tempo ----------------------------------------------------------------


def test_stretch_by_hand():
    score = score_of((0, 960), tempos=[(480, 1_000_000)])
    slow = score.stretch(1.5)
    assert slow.tempos.tolist() == [(0, 750_000), (480, 1_500_000)]
    assert slow.seconds == 1.5 * score.seconds
    assert spans(slow) == spans(score)


@given(scores(times=st.integers(0, 4000)), st.floats(0.05, 20))
def test_stretch_scales_seconds(score, factor):
    usual = [(tick, length % 700_000 + 100_000) for tick, length in score.tempos.tolist()]
    score = score.replace(tempos=usual)
    slow = score.stretch(factor)
    quarters = score.end / score.resolution
    assert abs(slow.seconds - factor * score.seconds) <= 0.51e-6 * quarters + 1e-9 * slow.seconds
    assert_same(slow.replace(tempos=[]), score.replace(tempos=[]))


@pytest.mark.parametrize("factor", [0, -1, float("nan"), float("inf"), 1e9, 1e-9, "2", None, True])
def test_stretch_refuses(factor):
    with pytest.raises(SymbolicError, match=r"factor|stretching"):
        Score().stretch(factor)


def test_set_tempo_by_hand():
    score = score_of((0, 960), tempos=[(0, 1), (480, 2)]).set_tempo(90)
    assert score.tempos.tolist() == [(0, 666_667)]
    assert score.seconds == pytest.approx(2 * 60 / 90, abs=1e-6)
    assert score.set_tempo(6e7).tempos["microseconds"].tolist() == [1]
    assert score.set_tempo(6e7 / (2**24 - 1)).tempos["microseconds"].tolist() == [2**24 - 1]


@pytest.mark.parametrize("bpm", [0, -3, 3.5, 2e8, 5e-324, float("nan"), float("inf"), "fast", True])
def test_set_tempo_refuses(bpm):
    with pytest.raises(SymbolicError, match="tempo"):
        Score().set_tempo(bpm)


# -- resample -----------------------------------------------------------------------------


def test_resample_by_hand():
    score = score_of((0, 480), (5, 6), (239, 243), controls=[(119, 64, 3, 0), (121, 64, 0, 0)])
    coarse = score.resample(4)
    assert coarse.resolution == 4
    assert spans(coarse) == [(0, 4), (0, 1), (2, 3)]  # what had a length keeps a tick
    assert coarse.controls["time"].tolist() == [1, 1]
    assert spans(score_of((7, 7)).resample(96)) == [(1, 1)]


@given(scores(times=st.integers(0, 2**33)), st.integers(1, 60))
def test_resample_finer_and_back(score, factor):
    if score.resolution * factor > 32767:
        return
    fine = score.resample(score.resolution * factor)
    assert fine.end == score.end * factor
    assert_same(fine.resample(score.resolution), score)


@pytest.mark.parametrize("resolution", [0, -1, 32768, 240.5, True, None])
def test_resample_refuses(resolution):
    with pytest.raises(SymbolicError, match="resolution"):
        Score(480, notes=[(0, 1, 60, 80, 0)]).resample(resolution)


def test_set_meter_moves_no_note():
    score = Score(480, notes=[(240, 480, 60, 80, 0)], meters=[(0, 1, 4), (480, 2, 4)])
    waltz = score.set_meter(3, 4, pickup=0.5)
    assert waltz.meters.tolist() == [(0, 3, 4), (240, 3, 4)]
    assert waltz.notes.tolist() == score.notes.tolist()
    assert score.set_meter(4, 4).meters.tolist() == [(0, 4, 4)]


@pytest.mark.parametrize("wrong", [{"pickup": -1}, {"denominator": 3}, {"numerator": 0}])
def test_set_meter_refuses_what_is_no_meter(wrong):
    with pytest.raises(SymbolicError):
        Score(480).set_meter(**{"numerator": 4, "denominator": 4, **wrong})
