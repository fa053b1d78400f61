"""Drum patterns and grooves in windows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.errors import SymbolicError
from symbolic.score import Score, Track
from symbolic.tokenizers.tokenizer import load_tokenizer
from symbolic.tokenizers.windows import DrumTokenizer, GrooveTokenizer, MelodyTokenizer
from symbolic.tokenizers.windows.kits import KITS, NAMES, Kit

Q = 480
KIT = Track("kit", is_drum=True)


def hits(*rows, tracks=None, meters=()):
    """A score of (tick, pitch, velocity) on a track of drums."""
    notes = [(tick, 60, pitch, velocity, 0) for tick, pitch, velocity in rows]
    return Score(Q, tracks or [KIT], notes=notes, meters=meters)


def small(values):
    return st.floats(-1.5, 1.5) | st.sampled_from([0.0, 1.0, np.nan, np.inf]) | values


# -- drums --------------------------------------------------------------------------------


def test_one_bit_for_each_drum():
    rows = [(step * 120, pitches[-1], 90) for step, pitches in enumerate(KITS["general"])]
    ids = DrumTokenizer(bars=1).encode(hits(*rows))
    assert ids.tolist() == [[1 << drum for drum in range(9)] + [0] * 7]


def test_drums_together_add_up_and_doublings_do_not():
    rows = [(0, 36, 90), (0, 35, 90), (10, 42, 90), (0, 51, 90), (0, 3, 90)]
    taken = DrumTokenizer(bars=1).extract(hits(*rows))
    assert taken.windows[0, 0] == 1 + 4 + 256
    assert taken.passed == {"notes of no drum in the kit": 1}


def test_all_drummers_play_together_unless_one_is_chosen():
    tracks = [Track("piano"), KIT, Track("claps", is_drum=True)]
    rows = [(0, 60, 36, 90, 0), (0, 60, 36, 90, 1), (120, 60, 39, 90, 2)]
    score = Score(Q, tracks, notes=rows)
    taken = DrumTokenizer(bars=1).extract(score)
    assert taken.windows[0, :3].tolist() == [1, 2, 0]
    assert taken.tracks.tolist() == [-1]
    assert taken.passed == {"tracks not of drums": 1}
    for choice in (2, "claps"):
        assert DrumTokenizer(bars=1, track=choice).encode(score)[0, :3].tolist() == [0, 2, 0]


def test_no_drums_no_windows():
    score = Score(Q, notes=[(0, Q, 60, 80, 0)])
    assert DrumTokenizer().encode(score).shape == (0, 32)
    assert GrooveTokenizer().encode(score).shape == (0, 32, 27)
    assert len(MelodyTokenizer().encode(hits((0, 36, 90)))) == 0


def test_every_combination_comes_back():
    tok = DrumTokenizer(bars=1)
    windows = np.arange(512).reshape(-1, 16)
    assert tok.encode(tok.decode(windows)).tolist() == windows.tolist()
    assert len(tok) == 512
    assert tok.vocabulary.names([0, 511]) == ["silence", f"hit {'+'.join(NAMES)}"]
    assert tok.grammar.admits(np.arange(512))
    assert not tok.grammar.admits(np.arange(511))


def test_a_gap_leaves_out_windows_across_a_rest():
    score = hits((0, 36, 90), (4 * Q, 36, 90), (12 * Q, 36, 90), (16 * Q, 36, 90))
    taken = DrumTokenizer(bars=2, hop=1, gap=1).extract(score)
    assert taken.bars.tolist() == [0, 2, 3]  # as a lead-in, an empty bar is no gap
    assert DrumTokenizer(bars=2, hop=1, gap=1).grammar.admits(taken.windows.reshape(-1))


@given(
    scores(times=st.integers(0, 4000)),
    st.sampled_from([(4, 4), (3, 4), (2, 4)]),
    st.sampled_from([None, 1]),
)
def test_what_is_encoded_comes_back(score, meter, gap):
    tok = DrumTokenizer(bars=1, meter=meter, gap=gap)
    ids = tok.encode(score)
    assert tok.encode(tok.decode(ids)).tolist() == ids.tolist()
    assert tok.grammar.admits(ids.reshape(-1))


@given(st.lists(st.integers(-9, 600) | st.integers(2**62, 2**70), max_size=80))
def test_any_ids_make_a_score(ids):
    tok = DrumTokenizer()
    again = tok.encode(tok.decode(ids))
    heard = [token if 0 <= token < 512 else 0 for token in ids]
    filled = np.r_[heard, np.zeros(-len(ids) % 32)].astype(int)
    until = -(-(np.flatnonzero(filled).max(initial=-1) + 1) // 32) * 32
    assert again.reshape(-1).tolist() == filled[:until].tolist()


@pytest.mark.parametrize("make", [DrumTokenizer, GrooveTokenizer])
def test_saved_and_loaded(tmp_path, make):
    tok = make(bars=4, hop=1, meter=(12, 8), gap=2, track="kit", kit="roland")
    assert load_tokenizer(tok.save(tmp_path / "drums.json")) == tok


@pytest.mark.parametrize("name", KITS)
def test_kits_know_each_sound_once(name):
    pitches = [pitch for drum in KITS[name] for pitch in drum]
    assert len(KITS[name]) == len(NAMES) == 9
    assert len(pitches) == len(set(pitches))
    assert (Kit(name).drum_of[Kit(name).pitch_of] == np.arange(9)).all()


def test_an_unknown_kit_is_one_sentence():
    with pytest.raises(SymbolicError, match="there is no kit 'jazz': there are general, roland"):
        DrumTokenizer(kit="jazz")


# -- grooves ------------------------------------------------------------------------------


def test_early_is_positive_and_late_negative():
    groove = GrooveTokenizer(bars=1).encode(hits((90, 36, 127), (270, 38, 64), (480, 42, 1)))
    kick, snare, hat = 0, 1, 2
    assert groove.dtype == np.float32
    assert groove[0, 1, [kick, 9 + kick, 18 + kick]].tolist() == [1, 1, 0.5]
    assert groove[0, 2, [snare, 18 + snare]].tolist() == [1, -0.5]
    assert groove[0, 4, [hat, 18 + hat]].tolist() == [1, 0]
    assert groove[0, :, :9].sum() == 3


def test_the_loudest_of_several_hits_stays():
    groove = GrooveTokenizer(bars=1).encode(hits((0, 38, 60), (12, 38, 100), (24, 40, 100)))
    assert groove[0, 0, [1, 10, 19]].tolist() == pytest.approx([1, 100 / 127, -0.2])


def test_an_early_first_hit_has_room_in_a_pickup():
    tok = GrooveTokenizer(bars=1)
    score = hits((0, 36, 90), (4 * Q - 30, 36, 90), (5 * Q, 38, 90))
    second = tok.encode(score)[1]
    assert second[0, 18] == 0.5
    back = tok.decode(second)
    assert back.timeline.ticks_to_bars(back.notes["start"])[0].tolist() == [0, 1]
    assert tok.encode(back).tolist() == [second.tolist()]


@given(scores(times=st.integers(0, 4000)), st.sampled_from([None, 1]))
def test_a_groove_comes_back(score, gap):
    tok = GrooveTokenizer(bars=1, gap=gap)
    groove = tok.encode(score)
    assert tok.encode(tok.decode(groove)).tolist() == groove.tolist()


@given(st.lists(st.floats() | st.floats(-1, 2), max_size=100))
def test_any_numbers_make_a_groove(numbers):
    tok = GrooveTokenizer(bars=1)
    groove = tok.encode(tok.decode(numbers))
    assert tok.encode(tok.decode(groove)).tolist() == groove.tolist()


@given(st.integers(0, 2**32))
def test_any_array_makes_a_groove(seed):
    tok = GrooveTokenizer()
    numbers = np.random.default_rng(seed).uniform(-1, 2, (3, 32, 27))
    groove = tok.encode(tok.decode(numbers))
    assert tok.encode(tok.decode(groove)).tolist() == groove.tolist()


def test_columns_have_names():
    tok = GrooveTokenizer()
    assert len(tok) == 27
    assert tok.vocabulary.names([0, 10, 20]) == ["hit kick", "velocity snare", "offset closed hat"]


@pytest.mark.parametrize("make", [DrumTokenizer, GrooveTokenizer, MelodyTokenizer])
def test_words_are_no_tokens(make):
    with pytest.raises(SymbolicError):
        make().decode(["kick"])
