"""Voices and who plays them."""

import pytest
from hearing import bars, heard, placed, tune

from symbolic.errors import UnreadableError
from symbolic.files.abc import parse
from symbolic.score import Track

TWO = 'X:1\nM:4/4\nL:1/4\nV:T1 name="Tenor I" clef=treble-8\nV:B nm=Bass\nK:C\n'


def test_voices_are_tracks_in_the_order_of_the_head():
    score = parse(TWO + "V:B\nC,4|D,4|\nV:T1\nc4|d2 e2|\n")
    assert [track.name for track in score.tracks] == ["Tenor I", "Bass"]
    assert heard(score, 0) == "c4:4 d4:2 e4:2"
    assert heard(score, 1) == "c3:4 d3:4"
    assert bars(score) == [0, 4]


def test_voices_in_turn_and_within_lines():
    score = parse("X:1\nM:4/4\nL:1/4\nK:C\n[V:1]C4|[V:2]E4|\n[V:1]D4|\n[V:2]F4|")
    assert (heard(score, 0), heard(score, 1)) == ("c4:4 d4:4", "e4:4 f4:4")
    assert [track.name for track in score.tracks] == ["1", "2"]


def test_music_before_any_voice_is_the_first_ones():
    score = parse(TWO + "C4|\nV:B\nE4|")
    assert (heard(score, 0), heard(score, 1)) == ("c3:4", "e4:4")


def test_music_before_the_first_voice_of_the_body_is_that_voices():
    score = parse("X:1\nL:1/4\nK:C\nC4|\nV:1\nD4|\nV:2\nE4|")
    assert (heard(score, 0), heard(score, 1)) == ("c4:4 d4:4", "e4:4")
    score = parse("X:1\nL:1/4\nK:C\nC4|\nV:2\nE4|\nV:1\nD4|")
    assert (heard(score, 0), heard(score, 1)) == ("c4:4 d4:4", "e4:4")


def test_voices_keep_their_own_accidentals_ties_and_lengths():
    score = parse("X:1\nM:4/4\nL:1/4\nK:C\n[V:1]^C-[V:2]C2[V:1]C[V:2][L:1/8]C2[V:1]C2|")
    assert (heard(score, 0), heard(score, 1)) == ("cs4:2 cs4:2", "c4:2 c4")


def test_bars_are_as_long_as_the_longest_voice_has_them():
    score = parse("X:1\nM:4/4\nL:1/4\nK:C\n[V:1]C4|D4|E4|[V:2]C2|D4|")
    assert heard(score, 1) == "c4:2 z:2 d4:4"
    assert bars(score) == [0, 4, 8]


def test_signs_of_one_voice_hold_for_all():
    score = parse("X:1\nM:4/4\nL:1/4\nK:C\n[V:1]|:C4:|D4|[V:2]E4|[M:2/4]F2|")
    assert (heard(score, 0), heard(score, 1)) == ("c4:4 c4:4 d4:4", "e4:4 e4:4 f4:2")
    assert placed(score, "meters") == [(0, 4, 4), (8, 2, 4)]


def test_tempos_are_said_once_and_keys_by_the_first_voice():
    score = parse("X:1\nL:1/4\nK:C\n[V:1][Q:1/4=60][K:G]F4|[V:2][Q:1/4=60][K:D]F4|")
    assert placed(score, "tempos") == [(0, 1_000_000)]
    assert placed(score, "keys") == [(0, 0, False), (0, 1, False)]
    assert heard(score, 1) == "fs4:4"


SHIFTS = {
    "clef=treble-8": -12, "treble+8": 12, "clef=bass": 0, "octave=-1": -12, "transpose=-2": -2,
    "t=3": 3, "clef=treble-8va": -12, "bass octave=1 transpose=2": 14, "-8va": -12,
    'name="transpose=5"': 0, "middle=d": 0, "octave=x": 0,
}  # fmt: skip


@pytest.mark.parametrize("properties", SHIFTS)
def test_clefs_octaves_and_transposition_move_what_sounds(properties):
    for text in (
        f"K:C {properties}\nC",
        f"V:1 {properties}\nK:C\nV:1\nC",
        f"K:C\nV:1 {properties}\nC",
    ):
        assert parse(f"X:1\nL:1/4\n{text}").notes["pitch"].tolist() == [60 + SHIFTS[properties]]


def test_the_key_of_a_transposing_voice_is_the_one_that_sounds():
    score = parse("X:1\nL:1/4\nK:C transpose=-2\nF|")
    assert (heard(score), placed(score, "keys")) == ("ef4", [(0, -2, False)])


MIDI = {
    "%%MIDI program 40": Track("", 40), "%%MIDI program 2 73": Track("", 73),
    "I:MIDI program 40": Track("", 40), "I:MIDI = program 40": Track("", 40),
    "%%MIDI channel 10": Track("", 0, True), "%%MIDI program 200": Track(""),
    "%%MIDI": Track(""), "%%MIDI program x": Track(""), "%%MIDI nonsense 4": Track(""),
}  # fmt: skip


@pytest.mark.parametrize("directive", MIDI)
def test_midi_directives(directive):
    assert parse(f"X:1\n{directive}\nK:C\nC|").tracks == (MIDI[directive],)
    assert parse(f"X:1\nK:C\n{directive}\nC|").tracks == (MIDI[directive],)


def test_midi_directives_for_one_voice_or_all():
    head = "X:1\nL:1/4\n%%MIDI program 7\nV:1\nV:2\n%%MIDI program 8\n%%MIDI transpose 12\nK:C\n"
    score = parse(head + "[V:1]C|[V:2]C|")
    assert [track.program for track in score.tracks] == [7, 8]
    assert score.notes["pitch"].tolist() == [60, 72]


def test_a_tune_without_notes_has_a_track_and_no_more():
    score = tune("")
    assert (len(score.tracks), len(score.notes), score.end) == (1, 0, 0)


def test_thousands_of_voices_are_refused():
    with pytest.raises(UnreadableError, match="more than 1,000 voices"):
        tune("".join(f"[V:{number}]C|" for number in range(1001)))
