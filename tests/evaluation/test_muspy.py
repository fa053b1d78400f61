"""The figures of pitch and rhythm are MusPy's, on the same file: MusPy is the witness."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic import SymbolicError, read
from symbolic.evaluation import pitch, rhythm
from symbolic.score import Score, Track

muspy = pytest.importorskip("muspy")

# Every metric that MusPy has, and what each is asked with.
ASKED = {
    "pitch_range": [()],
    "n_pitches_used": [()],
    "n_pitch_classes_used": [()],
    "polyphony": [()],
    "polyphony_rate": [(), (1,), (0,)],
    "pitch_in_scale_rate": [(0, "major"), (9, "minor"), (6, "Major")],
    "scale_consistency": [()],
    "pitch_entropy": [()],
    "pitch_class_entropy": [()],
    "empty_beat_rate": [()],
    "empty_measure_rate": [(1920,), (7,), (1000,)],
    "drum_in_pattern_rate": [("duple",), ("triple",)],
    "drum_pattern_consistency": [()],
    "groove_consistency": [(1920,), (96,), (1000,)],
}
OURS = {name: getattr(pitch if hasattr(pitch, name) else rhythm, name) for name in ASKED}


def music_of(score: Score):
    """The same piece in MusPy's classes."""
    tracks = []
    for number, track in enumerate(score.tracks):
        rows = score.notes[score.notes["track"] == number][
            ["start", "pitch", "duration", "velocity"]
        ]
        notes = [muspy.Note(*row) for row in rows.tolist()]
        tracks.append(muspy.Track(track.program, track.is_drum, notes=notes))
    return muspy.Music(resolution=score.resolution, tracks=tracks)


def assert_equal_figures(score: Score, music) -> None:
    for name, questions in ASKED.items():
        for question in questions:
            theirs = getattr(muspy, name)(music, *question)
            ours = OURS[name](score, *question)
            assert ours == pytest.approx(theirs, abs=1e-12, nan_ok=True), (name, question)


def test_there_are_as_many_metrics_as_muspy_has():
    assert set(ASKED) == set(muspy.metrics.__all__)
    assert len(ASKED) == 14


@st.composite
def pieces(draw):
    resolution = draw(st.sampled_from([1, 4, 5, 6, 8, 12, 24]))
    drums = draw(st.lists(st.booleans(), min_size=1, max_size=3))
    time = st.integers(0, 120)
    note = st.tuples(
        time,
        st.integers(0, 40),
        st.integers(57, 64) | st.integers(0, 127),
        st.integers(1, 127),
        st.integers(0, len(drums) - 1),
    )
    notes = draw(st.lists(note, max_size=25))
    return Score(resolution, [Track(is_drum=drum) for drum in drums], notes=notes)


@given(pieces())
def test_any_piece_has_the_figures_that_muspy_finds(score):
    assert_equal_figures(score, music_of(score))


def test_a_file_has_the_figures_that_muspy_finds(tmp_path):
    random = np.random.default_rng(5)
    rows = [
        (int(t), int(d), int(p), 80, int(k))
        for t, d, p, k in zip(
            random.integers(0, 96, 300) * 120,
            random.integers(1, 960, 300),
            random.integers(40, 80, 300),
            random.integers(0, 3, 300),
            strict=True,
        )
    ]
    tracks = [Track("one"), Track("two", program=33), Track("kit", is_drum=True)]
    controls = [(60_000, 64, 127, 0)]  # after the last note: the piece lasts until here
    path = tmp_path / "random.mid"
    Score(480, tracks, notes=rows, controls=controls).remove_overlaps().write(path)
    assert_equal_figures(read(path), muspy.read_midi(path))


@pytest.mark.shared
@pytest.mark.parametrize("corpus", ["pop909", "groove", "nottingham/full"])
def test_real_files_have_the_figures_that_muspy_finds(shared, corpus):
    for path in sorted((shared / "data" / corpus).glob("*.mid"))[:60:30]:
        assert_equal_figures(read(path), muspy.read_midi(path))


def test_a_piece_without_notes_has_no_figures():
    figures = pitch.evaluate(Score(480)) | rhythm.evaluate(Score(480))
    counted = {"pitch_range", "n_pitches_used", "n_pitch_classes_used"}
    assert len(figures) == 14
    for name, value in figures.items():
        assert value == 0 if name in counted else math.isnan(value), name


def test_evaluate_asks_for_the_scale_of_the_key_that_is_heard():
    scale = [62, 64, 66, 67, 69, 71, 73, 74, 62, 69, 62, 60]  # D major, and one C
    score = Score(480, notes=[(480 * n, 480, p, 80, 0) for n, p in enumerate(scale)])
    figures = pitch.evaluate(score)
    assert figures["pitch_in_scale_rate"] == pitch.pitch_in_scale_rate(score, 2, "major") == 11 / 12
    assert list(figures) == list(ASKED)[:9]
    assert list(rhythm.evaluate(score)) == list(ASKED)[9:]


def test_measures_are_the_first_meters():
    score = Score(480, notes=[(0, 10, 60, 80, 0), (2880, 10, 60, 80, 0)], meters=[(0, 3, 4)])
    assert rhythm.empty_measure_rate(score) == rhythm.empty_measure_rate(score, 1440) == 1 - 2 / 3
    assert rhythm.groove_consistency(score) == rhythm.groove_consistency(score, 1440)


def test_very_long_pieces_cost_no_memory():
    score = Score(480, notes=[(0, 480, 60, 80, 0), (2**40, 2**40, 64, 80, 0)])
    assert pitch.polyphony(score) == 1
    assert rhythm.empty_beat_rate(score) == pytest.approx(0.5, abs=1e-6)
    assert rhythm.groove_consistency(score) == pytest.approx(1)


def test_what_is_asked_wrongly_is_refused():
    score = Score(480, notes=[(0, 480, 60, 80, 0)])
    for call in (
        lambda: pitch.pitch_in_scale_rate(score, 0, "dorian"),
        lambda: rhythm.drum_in_pattern_rate(score, "quintuple"),
        lambda: rhythm.groove_consistency(score, 0),
        lambda: pitch.pitch_range([score]),
        lambda: rhythm.empty_beat_rate("tune.mid"),
    ):
        with pytest.raises(SymbolicError):
            call()
