"""Attributes: known answers, and what must not change them."""

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic import SymbolicError
from symbolic.score import Score, Track
from symbolic.score.tables import NOTE
from symbolic.theory import ATTRIBUTES, attribute_of
from symbolic.theory.attributes import density, diatonic, interval, syncopation_8, syncopation_16

SHARES = ("diatonic", "syncopation_16", "syncopation_8")


def at(sixteenths, meter=(4, 4), pitches=None, track=None, resolution=480) -> Score:
    """Notes a sixteenth long at some sixteenths."""
    pitches = [60] * len(sixteenths) if pitches is None else pitches
    step = resolution // 4
    notes = [(step * s, step, p, 80, 0) for s, p in zip(sixteenths, pitches, strict=True)]
    return Score(resolution, track and [track], notes=notes, meters=[(0, *meter)])


@st.composite
def plain(draw, meters=((4, 4), (3, 4), (6, 8))):
    """Notes on sixteenths in two tracks, one of them perhaps of drums."""
    rows = st.tuples(
        st.integers(0, 64).map(lambda s: 120 * s),
        st.integers(1, 480),
        st.integers(40, 80),
        st.integers(1, 127),
        st.integers(0, 1),
    )
    notes = draw(st.lists(rows, max_size=24))
    tracks = [Track(), Track(is_drum=draw(st.booleans()))]
    return Score(480, tracks, notes=notes, meters=[(0, *draw(st.sampled_from(meters)))])


# -- known answers --------------------------------------------------------------------


def test_diatonic_is_the_share_in_c_major():
    assert diatonic(at(range(8), pitches=[60, 62, 64, 65, 67, 69, 71, 73])) == 7 / 8


def test_density_counts_the_whole_last_bar():
    assert density(at([0, 4, 8])) == 3 / 4
    assert density(at([0, 4, 8, 16])) == 4 / 8
    assert density(at([0, 4, 8], meter=(3, 4))) == 1
    hits = at([0, 4, 8, 12], pitches=[36, 38, 36, 38], track=Track(is_drum=True))
    assert density(hits) == 1


def test_interval_follows_each_line_by_itself():
    high = [(480 * n, 480, p, 80, 0) for n, p in enumerate([72, 74, 72])]
    low = [(480 * n, 480, p, 80, 1) for n, p in enumerate([40, 48, 40])]
    assert interval(Score(480, notes=high)) == 2
    assert interval(Score(480, notes=high + low)) == 5
    chord = [(0, 480, 60, 80, 0), (0, 480, 64, 80, 0), (480, 480, 65, 80, 0)]
    assert interval(Score(480, notes=chord)) == 1


@pytest.mark.parametrize(
    ("onsets", "meter", "sixteenth", "eighth"),
    [
        ([0, 4, 8, 12], (4, 4), 0, 0),
        (range(16), (4, 4), 1 / 16, 1 / 16),  # the last ones are answered by nothing
        ([1, 3, 5, 7], (4, 4), 1, 0),
        ([2, 6, 10, 14], (4, 4), 0, 1),
        ([2, 4, 6, 8], (4, 4), 0, 0),
        ([0, 3, 6, 9], (4, 4), 2 / 4, 1 / 4),  # 6 is off the beat, and 8 is silent
        ([14, 16], (4, 4), 0, 0),  # the next bar answers
        ([15, 16], (4, 4), 0, 0),
        ([0, 4, 6, 10, 12], (6, 8), 0, 0),  # quarter and eighth
        ([0, 4, 8, 12], (6, 8), 0, 1 / 4),  # quarters across the dotted beats
        ([10, 12], (5, 8), 0, 1 / 2),  # bars of ten sixteenths
        ([8, 10], (5, 8), 0, 0),
        ([6, 10], (5, 8), 0, 1 / 2),
        ([2, 3], (3, 16), 0, 0),  # the bar ends before the beat does
    ],
)
def test_syncopation(onsets, meter, sixteenth, eighth):
    score = at(list(onsets), meter)
    assert syncopation_16(score) == pytest.approx(sixteenth)
    assert syncopation_8(score) == pytest.approx(eighth)


def test_another_line_answers_nothing():
    weak, strong = (120 * 2, 120, 60, 80, 0), (480, 120, 60, 80, 1)
    assert syncopation_8(Score(480, notes=[weak, strong])) == 1 / 2


def test_played_music_is_put_on_sixteenths():
    late = [(t + 25, 100, 60, 80, 0) for t in (240, 720, 1200)]
    early = [(t - 25, 100, 60, 80, 0) for t in (240, 720, 1200)]
    assert syncopation_8(Score(480, notes=late)) == syncopation_8(Score(480, notes=early)) == 1
    before_the_bar = [(1920 - 25, 100, 60, 80, 0)]
    assert syncopation_16(Score(480, notes=before_the_bar)) == 0


def test_what_nothing_tells_is_nan():
    kit = at([0, 2], track=Track(is_drum=True))
    for empty in (Score(), Score(480, [Track()])):
        assert density(empty) == 0
        for name in set(ATTRIBUTES) - {"density"}:
            assert math.isnan(ATTRIBUTES[name](empty)), name
    assert math.isnan(diatonic(kit))
    assert math.isnan(interval(kit))
    assert math.isnan(interval(at([0])))
    assert syncopation_8(kit) == 1 / 2


# -- what must not change them --------------------------------------------------------


@given(plain(), st.integers(-12, 12))
def test_only_diatonic_hears_a_transposition(score, steps):
    for name in set(ATTRIBUTES) - {"diatonic"}:
        before, after = ATTRIBUTES[name](score), ATTRIBUTES[name](score.transpose(steps))
        assert before == pytest.approx(after, nan_ok=True), name
    octave = 12 if steps >= 0 else -12
    assert diatonic(score) == pytest.approx(diatonic(score.transpose(octave)), nan_ok=True)


@given(plain())
def test_a_second_track_like_the_first_doubles_density_alone(score):
    twice = np.concatenate([score.notes, score.notes])
    twice["track"][len(score.notes) :] += 2
    double = score.replace(notes=twice, tracks=score.tracks * 2)
    for name, attribute in ATTRIBUTES.items():
        factor = 2 if name == "density" else 1
        assert attribute(double) == pytest.approx(factor * attribute(score), nan_ok=True), name


@given(plain(meters=[(4, 4)]), st.integers(1, 4))
def test_later_bars_are_heard_as_the_first(score, bars):
    moved = score.notes.copy()
    moved["start"] += 1920 * bars
    later = score.replace(notes=moved)
    for name in set(ATTRIBUTES) - {"density"}:
        before, after = ATTRIBUTES[name](score), ATTRIBUTES[name](later)
        assert before == pytest.approx(after, nan_ok=True), name


@given(plain(), st.sampled_from([96, 240, 960]))
def test_the_resolution_does_not_matter(score, resolution):
    other = score.resample(resolution)
    for name in set(ATTRIBUTES) - {"density"}:
        before, after = ATTRIBUTES[name](score), ATTRIBUTES[name](other)
        assert before == pytest.approx(after, nan_ok=True), name


@given(scores())
def test_any_score_has_its_attributes(score):
    for name, attribute in ATTRIBUTES.items():
        value = attribute(score)
        assert isinstance(value, float)
        assert value >= 0 or (math.isnan(value) and name != "density")
        assert name not in SHARES or math.isnan(value) or value <= 1
    assert math.isnan(syncopation_16(score)) or syncopation_16(score) + syncopation_8(score) <= 1


# -- by name --------------------------------------------------------------------------


def test_an_attribute_is_a_name_or_a_function():
    assert attribute_of("interval") is interval
    assert attribute_of(Score.__len__)(at([0, 4])) == 2
    for wrong in ("dense", 3, None, ["density"]):
        with pytest.raises(
            SymbolicError, match=r"diatonic, density, interval, .*, and any function"
        ):
            attribute_of(wrong)
    with pytest.raises(SymbolicError, match="a Score's"):
        density("tune.mid")


def test_a_hundred_thousand_notes_take_a_moment():
    random = np.random.default_rng(0)
    notes = np.zeros(100_000, NOTE)
    notes["start"] = np.sort(random.integers(0, 480 * 50_000, len(notes)))
    notes["duration"], notes["velocity"] = 120, 80
    notes["pitch"] = random.integers(30, 90, len(notes))
    score = Score(480, notes=notes)
    begin = time.perf_counter()
    values = [attribute(score) for attribute in ATTRIBUTES.values()]
    assert time.perf_counter() - begin < 2
    assert np.isfinite(values).all()
