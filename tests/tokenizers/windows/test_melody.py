"""Melodies in windows: what is written, what comes back, and what is passed over."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.errors import SymbolicError
from symbolic.score import Score, Track
from symbolic.tokenizers.tokenizer import load_tokenizer
from symbolic.tokenizers.windows import MelodyTokenizer

Q = 480
SHAPES = [(4, 4), (3, 4), (6, 8), (9, 8), (12, 8), (2, 4)]
tokenizers = st.builds(
    MelodyTokenizer,
    bars=st.integers(1, 3),
    meter=st.sampled_from([(4, 4), (4, 4), *SHAPES]),
    steps=st.sampled_from([2, 4, 6]),
    gap=st.sampled_from([None, 1, 2]),
)


def line(*notes, meter=(4, 4), tracks=None, meters=None):
    """A score of (quarter, quarters, pitch) on track 0."""
    rows = [(int(at * Q), int(long * Q), pitch, 80, 0) for at, long, pitch in notes]
    return Score(Q, tracks, notes=rows, meters=meters or [(0, *meter)])


def tokens(**at):
    """A bar of sixteenths from step=token."""
    row = [0] * 16
    for step, token in at.items():
        row[int(step[1:])] = token
    return row


def test_notes_rests_and_repeated_notes():
    score = line((0, 1, 60), (1, 1, 60), (2.5, 0.25, 108), (3, 1, 21))
    row = tokens(s0=41, s4=41, s8=1, s10=89, s11=1, s12=2)
    assert MelodyTokenizer(bars=1).encode(score).tolist() == [row]


def test_the_highest_of_a_chord_and_the_latest_onset_win():
    score = line((0, 4, 48), (0, 2, 64), (1, 2, 62))
    ids = MelodyTokenizer(bars=1, track=0).encode(score)
    assert ids.tolist() == [tokens(s0=45, s4=43, s12=1)]


def test_a_note_off_before_the_first_onset_is_no_event():
    score = line((0, 4.5, 60), (6, 1, 62))
    first, second = MelodyTokenizer(bars=1).encode(score).tolist()
    assert first == tokens(s0=41)
    assert second == tokens(s8=43, s12=1)


def test_leading_empty_bars_stay():
    score = line((8, 4, 60), (12, 4, 62))
    assert MelodyTokenizer(bars=4).encode(score).tolist() == [
        [0] * 32 + tokens(s0=41) + tokens(s0=43)
    ]
    ids = MelodyTokenizer(bars=1).encode(score)
    assert ids.tolist() == [tokens(), tokens(), tokens(s0=41), tokens(s0=43)]
    assert MelodyTokenizer(bars=1).decode(ids).notes["start"].tolist() == [8 * Q, 12 * Q]


def test_the_last_window_is_filled_with_silence():
    score = line(*[(quarter, 1, 60) for quarter in range(12)])
    assert MelodyTokenizer(bars=2).encode(score)[1].tolist() == (
        tokens(s0=41, s4=41, s8=41, s12=41) + tokens(s0=1)
    )


@pytest.mark.parametrize("bars", [1, 2, 16])
def test_hop_and_no_cap_on_windows(bars):
    score = line(*[(quarter, 1, 60 + quarter % 7) for quarter in range(4 * 200)])
    windows = MelodyTokenizer(bars=bars, hop=1).encode(score)
    whole = windows[::bars].reshape(-1)
    assert len(windows) == 200 - bars + 1
    for number, window in enumerate(windows):
        begins = np.r_[whole, windows[-1]][number * 16 :][: 16 * bars]
        assert number % bars or window.tolist() == begins.tolist()


def test_a_gap_leaves_out_windows_across_a_rest():
    score = line((0, 4, 60), (4, 1, 62), (16, 4, 64), (20, 4, 65))
    taken = MelodyTokenizer(bars=2, hop=1, gap=1).extract(score)
    assert taken.bars.tolist() == [0, 3, 4]  # 3 begins in the rest: a lead-in is no gap
    assert taken.passed == {
        "windows in which nothing begins": 1,
        "windows with a rest too long": 1,
    }
    assert MelodyTokenizer(bars=2, hop=1).extract(score).bars.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("meter", "bar"), list(zip(SHAPES, [16, 12, 12, 18, 24, 8], strict=True)))
def test_meters(meter, bar):
    tok = MelodyTokenizer(bars=2, meter=meter)
    score = line((0, 1, 60), (bar / 4, 1, 62), meter=meter)
    [window] = tok.encode(score)
    assert np.flatnonzero(window).tolist() == [0, 4, bar, bar + 4]
    back = tok.decode(window)
    assert back.bars == 2
    assert tuple(back.meters[0])[1:] == meter
    assert back.notes["start"].tolist() == [0, bar * Q // 4]


def test_three_four_is_not_six_eight_but_cut_time_is_four_four():
    in_three = line((0, 1, 60), meter=(3, 4))
    assert len(MelodyTokenizer(meter=(6, 8)).encode(in_three)) == 0
    taken = MelodyTokenizer().extract(in_three)
    assert taken.passed == {"notes in another meter": 1}
    assert len(MelodyTokenizer().encode(line((0, 1, 60), meter=(2, 2)))) == 1


def test_only_stretches_in_the_meter_give_windows():
    meters = [(0, 4, 4), (4 * Q, 3, 4), (10 * Q, 4, 4)]
    score = line((0, 1, 60), (4, 1, 61), (7, 1, 62), (10, 1, 63), (14, 1, 64), meters=meters)
    taken = MelodyTokenizer(bars=1).extract(score)
    assert taken.windows[:, 0].tolist() == [41, 44, 45]
    assert taken.bars.tolist() == [0, 3, 4]
    assert taken.passed == {"notes in another meter": 2}


@pytest.mark.parametrize("pickup", [(4, 4), (1, 4)], ids=["the meter again", "a meter of its own"])
def test_a_pickup_is_padded_at_its_beginning(pickup):
    meters = [(0, *pickup), (Q, 4, 4)]
    score = line((0, 1, 67), (1, 4, 72), meters=meters)
    taken = MelodyTokenizer(bars=2).extract(score)
    assert taken.windows.tolist() == [tokens(s12=48) + tokens(s0=53)]
    assert taken.bars.tolist() == [0]


def test_a_pickup_in_which_the_track_is_silent_is_no_bar_of_it():
    score = line((1, 4, 72), meters=[(0, 4, 4), (Q, 4, 4)])
    taken = MelodyTokenizer(bars=1).extract(score)
    assert taken.windows.tolist() == [tokens(s0=53)]
    assert taken.bars.tolist() == [1]


def test_a_bar_cut_in_two_by_a_repeat_is_one():
    meters = [(0, 4, 4), (Q, 4, 4), (4 * Q, 4, 4), (5 * Q, 4, 4)]
    score = line((0, 1, 60), (1, 3, 62), (4, 1, 64), (5, 4, 65), meters=meters)
    assert MelodyTokenizer(bars=3).encode(score).tolist() == [
        tokens(s12=41) + tokens(s0=43, s12=45) + tokens(s0=46)
    ]


def test_every_single_line_is_taken_and_chords_are_not():
    tracks = [Track("voice"), Track("piano"), Track("flute"), Track("kit", is_drum=True), Track()]
    rows = [(0, Q, 60, 80, 0), (0, Q, 50, 80, 1), (0, Q, 53, 80, 1), (0, Q, 72, 80, 2)]
    score = Score(Q, tracks, notes=[*rows, (0, Q, 36, 80, 3)])
    tok = MelodyTokenizer(bars=1)
    taken = tok.extract(score)
    assert taken.tracks.tolist() == [0, 2]
    assert taken.windows[:, 0].tolist() == [41, 53]
    assert taken.passed == {
        "polyphonic tracks": 1,
        "tracks of drums": 1,
        "tracks without notes": 1,
    }
    assert "polyphonic tracks (1)" in repr(taken)
    assert tok.candidates(score)[1].why == "polyphonic: track=1 takes its highest notes"
    assert MelodyTokenizer(bars=1, track=1).encode(score)[:, 0].tolist() == [34]
    assert MelodyTokenizer(bars=1, track="flute").encode(score)[:, 0].tolist() == [53]


def test_notes_out_of_range_are_counted():
    taken = MelodyTokenizer(bars=1).extract(line((0, 1, 109), (0, 1, 20), (1, 1, 60)))
    assert taken.passed == {"polyphonic tracks": 1}
    taken = MelodyTokenizer(bars=1, track=0).extract(line((0, 1, 109), (0, 1, 20), (1, 1, 60)))
    assert taken.windows.tolist() == [tokens(s4=41, s8=1)]
    assert taken.passed == {"notes out of range": 2}


def test_an_empty_score_gives_no_windows():
    for score in (Score(), Score(tracks=[Track()]), line(meter=(3, 4))):
        assert MelodyTokenizer().encode(score).shape == (0, 32)
    assert MelodyTokenizer().decode(np.zeros((0, 32), int)).notes.size == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"bars": 0}, "bars 0 is not"),
        ({"hop": 0}, "hop 0 is not"),
        ({"meter": 4}, "meter is a pair"),
        ({"meter": (4, 3)}, "denominator is 1, 2, 4"),
        ({"meter": (3, 8), "steps": 1}, "no whole number of steps"),
        ({"gap": 0}, "gap 0 is not"),
        ({"track": -1}, "track -1 is not"),
        ({"track": 1.5}, "track 1.5 is not a whole number"),
    ],
)
def test_wrong_arguments_are_one_sentence(options, sentence):
    with pytest.raises(SymbolicError, match=sentence):
        MelodyTokenizer(**options)


def test_a_track_that_is_not_there_is_one_sentence():
    score = line((0, 1, 60), tracks=[Track("voice")])
    with pytest.raises(SymbolicError, match="no track is named 'lead': there are 'voice'"):
        MelodyTokenizer(track="lead").encode(score)
    with pytest.raises(SymbolicError, match="there is no track 3: the score has 1"):
        MelodyTokenizer(track=3).encode(score)


def test_a_note_days_away_is_one_sentence():
    with pytest.raises(SymbolicError, match="slice the score first"):
        MelodyTokenizer().encode(line((4_000_000, 1, 60)))
    held = line((0, 4_000_000, 60))
    assert MelodyTokenizer().encode(held).shape == (1, 32)


@given(scores(times=st.integers(0, 4000)), tokenizers)
def test_what_is_encoded_comes_back(score, tok):
    ids = tok.encode(score)
    again = tok.encode(tok.decode(ids))
    assert again.tolist() == ids.tolist()
    assert tok.grammar.admits(ids.reshape(-1))


@pytest.mark.parametrize("track", [0, 1, "voice"])
def test_a_chosen_track_comes_back_where_it_was(track):
    tracks = [Track(), Track("voice")]
    tok = MelodyTokenizer(bars=1, track=track)
    ids = tok.encode(Score(Q, tracks, notes=[(0, Q, 60, 80, 0), (Q, Q, 62, 80, 1)]))
    assert len(ids) == 1
    assert tok.encode(tok.decode(ids)).tolist() == ids.tolist()


@given(scores(times=st.integers(0, 4000)), st.sampled_from([None, 1]))
def test_every_overlapping_window_comes_back_alone(score, gap):
    tok = MelodyTokenizer(bars=2, hop=1, gap=gap)
    for window in tok.encode(score):
        back = tok.encode(tok.decode(window)).tolist()
        assert back == ([window.tolist()] if (window > 1).any() else [])


@given(scores())
def test_any_score_gives_windows_or_a_sentence(score):
    with suppress(SymbolicError):
        assert MelodyTokenizer().encode(score).shape[1:] == (32,)


wild = st.integers(-5, 95) | st.integers(-(2**70), 2**70)


@given(st.lists(wild, max_size=100) | st.lists(st.lists(wild, min_size=32, max_size=32)))
def test_any_ids_make_a_score(ids):
    tok = MelodyTokenizer()
    score = tok.decode(ids)
    assert (score.notes["duration"] > 0).all()
    again = tok.encode(score)
    assert tok.encode(tok.decode(again)).tolist() == again.tolist()


@given(st.data(), st.sampled_from([None, 1]))
def test_what_the_grammar_admits_comes_back(data, gap):
    """The grammar admits no window that `encode` would not write, whenever something begins."""
    tok = MelodyTokenizer(bars=2, meter=(2, 4), steps=2, gap=gap)
    draw = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    likely = np.r_[0.8, 0.5, np.full(88, 0.004)]
    state, ids = tok.grammar.start(1), []
    for _ in range(tok.length):
        chance = likely * tok.grammar.mask(state)[0]
        ids.append(draw.choice(90, p=chance / chance.sum()))
        state = tok.grammar.advance(state, np.array(ids[-1:]))
    assert tok.grammar.complete(state).all()
    back = tok.encode(tok.decode(ids)).tolist()
    assert back == ([ids] if max(ids) > 1 else [])
    assert gap is None or back


@pytest.mark.parametrize(
    "wrong", [[1] + [0] * 31, [41, 1, 1] + [0] * 29, [41] * 31, [90] + [0] * 31]
)
def test_what_the_grammar_refuses(wrong):
    assert not MelodyTokenizer().grammar.admits(wrong)


def test_names_and_grammar_in_a_loop():
    tok = MelodyTokenizer()
    assert len(tok) == 90
    assert tok.vocabulary.names([0, 1, 2, 89]) == ["no event", "note off", "pitch 21", "pitch 108"]
    allowed = tok.grammar.allowed([[0, 0], [41, 0], [41, 1]])
    assert allowed[:, 1].tolist() == [False, True, False]
    assert allowed[:, [0, 2, 89]].all()


@pytest.mark.parametrize("track", [None, 1, "voice"])
def test_saved_and_loaded(tmp_path, track):
    tok = MelodyTokenizer(bars=16, hop=1, meter=(6, 8), gap=1, track=track)
    assert load_tokenizer(tok.save(tmp_path / "melody.json")) == tok


def test_tempo_and_velocity():
    score = MelodyTokenizer().decode([41], tempo=90)
    assert score.timeline.tempo_at(0) == pytest.approx(90, abs=1e-3)
    assert score.resolution == 480
    assert score.notes[["start", "duration", "pitch", "velocity"]].tolist() == [(0, 3840, 60, 80)]
