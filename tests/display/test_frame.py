"""Which bars and pitches are in the picture, and where the lines go."""

import numpy as np
import pytest

from symbolic.display.frame import bar_lines, bar_numbers, beat_lines, extended, frame
from symbolic.errors import SymbolicError
from symbolic.score import Score


def test_the_frame_ends_with_the_last_bar_and_leaves_a_margin(duet):
    edges, shown = frame(duet)
    assert (edges.first, edges.last) == (0, duet.bars + 1)  # the drum has no length, yet is there
    assert edges.end == duet.timeline.bars_to_ticks(edges.last)
    assert edges.low <= 38 - 2
    assert edges.high >= 72 + 2
    assert len(shown) == len(duet)


def test_bars_choose_the_notes_that_sound_in_them(duet):
    edges, shown = frame(duet, (1, 2))
    assert (edges.start, edges.end) == (1440, 2880)
    assert duet.notes["pitch"][shown].tolist() == [67]
    held = Score(480, notes=[(0, 4000, 60, 80, 0)])
    assert len(frame(held, (1, 2))[1]) == 1
    assert len(frame(held, (3, None))[1]) == 0


@pytest.mark.parametrize("bars", [(2, 2), (-1, 4), (4, 1), 7, ("a", "b"), (0, 1e400), (0, 2**60)])
def test_bars_that_are_no_stretch_are_refused(duet, bars):
    with pytest.raises(SymbolicError, match="bars"):
        frame(duet, bars)


def test_every_bar_has_its_line(duet):
    edges, _ = frame(duet)
    bars, ticks = bar_lines(duet, edges, most=100)
    np.testing.assert_array_equal(ticks, duet.timeline.bar_lines(edges.end))
    np.testing.assert_array_equal(bars, np.arange(edges.last))


def test_many_lines_are_thinned_to_whole_phrases():
    score = Score(480, notes=[(0, 1920 * 100, 60, 80, 0)])
    bars, _ = bar_lines(score, frame(score)[0], most=20)
    assert bars.tolist() == list(range(0, 100, 8))
    bars, _ = bar_lines(score, frame(score, (5, 95))[0], most=20)
    assert bars[0] == 8


def test_numbers_count_from_one_and_keep_apart():
    # A pickup of a sixteenth: its number leaves no room for that of bar 2.
    meters = [(0, 1, 16), (120, 4, 4)]
    score = Score(480, notes=[(0, 120 + 1920 * 8, 60, 80, 0)], meters=meters)
    numbers = bar_numbers(score, frame(score)[0], most=20)
    assert [text for _, text in numbers] == ["1", "3", "4", "5", "6", "7", "8", "9"]


def test_beats_lie_between_the_bar_lines(duet):
    edges, _ = frame(duet)
    beats = beat_lines(duet, edges, most=100)
    assert beats.tolist() == [480, 960, 1920, 2400, 3600, 5040]
    assert len(beat_lines(duet, edges, most=5)) == 0


def test_a_billion_bars_need_no_more_lines_than_ten():
    score = Score(1, notes=[(0, 1, 60, 80, 0), (2**40, 1, 60, 80, 0)], meters=[(0, 1, 64)])
    edges, shown = frame(score)
    assert len(shown) == 2
    assert len(bar_lines(score, edges, most=100)[0]) <= 100
    assert len(bar_numbers(score, edges, most=20)) <= 20
    assert len(beat_lines(score, edges, most=100)) == 0


def test_beats_are_not_counted_out_to_far_bars():
    near, far = (frame(Score(), (bar, bar + 2))[0] for bar in (100, 100_000))
    assert len(beat_lines(Score(), near, most=100)) == 6
    assert len(beat_lines(Score(), far, most=100)) == 0


def test_an_empty_score_has_a_frame():
    edges, shown = frame(Score())
    assert (edges.last, len(shown)) == (4, 0)
    assert edges.low < 60 < edges.high


def test_a_frame_is_extended_by_whole_bars(duet):
    edges = extended(duet, frame(duet)[0], 20_000)
    assert edges.end >= 20_000 > duet.timeline.bars_to_ticks(edges.last - 1)


def test_pitches_stay_on_the_keyboard():
    score = Score(480, notes=[(0, 1, 0, 80, 0), (0, 1, 127, 80, 0)])
    edges, _ = frame(score)
    assert (edges.low, edges.high) == (0, 127)
