"""Repetition: runs, like bars, different n-grams and equal pieces are counted right."""

import math

import numpy as np
import pytest
from evaluation.makers import drums, random_tune, tune
from hypothesis import given
from hypothesis import strategies as st

from symbolic import SymbolicError
from symbolic.evaluation import repetition
from symbolic.evaluation.passages import passages
from symbolic.score import Score, Track

pitches = st.lists(st.integers(60, 63), max_size=30)


@given(pitches)
def test_runs_are_counted_as_one_would_by_hand(line):
    longest, run, before = 0, 0, None
    for pitch in line:
        run = run + 1 if pitch == before else 1
        before, longest = pitch, max(longest, run)
    assert repetition.longest_run(tune(line)) == longest


chords = st.lists(st.sets(st.integers(60, 63), min_size=1, max_size=3), max_size=12)


@given(chords)
def test_chords_are_struck_again_when_all_their_notes_are(line):
    rows = [(480 * n, 480, p, 80, n % 2) for n, chord in enumerate(line) for p in chord]
    longest, run, before = 0, 0, None
    for chord in line:
        run = run + 1 if chord == before else 1
        before, longest = chord, max(longest, run)
    assert repetition.longest_run(Score(480, notes=rows)) == longest


def test_one_note_for_ever_shows_and_drums_do_not():
    rows = [(480 * n, 480, 60 + n % 2, 80, 0) for n in range(8)]
    rows += [(480 * n, 60, 42, 80, 1) for n in range(100)]
    assert repetition.longest_run(Score(480, [Track(), Track(is_drum=True)], notes=rows)) == 1
    assert repetition.longest_run(tune([60] * 500)) == 500
    assert repetition.longest_run(Score(480)) == 0


def test_bars_are_alike_as_far_as_the_same_notes_begin_in_them():
    bars = [[60, 62, 64, 65], [60, 62, 64, 67], [60, 62, 64, 65], [48, 50, 52, 53]]
    score = tune([pitch for bar in bars for pitch in bar])
    alike = repetition.bar_similarity(score)
    assert alike.shape == (4, 4)
    assert (alike == alike.T).all()
    assert (np.diag(alike) == 1).all()
    assert alike[0].tolist() == [1, 0.75, 1, 0]
    likest, same = repetition.recurrence(score)
    assert likest == pytest.approx((0.75 + 1 + 0) / 3)
    assert same == pytest.approx(1 / 3)


def test_the_place_in_the_bar_counts_and_the_meter_says_where_bars_are():
    waltz = tune([60, 64, 67] * 4, meters=[(0, 3, 4)])
    assert repetition.recurrence(waltz) == (1.0, 1.0)
    likest, same = repetition.recurrence(waltz.replace(meters=[(0, 4, 4)]))
    assert same == 0
    assert likest < 1


def test_empty_bars_are_the_same_and_no_recurrence():
    score = Score(480, notes=[(0, 480, 60, 80, 0), (3 * 1920, 480, 60, 80, 0)])
    assert repetition.bar_similarity(score)[1].tolist() == [0, 1, 1, 0]
    assert repetition.recurrence(score) == (1.0, 1.0)
    assert all(math.isnan(value) for value in repetition.recurrence(tune([60])))
    assert repetition.bar_similarity(Score(480)).shape == (0, 0)


def test_a_long_piece_is_looked_at_in_part_and_a_matrix_that_is_too_large_is_refused():
    late = 1920 * 2**20
    score = tune([60] * 8).replace(notes=[*tune([60] * 8).notes.tolist(), (late, 480, 64, 80, 0)])
    assert repetition.recurrence(score) == (1.0, 1.0)
    with pytest.raises(SymbolicError, match="too large"):
        repetition.bar_similarity(score)


lines = st.lists(st.lists(st.integers(-2, 3), max_size=9), max_size=4)


@given(lines, st.integers(1, 4), st.none() | st.integers(0, 20))
def test_different_n_grams_are_counted_as_one_would_by_hand(lines, n, most):
    left = math.inf if most is None else most
    cut = []
    for line in lines:
        cut.append(line[: int(min(left, len(line)))])
        left -= len(cut[-1])
    grams = [tuple(line[at : at + n]) for line in cut for at in range(len(line) - n + 1)]
    wanted = len(set(grams)) / len(grams) if grams else math.nan
    assert repetition.distinct_n(lines, n, most) == pytest.approx(wanted, nan_ok=True)
    assert repetition.distinct_tokens(lines, most) == len({t for line in cut for t in line})


def test_scores_have_n_grams_of_steps():
    ladder = tune([60, 62, 64, 66, 68, 70])  # five equal steps
    assert repetition.distinct_n(passages([ladder]), 2) == 1 / 4
    assert repetition.distinct_n(passages([ladder, ladder]), 5) == 1 / 2
    assert repetition.distinct_n(passages([ladder, Score(480)]), 1) == 1 / 5


def test_duplicates_are_the_later_ones():
    one, other = random_tune(1), random_tune(2)
    assert repetition.duplicates([one, other, one.transpose(2), other.set_tempo(60), one]) == [
        2,
        3,
        4,
    ]
    assert repetition.duplicates([]) == []


def test_figures_of_a_set():
    stuck = repetition.evaluate([tune([60] * 64)] * 4)
    lively = repetition.evaluate([random_tune(n) for n in range(4)])
    assert list(stuck) == [
        "longest_run",
        "self_similarity",
        "same_bars",
        "distinct_4",
        "duplicates",
    ]
    assert stuck["longest_run"] == 64 > lively["longest_run"]
    assert stuck["same_bars"] == 1 > lively["same_bars"]
    assert stuck["distinct_4"] < 0.05 < lively["distinct_4"]
    assert stuck["duplicates"] == 0.75
    assert lively["duplicates"] == 0
    assert repetition.evaluate([drums()])["longest_run"] == 1
    assert all(math.isnan(value) for value in repetition.evaluate([]).values())


def test_what_is_no_score_is_refused():
    with pytest.raises(SymbolicError, match="take a Score"):
        repetition.longest_run([60, 62])
