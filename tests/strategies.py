"""Random scores for the property tests."""

import numpy as np
from hypothesis import strategies as st

from symbolic.score import Score, Track
from symbolic.score.tables import TABLES

times = st.integers(0, 4000) | st.integers(0, 2**33)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


def _tracks():
    programs = st.integers(0, 127)
    channels = st.none() | st.integers(0, 40)
    return st.lists(
        st.builds(Track, name=texts, program=programs, is_drum=st.booleans(), channel=channels),
        max_size=5,
    )


def _rows(*columns):
    return st.lists(st.tuples(*columns), max_size=8)


@st.composite
def scores(draw, times=times, texts=texts):
    """Any score: overlapping unisons, notes of no length, empty tracks, odd meters and all."""
    tracks = draw(_tracks())
    track = st.integers(0, max(len(tracks) - 1, 0))
    some_track = st.integers(-1, len(tracks) - 1)
    notes = _rows(
        times, times, st.integers(58, 63) | st.integers(0, 127), st.integers(1, 127), track
    )
    return Score(
        draw(st.integers(1, 32767)),
        tracks,
        notes=draw(notes) if tracks else None,
        tempos=draw(_rows(times, st.integers(1, 2**24 - 1))),
        meters=draw(
            _rows(times, st.integers(1, 255), st.integers(0, 7).map(lambda power: 2**power))
        ),
        keys=draw(_rows(times, st.integers(-7, 7), st.booleans())),
        controls=draw(_rows(times, st.integers(0, 127), st.integers(0, 127), track))
        if tracks
        else None,
        bends=draw(_rows(times, st.integers(-8192, 8191), track)) if tracks else None,
        lyrics=draw(_rows(times, texts, some_track)),
        markers=draw(_rows(times, texts)),
        texts=draw(_rows(times, st.sampled_from(["text", "copyright", "cue"]), texts, some_track)),
        title=draw(texts),
    )


roots = st.sampled_from(["C", "F#", "Bb", "Cb", "E#", "Ebb", "Gx"])
written = st.sampled_from(["", "m", "m7b5", "maj7", "9", "(b9)", "oops"])
basses = st.sampled_from(["", "/C", "/E", "/a#"])
symbols = st.builds("{}{}{}".format, roots, written, basses) | st.sampled_from(["N.C.", "Coda"])


@st.composite
def lead_sheets(draw, times=times):
    """Any score, with chord symbols and what looks like one."""
    score = draw(scores(times=times))
    some_track = st.integers(-1, len(score.tracks) - 1)
    return score.replace(texts=draw(_rows(times, st.just("chord"), symbols, some_track)))


def assert_same(one: Score, other: Score) -> None:
    """Compare table by table, so that a failure names the difference."""
    assert one.resolution == other.resolution
    assert one.tracks == other.tracks
    assert one.title == other.title
    for name in TABLES:
        left, right = getattr(one, name), getattr(other, name)
        if name == "notes":
            left, right = np.sort(left), np.sort(right)
        assert left.tolist() == right.tolist(), name
    assert one == other
