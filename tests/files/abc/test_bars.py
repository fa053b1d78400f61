"""Bars, pickups, repeats, endings, parts and jumps."""

import pytest
from hearing import HEAD, bars, heard, placed, tune

from symbolic.files.abc import parse
from symbolic.files.abc.barlines import read_line, read_passes
from symbolic.files.abc.parts import read_order

# Every bar is one note of four quarters, told by its letter.
ORDERS = {
    "no repeats": ("C4|D4|E4|]", "cde"),
    "a repeat": ("|:C4|D4:|E4|", "cdcde"),
    "from the beginning": ("C4|D4:|E4|", "cdcde"),
    "from the end of the last": ("C4:|D4:|", "ccdd"),
    "from the latest double bar": ("C4||D4:|", "cdd"),
    "from a thick double bar": ("C4|]D4:|E4|", "cdde"),
    "not from a double bar within a repeat": ("|:C4||D4:|E4|", "cdcde"),
    "both ways": ("|:C4::D4:|", "ccdd"),
    "both ways in other shapes": ("C4:|:D4:||:E4:|]", "ccddee"),
    "three times": ("|::C4::|D4|", "cccd"),
    "an end that looks like a beginning": ("C4|D4|:|", "cdcd"),
    "a beginning of that shape": ("|:|C4|D4:|", "cdcd"),
    "after an invisible line": ("C4|D4[|]:|E4", "cdcde"),
    "a colon before a text": ('|:C4:"^Segno"|]D4', "ccd"),
    "a colon behind a field": ("C4|]\nK:G\n: D4:|", "cdd"),
    "a dotted line": ("|:C4:D4:|", "cdcd"),
    "without the line": ("|:C4:]D4", "ccd"),
    "lines without bars between": ("|:C4|D4|:||:E4:|", "cdcdee"),
    "first and second ending": ("|:C4|1D4:|2E4|]F4", "cdcef"),
    "in brackets": ("|:C4|[1D4:|[2E4|]F4", "cdcef"),
    "with spaces": ("|:C4| [1 D4:| [2 E4|]F4", "cdcef"),
    "without a beginning": ("C4|1D4:|2E4||F4", "cdcef"),
    "long endings": ("|:C4|1D4|E4:|2F4|G4||A4", "cdecfga"),
    "a first ending after a double bar": ("C4:|D4|E4||1F4:|2G4|]", "ccdefdeg"),
    "endings between double bars": ("C4||1D4||2E4||F4", "cdcef"),
    "a long second ending": ("|:C4|1D4:|2F4|G4||A4", "cdcfga"),
    "a second ending that nothing closes": ("|:C4|1D4:|2E4|F4|G4:|A4", "cdcefgfga"),
    "a second ending that the tune ends": ("|:C4|1D4:|2E4", "cdce"),
    "endings twice": ("|:C4|1D4:|2E4|:F4|1G4:|2A4|]", "cdcefgfa"),
    "endings twice, nothing between closed": ("C4|1D4:|2E4|F4|1G4:|2A4|B4", "cdcefgfab"),
    "a second ending that ends as a repeat": ("|:C4|1D4:|2E4:|F4", "cdcef"),
    "a forgotten repeat before the second ending": ("|:C4|1D4|2E4|F4", "cdcef"),
    "a first ending alone": ("|:C4|1D4:|E4", "cdce"),
    "endings for several passes": ("|:C4|1,3D4:|2E4:|F4", "cdcecdf"),
    "a range of passes": ("|:C4|[1-2D4:|[3E4|F4", "cdcdcef"),
    "da capo al fine": ('C4|"Fine"D4|E4|"D.C. al Fine"F4|', "cdefcd"),
    "da capo in decorations": ("C4|!fine!D4|E4!D.C.!|", "cdecd"),
    "da capo behind the last line": ('C4|D4!fine!|E4|]"^D.C."', "cdecd"),
    "dal segno": ("C4|!segno!D4|!fine!E4|F4!D.S.!|", "cdefde"),
    "dal segno with letters": ('C4|SD4|"End"E4|F4"_D.S."|', "cdefde"),
    "da capo al coda": ("C4|D4!coda!|E4!D.C.alcoda!|!coda!F4|", "cdecdf"),
    "da capo without a fine": ('C4|D4"D.C."|', "cd"),
    "fine without a da capo": ('C4"Fine"|D4|', "cd"),
    "repeats are not taken again": ('|:C4:|D4"Fine"|E4"D.C."|', "ccdecd"),
}  # fmt: skip


@pytest.mark.parametrize("case", ORDERS)
def test_the_order_of_bars(case):
    body, expected = ORDERS[case]
    score = tune(body)
    assert "".join(word[0] for word in heard(score).split()) == expected
    assert score.repairs == ()
    once = tune(body, expand_repeats=False)
    written = "".join(letter for letter in "cdefgab" if f"{letter.upper()}4" in body)
    assert "".join(word[0] for word in heard(once).split()) == written


PARTS = "P:A\nC4:|\nP:B\nD4|1E4:|2F4|]\n"


@pytest.mark.parametrize(
    ("order", "expected"),
    [("AB", "ccdedf"), ("ABA", "ccdedfcc"), ("A2", "cccc"), ("B2", "dedf"), ("(AB)2", "ccdedfccdedf"),
     ("A.B", "ccdedf"), ("", "ccdedf"), ("AC", "ccdedf"), ("BA", "dedfcc"), ("verse!", "ccdedf")],
)  # fmt: skip
def test_the_order_of_parts(order, expected):
    score = parse(f"X:1\nM:4/4\nL:1/4\nP:{order}\nK:C\n{PARTS}")
    assert "".join(word[0] for word in heard(score).split()) == expected


def test_parts_are_marked():
    score = parse(f"X:1\nM:4/4\nL:1/4\nP:BA\nK:C\n{PARTS}")
    assert placed(score, "markers") == [(0, "B"), (8, "B"), (16, "A"), (20, "A")]


def test_what_comes_before_the_first_part_is_played_once():
    score = parse("X:1\nM:4/4\nL:1/4\nP:AA\nK:C\nE4|[P:A]C4|D4|")
    assert [word[0] for word in heard(score).split()] == list("ecdcd")


ORDER_TEXTS = {
    "ABA": "ABA", "A2B3": "AABBB", "(AB)2C": "ABABC", "((A2B)2.C)2": "AABAABCAABAABC", "A.B": "AB",
    "A0": "A", "(A": "A", "A)B": "AB", "2A": "A", "": "", "A-B": "", "Ä": "",
}  # fmt: skip


@pytest.mark.parametrize("text", ORDER_TEXTS)
def test_texts_of_orders(text):
    assert "".join(read_order(text)) == ORDER_TEXTS[text]


def test_an_order_that_explodes_is_none():
    assert read_order("(" * 60 + "A" + ")999" * 60) == []


LINES = {  # plays, begins, double
    "|": (0, False, False), "||": (0, False, True), "|]": (0, False, True),
    "[|": (0, False, True), ".|": (0, False, False), "[|]": (0, False, False),
    "|:": (0, True, False), ":|": (2, False, False), "::": (2, True, False),
    ":|:": (2, True, False), ":||:": (2, True, False), "::|": (3, False, False),
    "|::": (0, True, False), ":|]": (2, False, False), "[|:": (0, True, False),
    "|[|": (0, False, True), ":": (0, False, False), "[|]:|": (2, False, False),
    "|:|": (2, False, False), ":::|": (4, False, False),
}  # fmt: skip


@pytest.mark.parametrize("text", LINES)
def test_bar_lines_of_any_shape(text):
    assert read_line(text) == LINES[text]


def test_passes():
    assert [sorted(read_passes(text)) for text in ("1", "[2", "1,3", "1-3,5", "0", "3-1")] == [
        [1], [2], [1, 3], [1, 2, 3, 5], [1], [1],
    ]  # fmt: skip


METERS = {
    "a pickup": ("C|D4|E4|", [(0, 4, 4), (1, 4, 4)], [0, 1, 5]),
    "a pickup that the last bar completes": (
        "C|D4|E3:|F|G4|", [(0, 4, 4), (1, 4, 4)], [0, 1, 5, 9, 13, 17],
    ),
    "a bar cut by a repeat": ("C4|D3:|:E|F4|", [(0, 4, 4), (7, 4, 4)], [0, 4, 7, 11, 15]),
    "a short bar within": ("C4|D3|E4|F4|", [(0, 4, 4), (7, 4, 4)], [0, 4, 7, 11]),
    "a bar without its line": ("C4D4|E4|", [(0, 4, 4)], [0, 4, 8]),
    "another meter": ("C4|[M:3/4]D3|\nM:2/2\nE4|", [(0, 4, 4), (4, 3, 4), (7, 2, 2)], [0, 4, 7]),
    "another meter within a bar": ("C2[M:3/4]D3|", [(0, 4, 4), (2, 3, 4)], [0, 2]),
    "the same meter again": ("C4|[M:4/4]D4|", [(0, 4, 4)], [0, 4]),
}  # fmt: skip


@pytest.mark.parametrize("case", METERS)
def test_meters_of_bars(case):
    body, meters, lines = METERS[case]
    score = tune(body)
    assert placed(score, "meters") == meters
    assert bars(score) == lines


def test_free_meter_is_barred_as_it_is_written():
    score = parse("X:1\nM:none\nL:1/4\nK:C\nC3|D5|E|")
    assert bars(score) == [0, 3, 7]  # a score has no bars but those of a meter
    assert parse("X:1\nL:1/4\nK:C\nC4|").meters.tolist() == [(0, 4, 4)]


def test_keys_tempos_and_words_are_said_again_where_a_repeat_needs_them():
    score = tune('|:"C"C4|[K:G][Q:1/4=60]F4:|')
    assert placed(score, "keys") == [(0, 0, False), (4, 1, False), (8, 0, False), (12, 1, False)]
    assert placed(score, "tempos") == [(4, 1_000_000)]
    assert placed(score, "texts") == [(0, "chord", "C", 0), (8, "chord", "C", 0)]
    assert heard(score) == "c4:4 fs4:4 c4:4 fs4:4"


def test_accidentals_and_ties_over_repeats():
    assert heard(tune("|:^C4-|1C4:|2C4|")) == "cs4:8 cs4:4 c4:4"


def test_a_million_bars_are_refused_and_a_million_repeats_not_played():
    with pytest.raises(Exception, match="more than 100,000 bars"):
        tune("C|" * 100_001)
    score = parse(HEAD + "C|" * 2000 + ":" * 99 + "|")
    assert len(score.notes) == 2000
    assert score.repairs == ("repeats that ask for more than 100,000 bars: not played",)
