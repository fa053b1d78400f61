"""The form without loss: what it writes, that it comes back, and that any tokens can be read."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.score import Score, Track
from symbolic.tokenizers.note_chord import NoteChordTokenizer

QUARTER = 480
LONGEST = 48 * 2**25 - 1  # steps that a grid of 12 reaches


def names(tokenizer, score):
    return tokenizer.vocabulary.names(tokenizer.encode(score))


def of(*rows, resolution=QUARTER):
    """A score of rows (start, duration, pitch)."""
    return Score(resolution, [Track()], notes=[(*row, 80, 0) for row in rows])


def on_grid(score, steps=12, longest=LONGEST):
    """Onset, duration and pitch of the notes that the tokens can hold, in whole numbers."""
    found: Counter = Counter()
    for row in score.notes.tolist():
        start, duration, pitch, _, track = row
        onset, end = (
            (2 * tick * steps + score.resolution) // (2 * score.resolution)
            for tick in (start, start + duration)
        )
        if onset <= longest and not score.tracks[track].is_drum:
            found[onset, min(max(end - onset, 1), longest), pitch] += 1
    return found


# -- what is written ------------------------------------------------------------------


def test_a_tune(tokenizer, tune):
    assert names(tokenizer, tune) == [
        "step 12",
        "chord C4.E4.G4",
        "duration 12",
        "step 12",
        "note C5",
        "duration 6",
        "note C2",
        "duration 24",
        "step 6",
        "note B4",
        "duration 6",
        "step 192",
        "step 18",
        "note A4",
        "duration 96",
        "duration 24",
    ]


def test_numbers_of_the_tune(tokenizer, tune):
    """Frozen: models that were trained read these numbers."""
    expected = [211, 273, 139, 211, 72, 133, 36, 151, 205, 71, 133, 249, 217, 69, 176, 151]
    numbers = tokenizer.encode(tune)
    assert numbers.dtype == np.int32
    assert numbers.tolist() == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([(0, 480, 61)], ["note C#4", "duration 12"]),
        ([(0, 0, 60)], ["note C4", "duration 1"]),  # no note is shorter than a step
        ([(19, 460, 60)], ["note C4", "duration 12"]),  # the nearest lines
        ([(20, 460, 60)], ["step 1", "note C4", "duration 11"]),
        ([(0, 1920, 60)], ["note C4", "duration 48"]),
        ([(0, 1960, 60)], ["note C4", "duration 48", "duration 1"]),
        # A voicing without a token is its notes, which share one duration.
        ([(0, 480, 62), (0, 480, 60)], ["note C4", "note D4", "duration 12"]),
        # A unison is there twice, here as a chord that has a token.
        ([(0, 480, 60), (0, 480, 60)], ["chord C4.C4", "duration 12"]),
        ([(0, 480, 62), (0, 480, 62)], ["note D4", "note D4", "duration 12"]),
        # Notes that start together and differ in length are groups, the shortest first.
        (
            [(0, 960, 60), (0, 480, 64), (0, 960, 64)],
            ["note E4", "duration 12", "chord C4.E4", "duration 24"],
        ),
    ],
)
def test_small_scores(tokenizer, rows, expected):
    assert names(tokenizer, of(*rows)) == expected


def test_all_tracks_are_one_stream_and_drums_are_left_out(tokenizer):
    tracks = [Track("kit", is_drum=True), Track("high"), Track("low", program=40)]
    score = Score(480, tracks, notes=[(0, 9, 36, 1, 0), (0, 480, 64, 9, 1), (0, 480, 60, 99, 2)])
    assert names(tokenizer, score) == ["chord C4.E4", "duration 12"]
    back = tokenizer.decode(tokenizer.encode(score))
    assert back.tracks == (Track(),)
    assert back.notes["velocity"].tolist() == [80, 80]


def test_no_drift(tokenizer):
    """A third of a quarter at a resolution that three does not divide."""
    thirds = np.arange(3000) * 1024 // 3
    score = of(*((int(start), 300, 60) for start in thirds), resolution=1024)
    assert tokenizer.decode(tokenizer.encode(score)).notes["start"].tolist() == list(
        range(0, 480000, 160)
    )


def test_lengths_beyond_the_grid():
    tokenizer = NoteChordTokenizer()
    far, tick = LONGEST, 40
    score = of((far * tick, 2**40, 60), ((far + 1) * tick, 480, 61))
    back = tokenizer.decode(tokenizer.encode(score))
    assert back.notes[["start", "duration", "pitch"]].tolist() == [(far * tick, far * tick, 60)]


def test_long_times_are_exact_and_short(tokenizer):
    score = of((2**33, 2**33, 60), (2**33 + 40, 40, 61), resolution=480)
    ids = tokenizer.encode(score)
    assert len(ids) < 60
    assert on_grid(tokenizer.decode(ids)) == on_grid(score)


# -- and comes back -------------------------------------------------------------------


@given(score=scores())
def test_every_score_comes_back(tokenizer, score):
    ids = tokenizer.encode(score)
    back = tokenizer.decode(ids)
    assert on_grid(back) == on_grid(score)
    assert tokenizer.encode(back).tolist() == ids.tolist()


@given(score=scores(times=st.integers(0, 40)), steps=st.sampled_from([1, 2, 7, 24, 480]))
def test_dense_scores_come_back_on_any_grid(score, steps):
    tokenizer = NoteChordTokenizer(["A#3.B3", "C4.C#4.D4"], steps=steps)
    ids = tokenizer.encode(score)
    back = tokenizer.decode(ids)
    assert on_grid(back, steps, tokenizer.grid.longest) == on_grid(
        score, steps, tokenizer.grid.longest
    )
    assert tokenizer.encode(back).tolist() == ids.tolist()


# -- any tokens can be read -----------------------------------------------------------


@given(data=st.data())
def test_any_tokens_are_a_score(tokenizer, coarse, data):
    which = data.draw(st.sampled_from([tokenizer, coarse]))
    known = st.integers(0, len(which) - 1)
    ids = data.draw(st.lists(known | st.integers(-(2**70), 2**70), max_size=60))
    score = which.decode(ids)
    score.replace()  # checks every table
    written = which.encode(score)
    assert which.encode(which.decode(written)).tolist() == written.tolist()
    assert which.decode(written) == score


@given(seed=st.integers(0, 2**32))
def test_long_random_tokens_are_a_score(tokenizer, seed):
    ids = np.random.default_rng(seed).integers(-2, len(tokenizer) + 2, 5000)
    score = tokenizer.decode(ids)
    score.replace()
    assert tokenizer.decode(tokenizer.encode(score)) == score


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["duration 3", "step 2"], []),
        (["note C4"], []),  # no duration comes
        (["note C4", "step 6", "note E4", "duration 6"], [(0, 240, 60), (240, 240, 64)]),
        (["note E4", "chord C4.E4", "duration 6"], [(0, 240, 64), (0, 240, 60), (0, 240, 64)]),
        (["note C4", "duration 1", "duration 2"], [(0, 120, 60)]),
        (["step 1", "step 1", "note C4", "duration 1", "note D4"], [(80, 40, 60)]),
    ],
)
def test_what_makes_little_sense_is_read_as_far_as_it_goes(tokenizer, tokens, expected):
    ids = [tokenizer.vocabulary.id(token) for token in tokens]
    assert tokenizer.decode(ids).notes[["start", "duration", "pitch"]].tolist() == expected


def test_steps_past_the_end_of_the_grid(tokenizer):
    far = tokenizer.vocabulary.id(f"step {48 * 2**24}")
    note, duration = (tokenizer.vocabulary.id(name) for name in ("note C4", "duration 5"))
    ids = [far, note, duration, *[far] * 5000, note, duration, duration]
    notes = tokenizer.decode(ids).notes
    assert notes["start"].tolist() == [48 * 2**24 * 40]
    assert notes["duration"].tolist() == [200]


def test_no_tokens():
    assert len(NoteChordTokenizer().decode([])) == 0
    assert len(NoteChordTokenizer(legacy=True).decode([])) == 0
