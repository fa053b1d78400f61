"""Identity: blind to what makes no other music, sharp for what does."""

import numpy as np
from datasets.conftest import tune
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic import Score
from symbolic.datasets.identity import identity_of


def shared(one: Score, other: Score) -> float:
    a, b = (np.array(identity_of(score).sketch) for score in (one, other))
    return float((a == b).mean())


@given(scores(times=st.integers(0, 4000)))
def test_names_and_resolution_change_nothing(score):
    renamed = score.replace(title="another", lyrics=None, texts=None, markers=None)
    assert identity_of(renamed) == identity_of(score)
    if score.resolution <= 1000:
        finer = score.resample(8 * score.resolution)
        assert identity_of(finer).likeness == identity_of(score).likeness


def test_a_resolution_that_divides_the_quarter_keeps_the_music():
    assert identity_of(tune(1)).music == identity_of(tune(1).resample(960)).music


@given(st.integers(0, 200), st.integers(-12, 12), st.floats(0.25, 4))
def test_likeness_is_blind_to_pitch_tempo_and_touch(seed, semitones, factor):
    score = tune(seed)
    notes = score.notes.copy()
    notes["velocity"] = 30
    notes["duration"] //= 2
    other = score.replace(notes=notes).transpose(semitones).stretch(factor)
    assert identity_of(other).likeness == identity_of(score).likeness
    assert identity_of(other).sketch == identity_of(score).sketch
    assert identity_of(other).music != identity_of(score).music


def test_twice_as_long_notes_are_alike():
    score = tune(5)
    notes = score.notes.copy()
    notes["start"] *= 2
    notes["duration"] *= 2
    assert identity_of(score.replace(notes=notes)).likeness == identity_of(score).likeness


@given(st.integers(0, 10_000), st.integers(0, 39))
def test_one_other_note_is_other_music(seed, number):
    score = tune(seed)
    notes = score.notes.copy()
    notes["pitch"][number] += 1
    changed = identity_of(score.replace(notes=notes))
    assert changed.music != identity_of(score).music
    assert changed.likeness != identity_of(score).likeness


def test_variants_share_turns_and_strangers_do_not():
    score = tune(1, notes=200)
    notes = score.notes.copy()
    notes["pitch"][::40] += 2
    assert shared(score, score.replace(notes=notes)) > 0.5
    assert shared(score, tune(2, notes=200)) < 0.1


def test_a_melody_is_known_under_chords_struck_below_it():
    score = tune(1, notes=200)
    chords = [(time, 240, 40, 60, 0) for time in range(0, score.end, 480)]
    rows = [tuple(row) for row in score.notes.tolist()]
    assert shared(score, Score(480, notes=rows + chords)) > 0.4


def test_silence_and_drums_have_an_identity():
    assert identity_of(Score()) == identity_of(Score(96))
