"""Text that is no tune, or a damaged one: read, or refused in one sentence, and soon."""

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from symbolic.errors import SymbolicError
from symbolic.files.abc import cut, fields, parse, tunes
from symbolic.files.notation import read_notation
from symbolic.score import Score

HEAD = "X:1\nL:1/8\nK:C\n"
SIGNS = [
    "A", "b,", "^c'", "_D/", "=e3/2", "z", "x2", "Z2", "|", "||", "|]", ":|", "|:", "::", "|1", ":|2",
    "[1,3", "(3", "(5:4:6", ">", "<<", "-", "[CE]", "[C-E2]/", "{gf}", '"Am"', '"^Fine"', '"D.C."',
    "!segno!", "!p!", "&", "(", ")", "[K:D]", "[M:3/8]", "[L:1/16]", "[Q:90]", "[V:2]", "[P:A]",
    "\n", "\nw: la-la_*|la\n", "\nK:Gm\n", "\nV:1\n", "\nP:B\n", "% no", "\\\n", "[", "]", '"', "{",
    "}", "!", "+", "\x00", "é", "🎵", "9", "//", ":", "\n%%MIDI program 3\n", "\n+: x\n",
]  # fmt: skip
HEADS = st.lists(
    st.sampled_from([
        "T:x", "M:6/8", "M:none", "M:0/0", "L:1/16", "L:9", "Q:1/4=80", "Q:x", "P:(AB)2", "V:1", "V:2 octave=1",
        "K:Dmix", "K:HP", "K:zzz", "K:", "C:y", "%%MIDI transpose 200", "%%begintext", "I:propagate-accidentals not",
    ]), max_size=6,
).map(lambda lines: "".join(f"{line}\n" for line in lines))  # fmt: skip
MUSIC = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


def outcome(read: Callable, *args, **options):
    """What is read, or the sentence that refuses it."""
    try:
        return read(*args, **options)
    except SymbolicError as error:
        return str(error)


def is_sentence(found) -> bool:
    return isinstance(found, str) and len(found.splitlines()) == 1 and len(found) < 200


def check(text: str) -> None:
    """Every tune reads, or is refused; what is read is a sound score."""
    for tune in cut(text):
        fields(tune)
        for repeats in (True, False):
            score = outcome(parse, tune, expand_repeats=repeats)
            if not is_sentence(score):
                assert score.copy() == score  # a copy is checked anew, table by table
                assert (score.notes["duration"] > 0).all()
                assert all(is_sentence(repair) for repair in score.repairs)


@given(HEADS, MUSIC)
@example("", "C/64C/512C/3(9:8C//>>>>C-C")
@example("", "C0C/0C////////>>>>>>C")
def test_any_music_reads(head, music):
    check(f"X:1\n{head}K:C\n{music}")


@given(st.text(max_size=200))
def test_any_text_reads_or_is_refused(text):
    check(text)
    check(HEAD + text)


@given(st.text('ABCDEFGabcdefgz|:[]{}()"!123/-<>^_=&~., \nKVMw%', max_size=200))
def test_text_of_the_right_letters_reads(text):
    check(HEAD + text)


@given(st.binary(max_size=200))
def test_any_bytes_read_or_are_refused(data):
    scores = outcome(read_notation, data, ".abc")
    assert is_sentence(scores) or all(isinstance(score, Score) for score in scores)


@given(MUSIC)
def test_every_bar_once_is_never_more_than_all_as_they_are_played(music):
    tune = f"{HEAD}|:{music}"
    once, played = (outcome(parse, tune, expand_repeats=repeats) for repeats in (False, True))
    if not is_sentence(once) and not is_sentence(played):
        assert set(played.notes["pitch"].tolist()) <= set(once.notes["pitch"].tolist())


LONG = 60_000
HOSTILE = {
    **{f"many {sign!r}": HEAD + sign * LONG for sign in '[{"!(+<>-&)\\\'^_=.~S123'},
    "notes": HEAD + "C" * (LONG // 2),
    "open chords": HEAD + "[C" * LONG,
    "one long chord": HEAD + "[" + "C" * LONG,
    "quotes in chords": HEAD + '["' * LONG,
    "tuplets": HEAD + "(3" * LONG,
    "broken rhythm": HEAD + "C>" * (LONG // 4),
    "ties": HEAD + "C-" * (LONG // 4),
    "bars": HEAD + "C|" * (LONG // 4),
    "bars of rest": HEAD + "Z9999" * LONG,
    "long notes": HEAD + "C9999" * (LONG // 5),
    "endings": HEAD + "|".join(f"1C:|{n % 99}C" for n in range(LONG // 10)),
    "repeats": HEAD + "|:C:|" * (LONG // 10),
    "a bar line of colons": HEAD + "C" + ":" * LONG + "|",
    "chord symbols": f'{HEAD}"A{"7" * LONG}x"C',
    "voices": HEAD + "".join(f"[V:{n}]C" for n in range(LONG // 10)),
    "parts": f"X:1\nP:{'(A' * 1000}{')999' * 1000}\nK:C\nP:A\nC",
    "lyrics": f"{HEAD}{'C' * 1000}\n" + "w: a\n" * (LONG // 10),
    "lyrics of bars": f"{HEAD}{'C|' * 1000}\nw: " + "|" * LONG,
    "one field that goes on": f"{HEAD}w: a\n" + "+: b\n" * (LONG // 10),
    "beats of a meter": f"X:1\nM:{'1+' * LONG}1/4\nK:C\nC",
    "beats of a tempo": f"X:1\nQ:{'1/4 ' * LONG}=3\nK:C\nC",
    "accents": "X:1\nT:" + "\\'e" * LONG + "\nK:C\nC",
    "accidentals of a key": f"X:1\nK:C {'^c ' * LONG}\nC",
    "comments": "%" * LONG + "\n%" * LONG,
    "lines": HEAD + "\n \t" * LONG,
    "numbers": "X:\n" * (LONG // 10),
    "too long": HEAD + "C" * 1_000_000,
    "too many tunes": "X:1\n" * 100_001,
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_is_done_with_soon(case):
    begun = time.process_time()
    scores = outcome(read_notation, HOSTILE[case].encode(), ".abc")
    assert is_sentence(scores) or scores
    assert time.process_time() - begun < 5


REPAIRS = {
    '"never closed C': 'passed over (")',
    "[never closed": "passed over ([)",
    "{never closed": "passed over ({)",
    "C\x00D": "passed over (\x00)",
    "[M:5]C": "a meter that makes no sense ('5')",
    "[Q:fast]C": "a tempo that makes no sense ('fast')",
    "C/1000000": "passed over (000)",
    "CZ2D|": "bars of rest that begin within a bar: read as short rests",
    "C0D": "notes without a length: left out",
    "C////////////////": "passed over (/)",
}


@pytest.mark.parametrize("music", REPAIRS)
def test_what_had_to_be_mended_is_said(music):
    score = parse(HEAD + music)
    assert any(REPAIRS[music] in repair for repair in score.repairs)
    assert parse(HEAD + "C").repairs == ()


def test_music_before_the_key_is_said():
    assert parse("X:1\nCDE\nK:C\nC").repairs == (
        "lines of the head that are no fields: passed over",
    )


def test_an_early_line_break_is_no_damage():
    assert parse(HEAD + "CD!EF!\nGA").repairs == ()


def test_tunes_leaves_out_what_is_none():
    assert [tune.number for tune in tunes("X:1\nK:C\nC\n\nX:2\n\nX:x\nK:C\nC")] == [1, None]
