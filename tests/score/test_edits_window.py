import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import assert_same, scores

from symbolic import SymbolicError
from symbolic.score import Score

PIECE = Score(
    480,
    notes=[
        (0, 2400, 60, 80, 0),
        (1920, 480, 62, 80, 0),
        (3360, 960, 64, 80, 0),
        (4800, 9, 65, 80, 0),
    ],
    tempos=[(0, 500_000), (1920, 1_000_000), (2400, 250_000)],
    meters=[(0, 4, 4), (3840, 3, 4)],
    keys=[(0, 1, False), (1920, 2, True)],
    controls=[(0, 7, 100, 0), (0, 64, 127, 0), (1920, 64, 0, 0), (2000, 7, 90, 0)],
    bends=[(0, 9, 0), (3000, 0, 0)],
    lyrics=[(0, "one", 0), (1920, "two", 0), (3840, "three", -1)],
    markers=[(1919, "A"), (1920, "B")],
)


def rows(score, name):
    return getattr(score, name).tolist()


# -- by hand ------------------------------------------------------------------------------


def test_a_bar_with_what_is_in_force_where_it_begins():
    bar = PIECE.slice(bars=(1, 2))
    assert rows(bar, "notes") == [(0, 480, 62, 80, 0), (1440, 480, 64, 80, 0)]
    assert rows(bar, "tempos") == [(0, 1_000_000), (480, 250_000)]
    assert rows(bar, "meters") == [(0, 4, 4)]
    assert rows(bar, "keys") == [(0, 2, True)]
    assert rows(bar, "controls") == [(0, 7, 100, 0), (0, 64, 0, 0), (80, 7, 90, 0)]
    assert rows(bar, "bends") == [(0, 9, 0), (1080, 0, 0)]
    assert rows(bar, "lyrics") == [(0, "two", 0)]
    assert rows(bar, "markers") == [(0, "B")]


def test_sounding_keeps_what_is_left_of_earlier_notes():
    bar = PIECE.slice(bars=(1, 2), sounding=True)
    assert rows(bar, "notes")[0] == (0, 480, 60, 80, 0)
    assert len(bar) == 3
    assert len(PIECE.slice(ticks=(2400, 2401), sounding=True)) == 0  # both ended just there


def test_units_name_the_same_part():
    part = PIECE.slice(ticks=(1920, 3840))
    assert part == PIECE.slice(bars=(1, 2)) == PIECE.slice(quarters=(4, 8))
    assert part == PIECE.slice(seconds=(2, 3 + 1440 * 0.25 / 480))
    assert part == PIECE.slice(quarters=(4.0001, np.float64(8)))


def test_none_means_the_beginning_or_the_last():
    assert PIECE.slice(bars=(None, None)) == PIECE.slice(bars=(0, None)) == PIECE
    assert len(PIECE.slice(ticks=(4800, None))) == 1
    assert len(Score(480, notes=[(5, 0, 60, 80, 0)]).slice(ticks=(0, None))) == 1
    assert len(PIECE.slice(bars=(99, None))) == 0


def test_a_part_of_no_length_still_has_its_tempo():
    part = PIECE.slice(ticks=(2000, 2000))
    assert len(part) == 0
    assert rows(part, "tempos") == [(0, 1_000_000)]
    assert part.timeline.meter_at(0) == (4, 4)
    assert rows(PIECE.slice(bars=(2, 2)), "meters") == [(0, 3, 4)]


def test_a_registered_parameter_is_carried_whole():
    bend_range = [(0, 101, 0, 0), (0, 100, 0, 0), (0, 6, 12, 0), (0, 101, 127, 0), (0, 100, 127, 0)]
    score = Score(480, notes=[(480, 9, 60, 80, 0)], controls=bend_range)
    assert rows(score.slice(quarters=(1, 2)), "controls") == bend_range


def test_what_is_in_force_is_carried_track_by_track():
    score = Score(
        480,
        controls=[(0, 7, 1, 0), (5, 7, 2, 0), (0, 7, 3, 1), (0, 8, 4, 1), (9, 8, 5, 1)],
        bends=[(0, 1, 0), (0, 2, 1), (3, 3, 1)],
    )
    part = score.slice(ticks=(9, 20))
    assert rows(part, "controls") == [(0, 7, 2, 0), (0, 7, 3, 1), (0, 8, 5, 1)]
    assert rows(part, "bends") == [(0, 1, 0), (0, 3, 1)]


def test_a_cut_inside_a_bar_leaves_a_pickup():
    part = PIECE.slice(quarters=(3, None))
    assert part.timeline.bar_lines(4000).tolist() == [0, 480, 2400, 3840]
    assert rows(part, "meters") == [(0, 4, 4), (480, 4, 4), (2400, 3, 4)]


def test_a_cut_at_a_bar_line_between_two_ticks_keeps_the_lines_that_follow():
    score = Score(481, notes=[(9000, 10, 60, 80, 0)], meters=[(0, 7, 8)])  # 1683.5 ticks a bar
    assert score.timeline.bar_lines(7000).tolist() == [0, 1684, 3367, 5051, 6734]
    part = score.slice(bars=(1, None))
    assert part.timeline.bar_lines(7000 - 1684).tolist() == [0, 1683, 3367, 5050]
    assert rows(score.slice(bars=(2, 4)), "meters") == [(0, 7, 8)]


# -- what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ({}, "slice takes one of bars="),
        ({"bars": (0, 1), "ticks": (0, 1)}, "slice takes one of bars="),
        ({"bars": 3}, r"slice\(bars=...\) takes \(beginning, end\), not 3"),
        ({"bars": (0, 1, 2)}, r"takes \(beginning, end\)"),
        ({"bars": (2, 1)}, "the end lies before the beginning"),
        ({"seconds": (2, 1.5)}, "the end lies before the beginning"),
        ({"ticks": (-1, 5)}, "the beginning lies before the score's"),
        ({"bars": (-1, None)}, "the beginning lies before the score's"),
        ({"seconds": (0, float("inf"))}, "seconds inf is not a number"),
        ({"seconds": (float("nan"), 1)}, "seconds nan is not a number"),
        ({"quarters": ("a", 1)}, "quarters 'a' is not a number"),
        ({"bars": (0, True)}, "bars True is not a number"),
        ({"ticks": "05"}, "ticks '0' is not a number"),
    ],
)
def test_wrong_spans_are_said_in_a_sentence(span, sentence):
    with pytest.raises(SymbolicError, match=sentence):
        PIECE.slice(**span)


# -- what always holds --------------------------------------------------------------------

pieces = scores(times=st.integers(0, 3000))


def in_force(table, tick, *by):
    """The last row of each kind at a tick, without its time."""
    return {
        tuple(row[column] for column in by): row.tolist()[1:]
        for row in table[table["time"] <= tick]
    }


def assert_agrees(part, score, cut, tick):
    """Compare what holds at a tick of the part with what holds there in the whole."""
    assert part.timeline.meter_at(tick) == score.timeline.meter_at(cut + tick)
    assert part.timeline.tempo_at(tick) == score.timeline.tempo_at(cut + tick)
    kinds = {"keys": (), "bends": ("track",), "controls": ("track", "number")}
    for name, by in kinds.items():
        here, there = getattr(part, name), getattr(score, name)
        assert in_force(here, tick, *by) == in_force(there, cut + tick, *by), name


@given(pieces, st.integers(0, 3000), st.integers(0, 3000))
def test_what_is_in_force_agrees(score, one, other):
    start, end = sorted((one, other))
    part = score.slice(ticks=(start, end))
    for tick in {0, max(end - start - 1, 0), (end - start) // 2}:
        assert_agrees(part, score, start, tick)


@given(pieces, st.integers(0, 3000), st.integers(0, 3000))
def test_seconds_and_bar_lines_agree(score, one, other):
    start, end = sorted((one, other))
    part = score.slice(ticks=(start, end))
    moments = np.arange(end - start + 1)
    whole = score.timeline.ticks_to_seconds(moments + start) - score.timeline.ticks_to_seconds(
        start
    )
    np.testing.assert_allclose(part.timeline.ticks_to_seconds(moments), whole, atol=1e-6, rtol=1e-9)
    lines = score.timeline.bar_lines(end)
    expected = {0, *(lines[lines >= start] - start).tolist()} if end > start else set()
    assert set(part.timeline.bar_lines(end - start).tolist()) == expected


@given(pieces, st.integers(1, 4))
def test_consecutive_parts_hold_every_note_once(score, size):
    bars = int(score.timeline.ticks_to_bars(score.end)[0]) + 1
    size = max(size, bars // 12)
    found = []
    for bar in range(0, bars, size):
        part = score.slice(bars=(bar, bar + size))
        cut, stop = score.timeline.bars_to_ticks([bar, bar + size]).tolist()
        for start, duration, *rest in part.notes.tolist():
            assert start + duration <= stop - cut
            found.append((start + cut, *rest))
    expected = [(start, *rest) for start, _, *rest in score.notes.tolist()]
    assert sorted(found) == sorted(expected)


@given(pieces, st.integers(0, 3000), st.integers(0, 3000))
def test_notes_are_cut_at_the_edges_and_nowhere_else(score, one, other):
    start, end = sorted((one, other))
    expected, still = [], []
    for onset, duration, *rest in score.notes.tolist():
        stop = min(onset + duration, end)
        if start <= onset < end:
            expected.append((onset - start, stop - onset, *rest))
        elif onset < start < onset + duration:
            still.append((0, stop - start, *rest))
    assert sorted(score.slice(ticks=(start, end)).notes.tolist()) == sorted(expected)
    kept = score.slice(ticks=(start, end), sounding=True)
    assert sorted(kept.notes.tolist()) == sorted(expected + still)


@given(pieces)
def test_the_whole_is_the_score(score):
    assert_same(score.slice(ticks=(0, None)), score)
