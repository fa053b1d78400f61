"""Chords step by step: those of the score, where they stand, and as they are transposed."""

import numpy as np
import pytest

from symbolic import Corpus, MelodyTokenizer, Score, SymbolicError
from symbolic.datasets.windows.harmony import HARMONIES, chords_of, told_chords, transposed_chords

TOKENIZER = MelodyTokenizer(bars=2, hop=1)


def written(*symbols, bars=4):
    """A melody with a chord symbol on each half bar."""
    notes = [(480 * n, 480, 60 + n % 5, 80, 0) for n in range(4 * bars)]
    texts = [(960 * n, "chord", symbol, 0) for n, symbol in enumerate(symbols)]
    return Score(480, notes=notes, texts=texts)


def names(rows):
    return [[HARMONIES[number] for number in row] for row in rows]


def test_chords_stand_where_the_score_has_them():
    score = written("C", "Am7", "F#dim", "N.C.", "Gaug", "Dm7b5", "Bbmaj9", "E7")
    found = chords_of(score, TOKENIZER.extract(score), TOKENIZER.shape)
    assert found.shape == (3, 32)
    wanted = ["C"] * 8 + ["Am"] * 8 + ["F#dim"] * 8 + [""] * 8
    assert names(found)[0] == wanted
    assert names(found)[2] == ["Gaug"] * 8 + ["Ddim"] * 8 + ["Bb"] * 8 + ["E"] * 8


def test_chords_that_are_not_written_are_heard():
    notes = [(0, 1920, p, 80, 0) for p in (48, 52, 55)] + [
        (1920, 1920, p, 80, 0) for p in (45, 48, 52)
    ]
    notes += [(480 * n, 480, p, 80, 1) for n, p in enumerate((72, 76, 79, 76, 69, 72, 76, 72))]
    score = Score(480, notes=notes)
    tokenizer = MelodyTokenizer(bars=2, track=1)
    found = chords_of(score, tokenizer.extract(score), tokenizer.shape)
    assert names(found) == [["C"] * 16 + ["Am"] * 16]


def test_transposing_moves_roots_alone():
    every = np.arange(49)[None]
    up = transposed_chords(every, np.array([2]))
    assert up[0, 0] == 0
    assert HARMONIES[up[0, HARMONIES.index("Bbm")]] == "Cm"
    assert (transposed_chords(up, np.array([-2])) == every).all()
    assert sorted(up[0].tolist()) == list(range(49))


def test_windows_tell_the_chords_as_they_are_transposed():
    corpus = Corpus.from_scores([written("C", "Am", "F", "G") for _ in range(4)])
    windows = corpus.windows(
        TOKENIZER,
        batch_size=4,
        labels=["chords"],
        unlabelled=0,
        transpose=range(-3, 4),
        shuffle=False,
    )
    still = corpus.windows(TOKENIZER, batch_size=4, labels=["chords"], shuffle=False)
    for number in range(len(windows)):
        moved, fixed = windows.batch(0, number), still.batch(0, number)
        for row, chords, was, before in zip(
            moved["tokens"], moved["chords"], fixed["tokens"], fixed["chords"], strict=True
        ):
            semitones = row[was > 1][0] - was[was > 1][0]
            assert (transposed_chords(before[None], np.array([semitones]))[0] == chords).all()
    assert windows.labels == {"chords": HARMONIES}
    again = corpus.windows(TOKENIZER, batch_size=4, labels=windows.labels, shuffle=False)
    assert again.labels == windows.labels
    assert again.fingerprint != corpus.windows(TOKENIZER, batch_size=4, shuffle=False).fingerprint


def test_some_windows_are_not_told():
    corpus = Corpus.from_scores([written("C", "Am", "F", "G", bars=8) for _ in range(20)])
    windows = corpus.windows(TOKENIZER, batch_size=50, labels=["chords"], unlabelled=0.5)
    told = (windows.to_numpy(0)["chords"] > 0).any(1).mean()
    assert 0.3 < told < 0.7


def test_symbols_are_spread_evenly():
    assert names([told_chords("Cm", TOKENIZER.shape)]) == [["Cm"] * 32]
    four = names([told_chords("C F G7 C", TOKENIZER.shape)])[0]
    assert four == ["C"] * 8 + ["F"] * 8 + ["G"] * 8 + ["C"] * 8


@pytest.mark.parametrize("symbols", ["", "C H", "Am what"])
def test_what_is_no_chord_is_said_in_one_sentence(symbols):
    with pytest.raises(SymbolicError, match="is no chord symbol") as said:
        told_chords(symbols, TOKENIZER.shape)
    assert "\n" not in str(said.value)
