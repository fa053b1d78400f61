import pytest
from handmade import DAMAGED, END, NOTE, ODD, header, midi, on, track

import symbolic as sy


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_is_mended_and_named(damage):
    data, words, notes = DAMAGED[damage]
    score = sy.read(data)
    assert len(score.notes) == notes
    assert words in " | ".join(score.repairs)


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_raises_if_asked(damage):
    with pytest.raises(sy.SymbolicError, match="these bytes: ") as caught:
        sy.read(DAMAGED[damage][0], on_error="raise")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("oddity", ODD)
def test_what_is_only_odd_is_not_mended(oddity):
    data, notes = ODD[oddity]
    score = sy.read(data, on_error="raise")
    assert len(score.notes) == notes
    assert score.repairs == ()


def test_a_note_never_ended_ends_with_its_track():
    score = sy.read(midi(on(0, 60), end=b"\x60" + END[1:]))
    assert score.notes[["start", "duration"]].tolist() == [(0, 96)]


def test_smpte_time_keeps_the_clock():
    # 25 frames of 40 ticks: a tick is a millisecond, whatever the tempo events say.
    data = header(0, 1, division=(256 - 25) << 8 | 40) + track(
        b"\0\xff\x51\3\1\0\0", on(100, 60), b"\x32\x80\x3c\0"
    )
    score = sy.read(data)
    note = score.notes[0]
    onset, end = score.timeline.ticks_to_seconds([note["start"], note["start"] + note["duration"]])
    assert (onset, end) == pytest.approx((0.1, 0.15), abs=1e-9)


def test_drop_frame_time():
    data = header(0, 1, division=(256 - 29) << 8 | 100) + track(
        b"\x83\x60", on(0, 60)[1:], b"\0\x80\x3c\0"
    )
    seconds = sy.read(data).timeline.ticks_to_seconds(480)
    assert seconds == pytest.approx(480 / (100 * 30000 / 1001), rel=1e-6)


def test_every_pattern_of_a_type_2_file_is_reachable():
    data = header(2, 2) + track(b"\0\xff\3\1a", NOTE) + track(b"\0\xff\3\1b", NOTE, NOTE)
    score = sy.read(data)
    assert len(score.notes) == 3
    assert [len(pattern.notes) for pattern in score.patterns] == [1, 2]
    assert sy.read(data, number=1) == score.patterns[1]
    assert sy.read_all(data) == list(score.patterns)
    with pytest.raises(sy.SymbolicError, match="2 scores"):
        sy.read(data, number=2)


def test_ten_thousand_tracks():
    score = sy.read(header(1, 10_000) + track(NOTE) * 10_000)
    assert len(score.tracks) == len(score.notes) == 10_000
