"""Trios in windows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.score import Score, Track
from symbolic.tokenizers.tokenizer import load_tokenizer
from symbolic.tokenizers.windows import TrioTokenizer

Q = 480
BAND = [
    Track("strings", program=48),
    Track("piano"),
    Track("lead", program=25),
    Track("bass", program=33),
    Track("kit", is_drum=True),
    Track("second guitar", program=26),
]
NOTES = [
    (0, Q, 70, 80, 0),
    *((0, Q, pitch, 80, 1) for pitch in (60, 64, 67)),
    (0, Q, 72, 80, 2),
    (Q, Q, 74, 80, 2),
    (0, 2 * Q, 36, 80, 3),
    (0, 60, 36, 80, 4),
    (Q, 60, 38, 80, 4),
    (0, Q, 55, 80, 5),
]
any_trio = st.lists(st.integers(-5, 600), max_size=150)


def test_three_parts_side_by_side():
    [window] = TrioTokenizer(bars=1).encode(Score(Q, BAND, notes=NOTES))
    assert window[[0, 4, 8]].tolist() == [[53, 17, 1], [55, 0, 2], [1, 1, 0]]
    assert not np.delete(window, [0, 4, 8], axis=0).any()


def test_who_plays_and_why():
    found = TrioTokenizer().candidates(Score(Q, BAND, notes=NOTES))
    assert [(c.name, c.role, c.taken, c.why) for c in found] == [
        ("strings", "", False, "of no part in a trio"),
        ("piano", "melody", False, "polyphonic: melody=1 takes its highest notes"),
        ("lead", "melody", True, "the melody"),
        ("bass", "bass", True, "the bass"),
        ("kit", "drums", True, "the drums"),
        ("second guitar", "melody", False, "with fewer notes than another: melody=5 takes it"),
    ]


@pytest.mark.parametrize(("melody", "first"), [(1, 48), ("piano", 48), (5, 36), ("strings", 51)])
def test_a_chosen_melody(melody, first):
    tok = TrioTokenizer(bars=1, melody=melody)
    windows = tok.encode(Score(Q, BAND, notes=NOTES))
    assert windows[0, 0].tolist() == [first, 17, 1]
    assert tok.encode(tok.decode(windows)).tolist() == windows.tolist()


def test_a_score_without_one_part_has_no_windows():
    score = Score(Q, BAND[:3], notes=NOTES[:5])
    taken = TrioTokenizer(bars=1).extract(score)
    assert taken.windows.shape == (0, 16, 3)
    assert taken.passed["scores without bass and drums"] == 1
    assert TrioTokenizer().encode(Score()).shape == (0, 256, 3)


@given(scores(times=st.integers(0, 4000)), st.sampled_from([(4, 4), (6, 8)]))
def test_what_is_encoded_comes_back(score, meter):
    extra = [Track(), Track(program=32), Track(is_drum=True)]
    score = score.replace(tracks=[*score.tracks, *extra], meters=[(0, *meter)])
    tok = TrioTokenizer(bars=1, meter=meter)
    windows = tok.encode(score)
    assert tok.encode(tok.decode(windows)).tolist() == windows.tolist()
    assert tok.grammar.admits(tok.flatten(windows).reshape(-1))


@given(any_trio | st.lists(st.tuples(*[st.integers(-5, 600)] * 3), max_size=50))
def test_any_ids_make_a_score(ids):
    tok = TrioTokenizer(bars=1)
    again = tok.encode(tok.decode(ids))
    assert tok.encode(tok.decode(again)).tolist() == again.tolist()


def test_one_row_and_back():
    tok = TrioTokenizer(bars=1)
    windows = tok.encode(Score(Q, BAND, notes=NOTES))
    row = tok.flatten(windows)
    assert row.shape == (1, 48)
    assert len(tok) == 90 + 90 + 512
    names = ["melody pitch 72", "bass pitch 36", "drums hit kick"]
    assert tok.vocabulary.names(row[0, :3]) == names
    assert tok.unflatten(row).tolist() == windows.tolist()


def test_the_parts_take_turns():
    grammar = TrioTokenizer(bars=1).grammar
    starts = [grammar.allowed(ids) for ids in ([], [53], [53, 107])]
    assert [np.flatnonzero(allowed)[[0, -1]].tolist() for allowed in starts] == [
        [0, 89],
        [90, 179],
        [180, 691],
    ]
    assert not starts[0][1]
    assert grammar.allowed([53, 90, 180])[1]
    assert not grammar.allowed([53, 90, 180, 0])[91]


def test_saved_and_loaded(tmp_path):
    tok = TrioTokenizer(bars=4, hop=1, melody="lead", bass=3, kit="roland")
    assert load_tokenizer(tok.save(tmp_path / "trio.json")) == tok
