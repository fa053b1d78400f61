"""How chords are written: music21 must read what we write as the chord that we meant."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.theory import Chord, Key
from symbolic.theory.notation import names, numeral
from symbolic.theory.qualities import QUALITIES, pitch_classes
from symbolic.theory.spelling import name as note_name
from symbolic.theory.spelling import nearest
from symbolic.theory.tonality import LOWEST_TONIC

KEYS = [
    Key(note_name(nearest(tonic, LOWEST_TONIC[mode])), mode)
    for mode in ("major", "minor")
    for tonic in range(12)
]
# Sevenths that music21 fills in from the scale are left out: it reads i7 in C major with a B.
READABLE = ["maj", "min", "dim", "aug", "7", "m7b5", "dim7"]


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("key", [Key("Eb"), Key("B", "minor")], ids=str)
def test_music21_reads_the_symbols(key, quality):
    for root in (0, 3, 6, 8, 11):
        for bass in pitch_classes(root, quality):
            root_name, bass_name = names(root, quality, bass, key)
            symbol = Chord(root_name, quality, bass_name).to_music21()
            sounding = {pitch.pitchClass for pitch in symbol.pitches}
            assert sounding == set(pitch_classes(root, quality))
            assert symbol.root().pitchClass == root
            assert symbol.bass().pitchClass == bass


@settings(max_examples=100, deadline=None)
@given(
    key=st.sampled_from(KEYS),
    root=st.integers(0, 11),
    quality=st.sampled_from(READABLE),
    inversion=st.integers(0, 3),
)
def test_music21_reads_the_numerals(key, root, quality, inversion):
    from music21 import roman
    from music21.key import Key as Music21Key

    tones = pitch_classes(root, quality)
    bass = tones[inversion % len(tones)]
    written = numeral(root, quality, bass, key)
    theirs = roman.RomanNumeral(written, Music21Key(key.tonic.replace("b", "-"), key.mode))
    assert theirs.root().pitchClass == root
    assert theirs.bass().pitchClass == bass


@pytest.mark.parametrize(
    ("key", "root", "quality", "bass", "expected"),
    [
        (Key("C"), 0, "maj", 0, "I"),
        (Key("C"), 2, "m7", 5, "ii65"),
        (Key("C"), 7, "7", 5, "V42"),
        (Key("C"), 2, "7", 6, "V65/V"),
        (Key("C"), 0, "7", 0, "V7/IV"),
        (Key("C"), 10, "maj", 10, "bVII"),
        (Key("C"), 6, "dim7", 6, "#ivo7"),
        (Key("C"), 5, "maj7", 5, "IV7"),
        (Key("C"), 7, "maj7", 7, "Vmaj7"),
        (Key("C"), 7, "sus4", 0, "Vsus4"),
        (Key("C"), 5, "maj", 7, "IV"),
        (Key("A", "minor"), 8, "dim", 11, "viio6"),
        (Key("A", "minor"), 7, "maj", 7, "VII"),
        (Key("A", "minor"), 7, "7", 7, "V7/III"),
        (Key("A", "minor"), 5, "maj", 9, "VI6"),
        (Key("A", "minor"), 10, "maj", 2, "bII6"),
        (Key("A", "minor"), 0, "aug", 0, "III+"),
        (Key("A", "minor"), 11, "m7b5", 11, "iiø7"),
        (Key("F#", "minor"), 9, "7", 9, "V7/VI"),
        (Key("C"), -1, "N", -1, "N"),
    ],
)
def test_numerals(key, root, quality, bass, expected):
    assert numeral(root, quality, bass, key) == expected


@pytest.mark.parametrize(
    ("key", "root", "quality", "bass", "expected"),
    [
        (Key("Db"), 1, "maj", 5, ("Db", "F")),
        (Key("C"), 8, "dim7", 11, ("G#", "B")),
        (Key("C"), 8, "maj", 0, ("Ab", "C")),
        (Key("E"), 8, "7", 0, ("G#", "B#")),
        (Key("A", "minor"), 8, "dim", 8, ("G#", "G#")),
        (Key("F"), 10, "maj", 0, ("Bb", "C")),
    ],
)
def test_roots_follow_the_key_and_the_bass_follows_the_root(key, root, quality, bass, expected):
    assert names(root, quality, bass, key) == expected


def test_no_chord_is_no_chord_in_music21():
    assert Chord().to_music21().chordKind == "none"


def test_theory_loads_neither_music21_nor_matplotlib():
    code = (
        "import sys, symbolic.theory;"
        "print([name for name in ('music21', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
