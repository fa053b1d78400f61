"""Score -> bar tokens -> score: what comes back, and how near."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import lead_sheets, scores

from symbolic.errors import SymbolicError
from symbolic.score import Score, Track
from symbolic.score.tables import NOTE
from symbolic.tokenizers import BarTokenizer, load_tokenizer

TOKENIZERS = [BarTokenizer(), BarTokenizer(4), BarTokenizer(24, 127), BarTokenizer(7, 5)]
GRID = 12


def again(tok, score):
    return tok.decode(tok.encode(score))


def sounding(score):
    """Rows of (voice, pitch, onset and length in quarters), in that order."""
    notes = score.notes
    voices = np.array([track.program + 128 * track.is_drum for track in score.tracks], int)
    rows = [voices[notes["track"]], notes["pitch"]]
    rows += [notes["start"] / score.resolution, notes["duration"] / score.resolution]
    order = np.lexsort(rows[::-1])
    return [row[order] for row in rows]


@given(lead_sheets() | lead_sheets(times=st.integers(0, 2**40)), st.sampled_from(TOKENIZERS))
def test_tokens_come_back(score, tok):
    ids = tok.encode(score)
    assert tok.vocabulary.names(tok.encode(tok.decode(ids))) == tok.vocabulary.names(ids)


@given(
    st.lists(st.integers(0, 40) | st.integers(-9, 1400) | st.integers(-(2**62), 2**62)),
    st.sampled_from([*TOKENIZERS, BarTokenizer(480)]),
)
def test_any_integers_are_a_score(ids, tok):
    score = tok.decode(np.array(ids, np.int64))
    assert Score.from_dict(score.to_dict()) == score
    ids = tok.encode(score)
    assert np.array_equal(tok.encode(tok.decode(ids)), ids)


def test_the_longest_number_is_a_score():
    for tok in (BarTokenizer(), BarTokenizer(480)):
        names = ["bar", "position 0", "program 0", "pitch 60", "velocity 64"]
        names[4] = tok.vocabulary.names([tok.vocabulary.kinds["velocity"].first])[0]
        names += [f"more {n}" for n in range(30, -1, -1)] + ["duration 1"]
        score = tok.decode(np.array([tok.vocabulary.id(name) for name in names]))
        assert Score.from_dict(score.to_dict()) == score


@given(scores(times=st.integers(0, 4000)), st.sampled_from(TOKENIZERS))
def test_notes_are_near(score, tok):
    """Half a step, and half a tick where ticks are finer than the decoded score's."""
    came = again(tok, score)
    voice, pitch, onset, _ = sounding(score)
    voice_now, pitch_now, onset_now, _ = sounding(came)
    assert np.array_equal(voice, voice_now)
    assert np.array_equal(pitch, pitch_now)
    bound = 0.5 / tok.positions + 0.5 / came.resolution + 1e-9
    assert np.abs(onset - onset_now).max(initial=0) <= bound


@given(
    st.integers(1, 1000), st.integers(0, 9000), st.integers(0, 9000), st.sampled_from(TOKENIZERS)
)
def test_a_length_is_near(resolution, start, duration, tok):
    """One step: half from the onset, half from the end, each with its half tick. An end is moved
    by half a step, that of a short note by three quarters."""
    score = Score(resolution, notes=[(start, duration, 60, 64, 0)])
    came = again(tok, score)
    tick = 1 / came.resolution
    *_, [onset], [length] = sounding(score)
    *_, [onset_now], [length_now] = sounding(came)
    assert abs(length - length_now) <= 1 / tok.positions + tick + 1e-9
    steps = 0.75 if length_now * tok.positions < 0.5 else 0.5
    assert abs(onset + length - onset_now - length_now) <= steps / tok.positions + tick + 1e-9


def in_force(table, columns, before):
    """The changes of a table: the last row at each time, where it is another than before."""
    rows = {row["time"]: tuple(row[name].item() for name in columns) for row in table}
    changes = []
    for moment, row in sorted(rows.items()):
        if row != before:
            changes.append((int(moment), *row))
        before = row
    return changes


quarter_notes = st.integers(0, 300)
on_grid = st.builds(
    Score,
    st.just(GRID),
    st.just([Track(program=5), Track(program=5, is_drum=True), Track(program=90)]),
    notes=st.lists(
        st.tuples(
            quarter_notes,
            st.integers(1, 2000),
            st.integers(0, 127),
            st.integers(1, 127),
            st.integers(0, 2),
        ),
        max_size=8,
    ),
    tempos=st.lists(st.tuples(quarter_notes, st.integers(1, 2**24 - 1)), max_size=4),
    keys=st.lists(st.tuples(quarter_notes, st.integers(-7, 7), st.booleans()), max_size=4),
    meters=st.lists(
        st.tuples(quarter_notes, st.integers(1, 255), st.sampled_from([1, 2, 4, 8, 16])),
        max_size=4,
    ),
)


@given(on_grid)
def test_nothing_is_lost_on_the_grid(score):
    tok = BarTokenizer(GRID, 127)
    came = again(tok, score)
    ticks = came.resolution // score.resolution
    for columns in zip(sounding(score), sounding(came), strict=True):
        assert np.allclose(*columns, rtol=0, atol=1e-9)
    assert sorted(score.notes["velocity"].tolist()) == sorted(came.notes["velocity"].tolist())
    for name, columns, before in [
        ("tempos", ["microseconds"], (500_000,)),
        ("keys", ["fifths", "minor"], None),
    ]:
        said = in_force(getattr(score, name), columns, before)
        assert in_force(getattr(came, name), columns, before) == [
            (moment * ticks, *row) for moment, *row in said
        ]
    lines = score.timeline.bar_lines(3000)
    assert np.array_equal(lines * ticks, came.timeline.bar_lines(3000 * ticks))
    for line in lines.tolist():
        assert score.timeline.meter_at(line) == came.timeline.meter_at(line * ticks)


close = st.integers(0, 60) | st.integers(0, 4000)


@given(scores(times=close), st.sampled_from([*TOKENIZERS, BarTokenizer(480)]))
def test_tempos_are_exact(score, tok):
    """All come back at their tick, or the nearest where ticks are finer than the decoded score's,
    however many begin within one step."""
    came = again(tok, score)
    had = score.timeline.tempos.copy()
    twice = 2 * had["time"] * came.resolution + score.resolution
    had["time"] = twice // (2 * score.resolution)
    columns, default = ["microseconds"], (500_000,)
    assert in_force(came.tempos, columns, default) == in_force(had, columns, default)


def test_integer_tempos_need_no_digits():
    tok = BarTokenizer()
    for tempo in range(4, 301):
        if tempo != 120:
            microseconds = round(60_000_000 / tempo)
            score = Score(480, tempos=[(0, microseconds)])
            assert tok.vocabulary.names(tok.encode(score))[2:] == [f"tempo {tempo}"]
            assert again(tok, score).tempos["microseconds"].tolist() == [microseconds]


def test_every_velocity_can_be_kept():
    notes = [(480 * n, 480, 60, n, 0) for n in range(1, 128)]
    came = again(BarTokenizer(velocities=127), Score(480, notes=notes))
    assert came.notes["velocity"].tolist() == list(range(1, 128))


@pytest.mark.parametrize("velocities", range(1, 128, 7))
def test_velocities_are_near(velocities):
    notes = [(480 * n, 480, 60, n, 0) for n in range(1, 128)]
    came = again(BarTokenizer(velocities=velocities), Score(480, notes=notes))
    error = np.abs(came.notes["velocity"] - np.arange(1, 128))
    assert error.max() <= -(-127 // velocities) // 2 + 1


def test_save_and_load(tmp_path):
    tok = BarTokenizer(24, 7, pedal=False)
    loaded = load_tokenizer(tok.save(tmp_path / "tok.json"))
    score = Score(480, notes=[(0, 480, 60, 80, 0)], controls=[(0, 64, 127, 0)])
    assert loaded == tok
    assert loaded.vocabulary == tok.vocabulary
    assert np.array_equal(loaded.encode(score), tok.encode(score))


def test_pedal_can_be_left_out():
    score = Score(480, [Track()], controls=[(0, 64, 127, 0)])
    assert len(BarTokenizer(pedal=False).encode(score)) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"positions": 0}, "positions=0"),
        ({"positions": 481}, "positions=481"),
        ({"velocities": 0}, "velocities=0"),
        ({"velocities": 128}, "velocities=128"),
    ],
)
def test_bad_arguments(options, said):
    with pytest.raises(SymbolicError, match=said) as caught:
        BarTokenizer(**options)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_million_notes():
    """Four times the notes take about four times as long."""
    tok, seconds = BarTokenizer(), []
    rng = np.random.default_rng(0)
    for count in (250_000, 1_000_000):
        notes = np.zeros(count, NOTE)
        notes["start"] = np.sort(rng.integers(0, 100 * count, count))
        notes["duration"] = rng.integers(1, 2000, count)
        notes["pitch"], notes["velocity"] = rng.integers(0, 128, count), 64
        score = Score(480, notes=notes)
        begin = time.process_time()
        came = again(tok, score)
        seconds.append(time.process_time() - begin)
        assert len(came.notes) == count
    assert seconds[1] < 10 * seconds[0] + 1
    assert seconds[1] < 20
