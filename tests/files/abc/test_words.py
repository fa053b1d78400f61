"""Titles, lyrics, chord symbols and texts."""

import pytest
from hearing import HEAD, placed, tune

from symbolic.files.abc import parse
from symbolic.files.abc.lyrics import align, read_syllables
from symbolic.files.abc.marks import read_quoted
from symbolic.files.abc.texts import plain, title

LYRICS = {  # notes, words, and what is sung at which quarter
    "syllables": ("CDEF|", "one two three four", "0 one 1 two 2 three 3 four"),
    "words of several": ("CDEF|", "Hal-le-lu-jah", "0 Hal- 1 le- 2 lu- 3 jah"),
    "held": ("CDEF|", "time__ flies", "0 time 3 flies"),
    "held hyphens": ("CDEF|", "sea- - son spring", "0 sea- 2 son 3 spring"),
    "two hyphens": ("CDEF|", "sea--son spring", "0 sea- 2 son 3 spring"),
    "skipped": ("CDEF|", "* one * two", "1 one 3 two"),
    "words under one note": ("CD|", "of~the day", "0 of the 1 day"),
    "a hyphen that is sung": ("CD|", r"X\-mas day", "0 X-mas 1 day"),
    "the next bar": ("CDEF|GABc|", "one | two three", "0 one 4 two 5 three"),
    "over the bar, without a sign": ("CD|EF|", "one two three", "0 one 1 two 2 three"),
    "too many": ("CD|", "one two three", "0 one 1 two"),
    "not under rests, graces and spacers": ("Cz{g}D yE|", "one two three", "0 one 2 two 3 three"),
    "under each of tied notes": ("C-C D|", "one * two", "0 one 2 two"),
    "under chords": ("[CE]D|", "one two", "0 one 1 two"),
    "not under overlays": ("C4&E4|F|", "one two", "0 one 4 two"),
    "accents": ("CD|", r"f\'ee &eacute;l", "0 fée 1 él"),
    "nothing": ("CD|", "", ""),
}


@pytest.mark.parametrize("case", LYRICS)
def test_lyrics(case):
    notes, words, expected = LYRICS[case]
    score = tune(f"{notes}\nw: {words}")
    sung = " ".join(f"{time} {text}" for time, text, track in placed(score, "lyrics"))
    assert sung == expected


def test_words_belong_to_the_notes_since_the_words_before():
    body = "CD|\nw: one two\nEF|\nw:\nGA|\nw: five"
    assert [row[:2] for row in placed(tune(body), "lyrics")] == [
        (0, "one"),
        (1, "two"),
        (4, "five"),
    ]


def test_words_reach_back_over_lines():
    assert [row[0] for row in placed(tune("CD|\nEF|\nw: a b c d"), "lyrics")] == [0, 1, 2, 3]


def test_a_verse_for_every_pass():
    score = tune("|:CD:|\nw: one two\nw: three four")
    assert [row[1] for row in placed(score, "lyrics")] == ["one", "two", "three", "four"]


def test_a_field_goes_on():
    assert len(tune("CDEF|\nw: one two\n+: three four").lyrics) == 4


def test_syllables_without_notes():
    assert align(read_syllables("one | two"), []) == []


CHORDS = ["C", "Am7", "Bb", "F#m7b5", "G/B", "Cmaj7", "Dsus4", "N.C.", "Edim", "A+", "E7(b9)",
          "Gm/Bb", "C6/9", "B♭7", "G(Em)"]  # fmt: skip
TEXTS = ["Da Capo", "Fast", "Hello", "cresc.", "Chorus", "a", "D-flat major", "tr", "Bowed"]


@pytest.mark.parametrize("text", CHORDS)
def test_chord_symbols(text):
    assert read_quoted(f'"{text}"') == ("chord", text)
    assert read_quoted(f'"^{text}"') == ("text", text)


@pytest.mark.parametrize("text", TEXTS)
def test_texts_that_are_no_chord_symbols(text):
    assert read_quoted(f'"{text}"') == ("text", text)


def test_chord_symbols_and_texts_stand_at_their_notes():
    score = tune('"Am7"C2"^slower""_and"D"4"E|"G"|')
    assert placed(score, "texts") == [
        (0, "chord", "Am7", 0), (2, "text", "slower", 0), (2, "text", "and", 0),
        (4, "chord", "G", 0),
    ]  # fmt: skip


def test_quotation_marks_within_a_chord():
    assert placed(tune('["Am"CE]'), "texts") == [(0, "chord", "Am", 0)]


TITLES = {
    "T:Scale": "Scale", "T:Lodge Road, The": "The Lodge Road", "T:a\nT:b": "a",
    "T:Scale\nC:Anon.": "Scale (Anon.)", "C:Anon.": "(Anon.)", "": "",
    "T:N\\\"ackens  Polska % old": "Näckens Polska", "T:Marcia, alla turca": "Marcia, alla turca",
    "T:100\\% wool": "100% wool",
}  # fmt: skip


@pytest.mark.parametrize("fields", TITLES)
def test_titles(fields):
    assert parse(f"X:1\n{fields}\nK:C\nC|").title == TITLES[fields]


def test_letters_in_all_their_spellings():
    spelled = r"\'a \`e \^i \~n \"o \cc \aa \ss \AE \/o \vs \Ho \u00e9 &eacute; &amp; \\ \& \%"
    assert plain(spelled) == "á è î ñ ö ç å ß Æ ø š ő é é & \\ & %"
    assert plain(r"\u0007bell") == "bell"
    assert title("Winter, L'") == "Winter, L'"


def test_sections_and_parts_are_markers():
    assert placed(tune("P:Trio\nC4|[P:B]D4|"), "markers") == [(0, "Trio"), (4, "B")]


def test_words_after_the_last_bar_come_at_the_end():
    assert placed(tune('C4|"^last time"'), "texts") == [(4, "text", "last time", 0)]
    assert placed(parse(f'{HEAD}"^nothing"'), "texts") == []
