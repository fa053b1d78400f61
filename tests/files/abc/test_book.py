"""Tune books cut into tunes."""

import types

from symbolic import read, read_all
from symbolic.files.abc import cut, fields, parse, tunes

BOOK = """%abc-2.1
A book of tunes.
M:3/4
R:waltz
%%MIDI program 40

X:1
T:First
K:G
GAB|

Some words.

X:2
T:Second

M:2/4
K:D
D2|
X: 12
T:Third
hello
"""


def test_tunes_with_what_the_book_sets():
    first, second, third = cut(BOOK)
    assert first == "X:1\nM:3/4\nR:waltz\n%%MIDI program 40\nT:First\nK:G\nGAB|"
    assert second == "X:2\nR:waltz\n%%MIDI program 40\nT:Second\n\nM:2/4\nK:D\nD2|"
    assert third.startswith("X: 12\n")


def test_lines_may_end_in_any_way():
    assert cut(BOOK.replace("\n", "\r\n")) == cut(BOOK) == cut(BOOK.replace("\n", "\r"))


def test_a_tune_without_a_number():
    assert cut("K:C\nCDE|\n\nmore") == ["K:C\nCDE|"]
    assert len(parse("K:C\nCDE|").notes) == 3


def test_tunes_one_by_one():
    found = tunes(BOOK)
    assert isinstance(found, types.GeneratorType)
    first, second = found  # the third has no key, and is no tune
    assert (first.number, first.fields["R"], first.score.title) == (1, ["waltz"], "First")
    assert first.score.tracks[0].program == 40
    assert second.score.timeline.meter_at(0) == (2, 4)


def test_fields_of_a_head():
    head = fields("X:3 % three\nT:a\nT:b\nN:long\n+:note\nK:C\nT:c\nCDE|")
    assert head == {"X": ["3"], "T": ["a", "b"], "N": ["long note"], "K": ["C"]}


def test_a_book_is_read_as_any_file_of_several(tmp_path):
    path = tmp_path / "book.abc"
    path.write_text(BOOK, encoding="utf-8")
    assert [score.title for score in read_all(path)] == ["First", "Second"]
    assert read(path, number=1).title == "Second"
    assert read(path).repairs == ("tune 3: no ABC tune in it (a tune needs a K: field): left out",)


def test_what_a_book_sets_cannot_multiply_without_end():
    tune = cut("N:x\n" * 10_000 + "\nX:1\nK:C\nC|")[0]
    assert len(tune) < 1000


def test_what_mail_programs_left_is_taken_out():
    [tune] = cut("X:1\nL:1/4\nK:G\nG=3DF =\nA|=20\nB|")
    score = parse(tune)
    assert score.notes["pitch"].tolist() == [67, 65, 69, 71]
    assert score.repairs == ("marks that a mail program had put in: taken out",)
