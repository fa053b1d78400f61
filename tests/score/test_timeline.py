from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.score import Timeline
from symbolic.score.tables import table

resolutions = st.integers(1, 2000)
ticks = st.lists(st.integers(0, 10**6), min_size=1, max_size=20)
tempo_rows = st.lists(st.tuples(st.integers(0, 10**6), st.integers(60_000, 6_000_000)), max_size=9)
meter_rows = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(1, 31), st.sampled_from([1, 2, 4, 8, 16])),
    max_size=9,
)


def line(resolution=480, tempos=(), meters=()):
    return Timeline(resolution, table("tempos", list(tempos)), table("meters", list(meters)))


def exact_seconds(resolution, tempos, tick):
    """By hand: every stretch of one tempo, in fractions."""
    rows = dict(sorted([(0, 500_000)])) | dict(sorted(tempos, key=lambda row: row[0]))
    times = sorted(rows)
    total = Fraction(0)
    for begin, end in zip(times, [*times[1:], None], strict=True):
        until = tick if end is None else min(tick, end)
        total += max(until - begin, 0) * rows[begin]
    return total / (resolution * 1_000_000)


def exact_bars(resolution, meters, end):
    """By hand: step from bar to bar, in fractions; a bar begins at the tick it rounds up to."""
    rows = {0: (4, 4)} | {time: (n, d) for time, n, d in sorted(meters, key=lambda row: row[0])}
    times = sorted(rows)
    found = []
    for begin, stop in zip(times, [*times[1:], end], strict=True):
        length = Fraction(4 * resolution * rows[begin][0], rows[begin][1])
        bar = Fraction(begin)
        while ceil(bar) < min(stop, end):
            found.append(ceil(bar))
            bar += length
    return found


# -- quarters -----------------------------------------------------------------------------


def test_quarters_by_hand():
    assert line().ticks_to_quarters(720) == 1.5
    assert line().ticks_to_quarters([0, 240]).tolist() == [0, 0.5]
    assert line().quarters_to_ticks(1.5) == 720
    assert line(7).quarters_to_ticks([0.5, 1.5, 1]).tolist() == [4, 10, 7]  # 3.5 and 10.5, to even


@given(resolutions, st.lists(st.integers(0, 2**40)))
def test_quarters_and_back(resolution, values):
    timeline = line(resolution)
    assert timeline.quarters_to_ticks(timeline.ticks_to_quarters(values)).tolist() == values


# -- seconds ------------------------------------------------------------------------------


def test_seconds_by_hand_under_tempo_changes():
    timeline = line(480, [(480, 1_000_000), (960, 250_000)])  # 120 BPM until the first of them
    assert timeline.ticks_to_seconds([0, 240, 480, 720, 960, 1440]).tolist() == [
        0, 0.25, 0.5, 1.0, 1.5, 1.75,
    ]  # fmt: skip
    assert timeline.seconds_to_ticks([0, 0.25, 0.5, 1.0, 1.5, 1.75]).tolist() == [
        0, 240, 480, 720, 960, 1440,
    ]  # fmt: skip
    assert timeline.tempo_at([0, 479, 480, 959, 960]).tolist() == [120, 120, 60, 60, 240]


def test_the_last_of_the_tempos_at_one_tick_holds():
    assert line(480, [(0, 1), (0, 1_000_000)]).ticks_to_seconds(480) == 1


def test_before_the_beginning_the_first_tempo_and_meter_hold():
    timeline = line(480, [(480, 1_000_000)], [(1920, 3, 4)])
    assert timeline.ticks_to_seconds(-480) == -0.5
    assert timeline.seconds_to_ticks(-0.5) == -480
    assert timeline.tempo_at(-1) == 120
    assert timeline.meter_at(-1) == (4, 4)
    assert [int(n) for n in timeline.ticks_to_bars(-1)] == [-1, 1919]
    assert timeline.bars_to_ticks(-1) == -1920


@given(resolutions, tempo_rows, ticks)
def test_seconds_are_exact_and_lead_back(resolution, tempos, values):
    timeline = line(resolution, tempos)
    seconds = timeline.ticks_to_seconds(values)
    exact = [float(exact_seconds(resolution, tempos, tick)) for tick in values]
    np.testing.assert_allclose(seconds, exact, rtol=1e-14)
    assert timeline.seconds_to_ticks(seconds).tolist() == values


def test_hours_under_thousands_of_tempo_changes_do_not_drift():
    tempos = [(37 * n, 400_001 + n * 7919 % 300_007) for n in range(100_000)]
    exact = Fraction(sum(37 * row[1] for row in tempos), 480_000_000)
    timeline = line(480, tempos)
    assert exact > 3600
    assert timeline.ticks_to_seconds(3_700_000) == pytest.approx(float(exact), rel=1e-15)
    moments = np.arange(0, 3_700_000, 13)
    assert (timeline.seconds_to_ticks(timeline.ticks_to_seconds(moments)) == moments).all()


def test_the_longest_and_slowest_piece_does_not_overflow():
    last, slowest = 2**40, 2**24 - 1
    timeline = line(1, [(0, slowest), (last, 500_000)])
    assert timeline.ticks_to_seconds(last) == pytest.approx(last * slowest / 1e6, rel=1e-15)


# -- bars ---------------------------------------------------------------------------------


def test_bars_of_seven_eight():
    timeline = line(480, meters=[(0, 7, 8)])
    bar, position = timeline.ticks_to_bars([0, 1679, 1680, 3361])
    assert bar.tolist() == [0, 0, 1, 2]
    assert position.tolist() == [0, 1679, 0, 1]
    assert timeline.bars_to_ticks([0, 1, 2], [0, 5, 0]).tolist() == [0, 1685, 3360]


def test_bars_of_seven_eight_that_are_not_whole_ticks():
    timeline = line(481, meters=[(0, 7, 8)])  # a bar is 1683.5 ticks
    assert timeline.bar_lines(6734).tolist() == [0, 1684, 3367, 5051]
    assert [int(n) for n in timeline.ticks_to_bars(1683)] == [0, 1683]
    assert [int(n) for n in timeline.ticks_to_bars(1684)] == [1, 0]
    far = timeline.bars_to_ticks(1_000_001)
    assert far == ceil(Fraction(4 * 481 * 7, 8) * 1_000_001)


@pytest.mark.parametrize("change", [1683, 1684])
def test_a_meter_change_at_a_rounded_bar_line_makes_no_bar_of_no_length(change):
    timeline = line(481, meters=[(0, 7, 8), (change, 4, 4)])  # the true line is at 1683.5
    assert [int(n) for n in timeline.ticks_to_bars(change)] == [1, 0]
    assert timeline.bars_to_ticks(1) == change


def test_a_pickup_is_a_bar():
    timeline = line(480, meters=[(0, 3, 4), (480, 3, 4)])
    assert timeline.bar_lines(4000).tolist() == [0, 480, 1920, 3360]
    assert [int(n) for n in timeline.ticks_to_bars(1919)] == [1, 1439]


def test_a_meter_change_inside_a_bar_begins_a_bar():
    timeline = line(480, meters=[(0, 4, 4), (1920 + 960, 3, 4), (1920 + 960 + 1440, 6, 8)])
    assert timeline.bar_lines(6000).tolist() == [0, 1920, 2880, 4320, 5760]
    assert [timeline.meter_at(tick) for tick in (0, 2879, 2880, 4320)] == [
        (4, 4), (4, 4), (3, 4), (6, 8),
    ]  # fmt: skip


def test_bar_lines_end_before_the_end():
    assert line().bar_lines(0).tolist() == []
    assert line().bar_lines(1).tolist() == [0]
    assert line().bar_lines(1920).tolist() == [0]
    assert line().bar_lines(1921).tolist() == [0, 1920]


@given(resolutions, meter_rows, st.integers(0, 20_000))
def test_bar_lines_are_where_stepping_bar_by_bar_leads(resolution, meters, end):
    meters = [(time // 50, n, d) for time, n, d in meters]
    expected = [tick for tick in exact_bars(resolution, meters, end) if tick < end]
    assert line(resolution, meters=meters).bar_lines(end).tolist() == sorted(set(expected))


@given(resolutions, meter_rows, ticks)
def test_bars_and_positions_lead_back(resolution, meters, values):
    timeline = line(resolution, meters=meters)
    bar, position = timeline.ticks_to_bars(values)
    assert timeline.bars_to_ticks(bar, position).tolist() == values
    assert (position >= 0).all()
    assert (np.asarray(values) < timeline.bars_to_ticks(bar + 1)).all()


@given(st.integers(4, 2000), meter_rows, st.integers(1, 20_000))
def test_every_bar_has_a_line_and_every_line_a_bar(resolution, meters, end):
    timeline = line(resolution, meters=meters)
    lines = timeline.bar_lines(end)
    bar, position = timeline.ticks_to_bars(lines)
    assert bar.tolist() == list(range(len(lines)))
    assert not position.any()


# -- beats --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meter", "resolution", "beats"),
    [
        ((4, 4), 480, [0, 480, 960, 1440]),
        ((2, 2), 480, [0, 960]),
        ((3, 8), 480, [0, 240, 480]),
        ((6, 8), 480, [0, 720]),
        ((9, 16), 480, [0, 360, 720]),
        ((7, 8), 480, [0, 240, 480, 720, 960, 1200, 1440]),
        ((7, 8), 1, [0, 1, 2, 3]),  # eighths of half a tick
    ],
)
def test_beats_of_a_bar(meter, resolution, beats):
    timeline = line(resolution, meters=[(0, *meter)])
    assert timeline.beats(int(timeline.bars_to_ticks(1))).tolist() == beats


def test_beats_keep_to_the_true_beginning_of_their_bar():
    timeline = line(481, meters=[(0, 7, 8)])
    assert timeline.beats(3367).tolist() == [ceil(Fraction(481, 2) * n) for n in range(14)]


@given(resolutions, meter_rows, st.integers(0, 20_000))
def test_every_bar_line_is_a_beat(resolution, meters, end):
    timeline = line(resolution, meters=meters)
    beats = timeline.beats(end)
    assert np.isin(timeline.bar_lines(end), beats).all()
    assert (np.diff(beats) > 0).all()
    assert ((beats >= 0) & (beats < end)).all()


# -- shapes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method",
    [
        "ticks_to_quarters",
        "quarters_to_ticks",
        "ticks_to_seconds",
        "seconds_to_ticks",
        "tempo_at",
        "bars_to_ticks",
    ],
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_one_number_or_an_array_in_and_alike_out(method, shape):
    answer = getattr(line(480, [(5, 10)], [(5, 3, 4)]), method)(np.zeros(shape, int))
    assert np.shape(answer) == shape


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_bars_answer_alike(shape):
    for answer in line().ticks_to_bars(np.zeros(shape, int)):
        assert np.shape(answer) == shape
