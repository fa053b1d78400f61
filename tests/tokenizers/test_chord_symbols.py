"""Chord symbols, as they are written in many places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.theory import Chord
from symbolic.theory.qualities import QUALITIES as HEARD
from symbolic.tokenizers.chord_symbols import NOTES, QUALITIES, ChordSymbol, read_symbol

EXACT = {
    "C": "C",
    "CM": "C",
    "Bb": "Bb",
    "F#m": "F#m",
    "F♯min": "F#m",
    "A-": "Am",
    "Eb7": "Eb7",
    "B♭maj7": "Bbmaj7",
    "CM7": "Cmaj7",
    "CMaj7": "Cmaj7",
    "CΔ": "Cmaj7",
    "D-7": "Dm7",
    "Dmi7": "Dm7",
    "Bø7": "Bm7b5",
    "B-7b5": "Bm7b5",
    "Bm7(b5)": "Bm7b5",
    "Go7": "Gdim7",
    "G°": "Gdim",
    "C+": "Caug",
    "C(#5)": "Caug",
    "C#5": "C#5",
    "Gsus": "Gsus4",
    "G7sus": "G7sus4",
    "Cm(maj7)": "CmM7",
    "D7+": "D7#5",
    "C13": "C13",
    "B:min7": "Bm7",
    "C:hdim7/Gb": "Cm7b5/Gb",
    "Am/c": "Am/C",
    "D/f+": "D/F#",  # as music21 writes what it read from ABC
    "C/E": "C/E",
    "C/C": "C",
    "Dm / F": "Dm/F",
    "N.C.": "N.C.",
    "N": "N.C.",
    "NC": "N.C.",
    "no chord": "N.C.",
    "Bbb": "A",  # beyond the names that there are
    "F##m": "Gm",
    "Cb/Ebb": "Cb/D",
}
NEAR = {
    "C7(b9)": "C7",
    "C7alt": "C7",
    "Cadd9": "C",
    "C add 2": "C",
    "C(b5)": "C",
    "C6/9": "C6",
    "C6/9/G": "C6/G",
    "CmM9": "CmM7",
    "C9sus4": "C7sus4",
    "Cm9b5": "Cm7b5",
    "C13(#11)": "C13",
    "CM11 subtract 3": "CM11",
    "Em7add11/D": "Em7/D",
}
NO_SYMBOLS = ["", "Coda", "Da capo", "Fine", "Bridge", "Chorus", "x2", "H7", "c", "/E", "CN6", "X"]
NO_SYMBOLS += ["C" + "7" * 100, "C/G/B"]


@pytest.mark.parametrize(("text", "meant"), EXACT.items())
def test_a_symbol_is_read_however_it_is_written(text, meant):
    symbol = read_symbol(text)
    assert (str(symbol), symbol.exact) == (meant, True)


@pytest.mark.parametrize(("text", "near"), NEAR.items())
def test_what_is_not_known_is_read_as_what_is_near(text, near):
    symbol = read_symbol(text)
    assert (str(symbol), symbol.exact) == (near, False)


@pytest.mark.parametrize("text", NO_SYMBOLS)
def test_a_text_that_is_no_symbol(text):
    assert read_symbol(text) is None


def test_theory_writes_what_is_read():
    for quality in HEARD:
        for root in NOTES:
            assert str(read_symbol(str(Chord(root, quality)))) == str(Chord(root, quality))
    assert str(read_symbol(str(Chord()))) == "N.C."


def test_every_symbol_reads_as_itself():
    for quality in range(len(QUALITIES)):
        for root in range(len(NOTES)):
            for bass in (-1, (root + 5) % len(NOTES)):
                symbol = ChordSymbol(root, quality, bass)
                assert read_symbol(str(symbol)) == symbol


@given(st.text(max_size=60) | st.text("ABCGb#m7(/)+-ajd9sus ", max_size=60))
def test_any_text_is_read_or_is_none(text):
    symbol = read_symbol(text)
    assert symbol is None or read_symbol(str(symbol)) == symbol._replace(exact=True)
