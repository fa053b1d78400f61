"""Pitches and lengths: every way of writing a note, with what it sounds by hand."""

import pytest
from hearing import HEAD, heard, tune

from symbolic.files.abc import parse
from symbolic.files.abc.keys import read_key
from symbolic.files.abc.lengths import QUARTER, default_unit, read_unit
from symbolic.files.abc.meters import NoMeter, read_meter
from symbolic.files.abc.tempos import read_tempo

PITCHES = {
    "letters": ("CDEFGAB", "c4 d4 e4 f4 g4 a4 b4"),
    "small letters": ("cdefgab", "c5 d5 e5 f5 g5 a5 b5"),
    "octave marks": ("C,C,,c'c''", "c3 c2 c6 c7"),
    "octave marks against each other": ("C,',C'c,", "c3 c5 c4"),
    "accidentals": ("^C|_D|=E|^^F|__G|", "cs4 cs4 e4 g4 f4"),
    "an accidental holds to the end of its bar": ("^CC|C", "cs4 cs4 c4"),
    "and in every octave": ("^Cc|c", "cs4 cs5 c5"),
    "until another": ("^C=CC_CC|", "cs4 c4 c4 b3 b3"),
    "not where the tune says otherwise": ("[I:propagate-accidentals not]^CC", "cs4 c4"),
    "only in its octave": ("[I:propagate-accidentals octave]^CcC", "cs4 c5 cs4"),
    "across a line without a bar line": ("^C\nC|C", "cs4 cs4 c4"),
    "a double bar ends it": ("^C||C", "cs4 c4"),
    "too many signs": ("^^^C___B", "d4 a4"),
}


@pytest.mark.parametrize("case", PITCHES)
def test_pitches(case):
    body, expected = PITCHES[case]
    assert heard(tune(body)) == expected


def test_a_pitch_that_midi_lacks_is_moved_by_octaves_and_said():
    score = tune("C,,,,,,,c" + "'" * 7)
    assert heard(score) == "c-1 c9"
    assert score.repairs == ("notes that MIDI does not have: moved by octaves",)
    assert tune("C,,,,,").repairs == ()


LENGTHS = {
    "multiplied": ("C2C3C12", "c4:2 c4:3 c4:12"),
    "divided": ("C/2C/4C/C//C///", "c4:1/2 c4:1/4 c4:1/2 c4:1/4 c4:1/8"),
    "fractions": ("C3/2C3/C7/4", "c4:3/2 c4:3/2 c4:7/4"),
    "rests": ("Cz2Cx/C", "c4 z:2 c4 z:1/2 c4"),
    "a bar of rest": ("C4|Z|C4|X2|C4", "c4:4 z:4 c4:4 z:8 c4:4"),
    "spacers take no time": ("Cy2Cy/C", "c4 c4 c4"),
    "a rest that carries a fermata to a bar line": ("C4 Hx|C4 !fermata!x|]C", "c4:4 c4:4 c4"),
    "broken rhythm": ("C>D E<F", "c4:3/2 d4:1/2 e4:1/2 f4:3/2"),
    "broken twice and three times": ("C>>D E<<<F", "c4:7/4 d4:1/4 e4:1/8 f4:15/8"),
    "broken with spaces, slurs and decorations": ("(C > .D) E2<uF2", "c4:3/2 d4:1/2 e4 f4:3"),
    "broken through grace notes": ("C{g}>D E<{ag}F", "c4:3/2 d4:1/2 e4:1/2 f4:3/2"),
    "broken chords and rests": ("[CE]>z [CE]<D", "c4+e4:3/2 z:1/2 c4+e4:1/2 d4:3/2"),
    "broken over a tie": ("C->C D", "c4:2 d4"),
    "broken with nothing before": (">CD", "c4 d4"),
    "triplets": ("(3CDE F", "c4:2/3 d4:2/3 e4:2/3 f4"),
    "triplets of unequal notes": ("(3C2D F", "c4:4/3 d4:2/3 f4:2/3"),
    "triplets with rests and chords": ("(3z[CE]F G", "z:2/3 c4+e4:2/3 f4:2/3 g4"),
    "duplets": ("(2CD E", "c4:3/2 d4:3/2 e4"),
    "quadruplets": ("(4CCCC D", "c4:3/4 c4:3/4 c4:3/4 c4:3/4 d4"),
    "quintuplets in simple time": ("(5CCCCC D", "c4:2/5 c4:2/5 c4:2/5 c4:2/5 c4:2/5 d4"),
    "so many in the time of so many": ("(3:4CDE F", "c4:4/3 d4:4/3 e4:4/3 f4"),
    "for so many notes": ("(3:2:4C/D/EF G", "c4:1/3 d4:1/3 e4:2/3 f4:2/3 g4"),
    "with empty places": ("(3::2C2D E (3:CDE F", "c4:4/3 d4:2/3 e4 c4:2/3 d4:2/3 e4:2/3 f4"),
    "triplets in broken rhythm": ("(3C>DE F", "c4 d4:1/3 e4:2/3 f4"),
    "grace notes take no time": ("{g}C{/gf}D", "c4 d4"),
    "tied": ("C-C2 D", "c4:3 d4"),
    "tied over a bar line": ("C4-|C D", "c4:5 d4"),
    "tied many times": ("C-C-|C-C D", "c4:4 d4"),
    "tied chords": ("[CE]-[CE] [C-E]C", "c4+e4:2 c4+e4:2"),
    "a tie carries its accidental over the bar line": ("^C-|CC", "cs4:2 c4"),
    "a tie to another note is a slur": ("C-D C", "c4 d4 c4"),
    "a tie to nothing": ("C-z C", "c4 z c4"),
    "chords": ("[CEG]2[CE]/", "c4+e4+g4:2 c4+e4:1/2"),
    "chords with lengths inside": ("[C2E2]3/2[C/E/G/]", "c4+e4:3 c4+e4+g4:1/2"),
    "a chord is as long as its first note": ("[C2E]D", "c4+e4:2 d4"),
    "chords between plus signs": ("+CEG+2D", "c4+e4+g4:2 d4"),
    "chords with decorations": ("[!1!C!3!E.G]", "c4+e4+g4"),
    "accidentals in chords": ("[^CE]C", "cs4+e4 cs4"),
    "slurs": ("(C(D)E) .(FG)", "c4 d4 e4 f4 g4"),
    "decorations": ("~C.DHE!trill!F+turn+G TuvA", "c4 d4 e4 f4 g4 a4"),
    "decorations of one's own": ("U:h=!roll!\nhC jD", "c4 d4"),
    "backquotes": ("C``D", "c4 d4"),
    "an overlay": ("C2D2&E4|F4", "c4+e4:2 d4:2 f4:4"),
    "a short overlay": ("C4&E|F", "c4+e4:4 f4"),
    "a long overlay": ("C&E4|F", "c4+e4 z:3 f4"),
    "two overlays": ("C4&E4&G4|F", "c4+e4+g4:4 f4"),
}  # fmt: skip


@pytest.mark.parametrize("case", LENGTHS)
def test_lengths(case):
    body, expected = LENGTHS[case]
    score = tune(body)
    assert heard(score) == expected
    assert score.repairs == ()


def test_a_chord_whose_notes_differ_lasts_as_long_as_the_first():
    assert tune("[C2E]D").notes["duration"].tolist() == [960, 960, 480]


def test_quintuplets_in_compound_time():
    assert heard(parse("X:1\nM:6/8\nL:1/8\nK:C\n(5CDEFG A")) == (
        "c4:3/10 d4:3/10 e4:3/10 f4:3/10 g4:3/10 a4:1/2"
    )


def test_lines_go_on():
    assert heard(tune("CD\\\nEF\\ % a comment\nG")) == "c4 d4 e4 f4 g4"


def test_comments_and_blocks_of_text_are_no_music():
    body = "C % D\n% E\n%%begintext\nCDEF\n%%endtext\nG"
    assert heard(tune(body)) == "c4 g4"


UNITS = {  # what L: and M: make of a note
    "L:1/8": 1 / 2, "L:1/16": 1 / 4, "L:1": 4, "L: 1/4 % a crotchet": 1, "M:2/4": 1 / 4,
    "M:3/4": 1 / 2, "M:6/8": 1 / 2, "M:3/8": 1 / 4, "M:C|": 1 / 2, "M:none": 1 / 2,
    "R:reel": 1 / 2, "M:2/4\nL:1/2": 2,
}  # fmt: skip


@pytest.mark.parametrize("fields", UNITS)
def test_the_unit_follows_from_length_or_meter(fields):
    score = parse(f"X:1\n{fields}\nK:C\nC")
    assert score.notes["duration"][0] / score.resolution == UNITS[fields]


def test_the_unit_may_change():
    assert heard(tune("C[L:1/8]C\nL:1/16\nC")) == "c4 c4:1/2 c4:1/4"


def test_a_meter_does_not_change_the_unit_that_holds():
    assert heard(parse("X:1\nM:4/4\nK:C\nC8|[M:2/4]C4|")) == "c4:4 c4:2"


KEYS = {  # fifths, minor, and what FCGDAEB sound in it, as alterations
    "C": (0, False, "0000000"), "G": (1, False, "+000000"), "F": (-1, False, "000000-"),
    "Eb": (-3, False, "0000---"), "F#": (6, False, "++++++0"), "Cb": (-7, False, "-------"),
    "Am": (0, True, "0000000"), "F#m": (3, True, "+++0000"), "Bbmin": (-5, True, "00-----"),
    "A minor": (0, True, "0000000"), "C major": (0, False, "0000000"), "EM": (1, True, "+000000"),
    "Ddor": (0, True, "0000000"), "E Dorian": (2, True, "++00000"), "Amix": (2, False, "++00000"),
    "G Mixolydian": (0, False, "0000000"), "Flyd": (0, False, "0000000"),
    "Ephr": (0, True, "0000000"), "Bloc": (0, True, "0000000"), "Cion": (0, False, "0000000"),
    "Aaeo": (0, True, "0000000"), "f": None, "F# MIX": (5, False, "+++++00"),
    "none": (0, False, "0000000"), "": (0, False, "0000000"),
    "HP": (2, False, "++00000"), "Hp": (2, False, "++00000"),
    "D exp ^f _b": (0, False, "+00000-"), "C exp ^f ^c": (2, False, "++00000"),
    "Dphr ^f": (-2, True, "+0000--"), "Dmix=c": (1, False, "+000000"), "D =c": (2, False, "+000000"),
    "Am ^g ^^f": (0, True, "x0+0000"), "C bass": (0, False, "0000000"),
    "G clef=treble-8 middle=d": (1, False, "+000000"), "G#": (-4, False, "x++++++"),
}  # fmt: skip
SIGNS = {"0": 0, "+": 1, "-": -1, "x": 2}


@pytest.mark.parametrize("text", KEYS)
def test_keys(text):
    key, _ = read_key(text)
    if KEYS[text] is None:
        assert key is None
        return
    fifths, minor, altered = KEYS[text]
    assert (key.fifths, key.minor, key.unknown) == (fifths, minor, "")
    assert key.altered == {
        letter: SIGNS[sign] for letter, sign in zip("FCGDAEB", altered, strict=True)
    }


def test_keys_change_and_end_the_accidentals_of_the_bar():
    score = tune("^FF[K:G]FC\nK:D\nC[K:clef=bass]C|[K:Cm]E=E")
    assert heard(score) == "fs4 fs4 fs4 c4 cs4 cs4 ef4 e4"
    assert score.keys.tolist() == [
        (0, 0, False), (960, 1, False), (1920, 2, False), (2880, -3, True),
    ]  # fmt: skip


def test_a_key_that_makes_no_sense_is_said():
    assert heard(tune("F", "X:1\nL:1/4\nK:Bn\n")) == "fs4"
    assert tune("F", "X:1\nK:Bn\n").repairs == (
        "a mode that makes no sense ('n'): taken for major",
    )
    assert tune("F[K:H]F").repairs == ("a key that makes no sense ('H'): left out",)


METERS = {
    "4/4": (4, 4), "C": (4, 4), "C|": (2, 2), "6/8": (6, 8), " 3/4 ": (3, 4), "none": None,
    "None": None, "free": None, "": None, "(2+3+2)/8": (7, 8), "2+3/8": (5, 8), "FREI4/4": (4, 4),
    "2/2]": (2, 2), "12/16": (12, 16),
}  # fmt: skip
NO_METERS = ["3", "4/3", "0/4", "300/4", "x", "3/", "1/99999", "C||", "4/4/"[:1] * 9]


@pytest.mark.parametrize("text", METERS)
def test_meters(text):
    assert read_meter(text) == METERS[text]


@pytest.mark.parametrize("text", NO_METERS)
def test_no_meters(text):
    with pytest.raises(NoMeter):
        read_meter(text)


def test_a_meter_or_length_that_makes_no_sense_is_left_out_and_said():
    score = parse(f"{HEAD}[M:7]C[L:x]C")
    assert heard(score) == "c4 c4"
    assert score.repairs == (
        "a meter that makes no sense ('7'): left out",
        "a unit note length that makes no sense ('x'): left out",
    )


TEMPOS = {  # quarters a minute and words, where the unit is an eighth
    "1/4=120": (120, ""), "3/8=50": (75, ""), "1/2 = 60": (120, ""), "120": (60, ""),
    "C=100": (50, ""), "C3=40": (60, ""), '"Allegro" 1/4=96': (96, "Allegro"),
    '1/4=96 "Fast"': (96, "Fast"), "1/4 3/8 1/4 3/8=40": (200, ""), '"Allegro"': (132, "Allegro"),
    '"Con brio"': (None, "Con brio"), "1/0=90": (None, ""), "x": (None, ""), "": (None, ""),
    "1/4=0": (None, ""), "1/4=92.5": (92.5, ""),
}  # fmt: skip


@pytest.mark.parametrize("text", TEMPOS)
def test_tempos(text):
    assert read_tempo(text, QUARTER // 2) == TEMPOS[text]


def test_tempos_are_heard_where_they_stand():
    score = parse('X:1\nL:1/4\nQ:1/4=60\nK:C\nCD|\nQ:"Presto" 1/4=150\nEF|[Q:3/8=100]G')
    assert score.tempos.tolist() == [(0, 1_000_000), (960, 400_000), (1920, 400_000)]
    assert score.texts.tolist() == [(960, "text", "Presto", 0)]


@pytest.mark.parametrize("text", ["1/8", " 1/8 ", "1 / 8"])
def test_units(text):
    assert read_unit(text) == QUARTER // 2


@pytest.mark.parametrize("text", ["0/8", "1/0", "x", "", "1/4096", "-1/8", "1/8/8"])
def test_no_units(text):
    assert read_unit(text) is None


def test_the_unit_of_free_meter():
    assert default_unit(None) == QUARTER // 2


def test_lengths_of_any_sane_rhythm_are_exact():
    rounded = "lengths too fine to be counted: rounded"
    assert rounded not in parse("X:1\nL:1/64\nK:C\nC/8(7:4C//(9:8C(13:8C/(11:8C3/").repairs
    assert rounded in parse("X:1\nL:1/64\nK:C\nC/17C").repairs


def test_dynamics_give_velocities():
    assert tune("C!p!D!ff!E[!mf!FA]G").notes["velocity"].tolist() == [80, 49, 112, 80, 80, 80]
