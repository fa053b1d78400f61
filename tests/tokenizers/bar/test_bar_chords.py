"""Which chords the bar tokens hold: those of the score, those that are heard, or none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import lead_sheets

import symbolic as sy
from symbolic.score import Score, Track
from symbolic.tokenizers import BarTokenizer, load_tokenizer

ANALYSED = BarTokenizer(chords="analysed")
TRIADS = [(60, 64, 67), (62, 65, 69), (59, 62, 67), (60, 64, 67)]
NOTES = [(480 * n, 480, pitch, 80, 0) for n, triad in enumerate(TRIADS) for pitch in triad]
SCORE = Score(480, notes=NOTES, texts=[(0, "chord", "Am", -1), (480, "text", "dolce", -1)])


def symbols(tok, score):
    return [(time, text) for time, kind, text, _ in tok.decode(tok.encode(score)).texts.tolist()]


def test_symbols_of_the_score_are_written_by_default():
    assert symbols(BarTokenizer(), SCORE) == [(0, "Am")]
    assert symbols(BarTokenizer(), SCORE.replace(texts=None)) == []


def test_chords_can_be_left_out():
    tok = BarTokenizer(chords=False)
    assert symbols(tok, SCORE) == []
    assert not tok.grammar.allowed([])[list(tok.vocabulary.kinds["chord"].ids)].any()


def test_chords_that_are_heard_can_be_written_instead():
    assert symbols(ANALYSED, SCORE) == [(0, "C"), (480, "Dm"), (960, "G/B"), (1440, "C")]


def test_of_several_parts_the_last_symbol_at_one_tick_holds():
    texts = [(0, "chord", "C", 0), (480, "chord", "F", 0), (0, "chord", "Am", 1)]
    score = Score(480, [Track(), Track()], texts=texts)
    assert symbols(BarTokenizer(), score) == [(0, "Am"), (480, "F")]


@given(lead_sheets(times=st.integers(0, 4000)))
@settings(max_examples=30)
def test_analysed_chords_come_back(score):
    ids = ANALYSED.encode(score)
    assert ANALYSED.grammar.admits(ids)
    assert np.array_equal(ANALYSED.encode(ANALYSED.decode(ids)), ids)


def test_a_score_of_many_hours_is_not_analysed():
    long = Score(480, notes=[(0, 480, 60, 80, 0), (2**39, 480, 60, 80, 0)])
    ids = ANALYSED.encode(long)
    assert np.array_equal(ids, BarTokenizer().encode(long))
    assert np.array_equal(ANALYSED.encode(ANALYSED.decode(ids)), ids)


@pytest.mark.parametrize("chords", [True, False, "analysed"])
def test_the_choice_is_kept(chords, tmp_path):
    tok = BarTokenizer(chords=chords)
    loaded = load_tokenizer(tok.save(tmp_path / "tok.json"))
    assert loaded == tok
    assert np.array_equal(loaded.encode(SCORE), tok.encode(SCORE))


def test_another_choice_is_one_sentence():
    with pytest.raises(sy.SymbolicError, match="chords='analyzed': choose True, False"):
        BarTokenizer(chords="analyzed")


def test_the_symbols_of_notation_are_kept(tmp_path):
    path = tmp_path / "tune.abc"
    path.write_text('X:1\nM:4/4\nL:1/4\nK:G\n"G"GBdB|"Am7/C"ceae|"D7"dfad|"G"g4|\n')
    score = sy.read(path)
    tok = BarTokenizer()
    assert [text for _, text in symbols(tok, score)] == ["G", "Am7/C", "D7", "G"]
    assert tok.fidelity(score).chords == sy.tokenizers.fidelity.Count(4)
