"""Likeness: what becomes of each note between two scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.display.likeness import ALONE, CHANGED, SAME, likeness
from symbolic.errors import SymbolicError
from symbolic.score import Score, Track

KIT = [Track(is_drum=True)]


def kinds(one, other, tracks=None, **options):
    found = likeness(*(Score(480, tracks, notes=notes) for notes in (one, other)), **options)
    return [each.tolist() for each in found]


def note(start, pitch=60, duration=480, velocity=80, track=0):
    return (start, duration, pitch, velocity, track)


def test_notes_are_the_same_changed_or_alone():
    one = [note(0), note(480, 62), note(960, 64), note(1440, 65)]
    other = [note(0), note(480, 62, 240), note(960, 67), note(1920, 65)]
    assert kinds(one, other) == [[SAME, CHANGED, CHANGED, ALONE]] * 2


def test_the_same_pitch_is_a_partner_before_another_one():
    one = [note(0, 60), note(0, 64)]
    assert kinds(one, [note(0, 64, 240), note(0, 61)]) == [[CHANGED, CHANGED]] * 2
    assert kinds(one, [note(0, 64)]) == [[ALONE, SAME], [SAME]]
    assert kinds(one, [note(0, 64, 240)]) == [[ALONE, CHANGED], [CHANGED]]


def test_every_note_is_the_partner_of_one():
    assert sorted(kinds([note(0), note(0)], [note(0)])[0]) == [SAME, ALONE]
    assert kinds([note(0)] * 3, [note(0)] * 3) == [[SAME] * 3] * 2


def test_no_drum_is_another_and_none_has_a_length():
    assert kinds([note(0, 36)], [note(0, 38)], KIT) == [[ALONE], [ALONE]]
    assert kinds([note(0, 36)], [note(0, 36, 30)], KIT) == [[SAME], [SAME]]
    piano_and_kit = [Track(), Track(is_drum=True)]
    assert kinds([note(0, 36)], [note(0, 36, track=1)], piano_and_kit) == [[ALONE], [ALONE]]


def test_times_are_put_on_steps():
    late = [note(0), note(480 + 50, 62, 400)]
    assert kinds([note(0), note(480, 62)], late) == [[SAME, SAME]] * 2
    assert kinds([note(0), note(480, 62)], late, steps=24) == [[SAME, ALONE]] * 2


def test_every_note_lasts_a_step_at_least():
    assert kinds([note(0, duration=20)], [note(0, duration=110)]) == [[SAME], [SAME]]


def test_tempo_velocity_track_and_resolution_do_not_matter():
    one = Score(480, notes=[note(0), note(480, 62)])
    other = Score(96, notes=[(0, 96, 60, 20, 1), (96, 96, 62, 20, 0)], tempos=[(0, 10**6)])
    assert [each.tolist() for each in likeness(one, other)] == [[SAME, SAME]] * 2


@given(scores())
def test_every_note_is_like_itself(score):
    for each in likeness(score, score):
        assert (each == SAME).all()
    alone, nothing = likeness(score, Score())
    assert (alone == ALONE).all()
    assert len(nothing) == 0


@given(scores(times=st.integers(0, 40)), scores(times=st.integers(0, 40)))
def test_both_sides_tell_the_same_story(one, other):
    mine, theirs = likeness(one, other)
    assert (len(mine), len(theirs)) == (len(one.notes), len(other.notes))
    for kind in (SAME, CHANGED):
        assert (mine == kind).sum() == (theirs == kind).sum()
    back = likeness(other, one)
    np.testing.assert_array_equal(np.bincount(back[1], minlength=3), np.bincount(mine, minlength=3))


@pytest.mark.parametrize(
    ("other", "steps", "complaint"),
    [("tune.mid", 4, "beside another"), (Score(), 0, "steps"), (Score(), 2.5, "steps")],
)
def test_what_cannot_be_compared_is_refused(other, steps, complaint):
    with pytest.raises(SymbolicError, match=complaint):
        likeness(Score(), other, steps)
