"""What becomes of channels, programs, names and texts."""

import io

import numpy as np
import pytest
from handmade import END, NOTE, header, midi, off, on, program, track

import symbolic as sy


def test_channels_and_programs_become_tracks():
    score = sy.read(
        midi(
            program(5),
            program(40, 3),
            on(0, 60),
            on(0, 70, channel=3),
            on(0, 36, channel=9),
            off(9, 60),
            off(0, 70, channel=3),
            off(0, 36, channel=9),
        )
    )
    assert [(t.program, t.is_drum, t.channel) for t in score.tracks] == [
        (5, False, 0), (40, False, 3), (0, True, 9),
    ]  # fmt: skip
    assert score.notes[["pitch", "track"]].tolist() == [(60, 0), (70, 1), (36, 2)]


def test_a_program_changed_in_mid_track_begins_a_track():
    score = sy.read(midi(program(5), NOTE, program(6), NOTE, program(5), NOTE))
    assert [track.program for track in score.tracks] == [5, 6]
    assert score.notes["track"].tolist() == [0, 0, 1]


def test_a_program_set_in_another_track_counts():
    score = sy.read(header(1, 2) + track(program(33)) + track(NOTE))
    assert [track.program for track in score.tracks] == [33]


def test_the_pedal_of_every_channel_is_kept():
    pedal = [bytes([0, 0xB0 | c, 64, 127, 50, 0xB0 | c, 64, 0]) for c in range(16)]
    notes = [on(0, 60, channel=c) + off(9, 60, channel=c) for c in range(16)]
    score = sy.read(midi(*pedal, *notes))
    assert len(score.controls) == 32
    assert score.controls["time"][score.controls["value"] == 127].tolist() == [
        50 * c for c in range(16)
    ]


def test_a_track_of_controls_alone_is_kept():
    score = sy.read(header(1, 2) + track(NOTE) + track(b"\5\xb1\7\x64"))
    assert score.controls.tolist() == [(5, 7, 100, 1)]


def test_pitches_do_not_overflow():
    score = sy.read(midi(on(0, 127), off(9, 127)))
    assert (score.notes["pitch"] + np.int16(512)).tolist() == [639]


def test_controls_at_one_tick_keep_their_order():
    parameters = [(101, 0), (100, 0), (6, 12), (38, 0), (101, 127), (100, 127)]
    data = midi(*[bytes([0, 0xB0, number, value]) for number, value in parameters], NOTE)
    score = sy.read(sy.read(data).to_bytes())
    assert score.controls[["number", "value"]].tolist() == parameters


def test_title_names_lyrics_markers_and_texts():
    data = (
        header(1, 2)
        + track(b"\0\xff\3\4Song\0\xff\6\1A")
        + track(b"\0\xff\3\5Voice\0\xff\1\2hi\0\xff\5\2la", NOTE)
    )
    score = sy.read(data)
    assert (score.title, score.tracks[0].name) == ("Song", "Voice")
    assert score.markers["text"].tolist() == ["A"]
    assert score.lyrics[["text", "track"]].tolist() == [("la", 0)]
    assert score.texts[["kind", "text"]].tolist() == [("text", "hi")]


@pytest.mark.parametrize("name", ["Größe", "日本語", "🎹"])
def test_utf8_names(name):
    spelled = name.encode()
    score = sy.read(midi(b"\0\xff\3" + bytes([len(spelled)]) + spelled, NOTE))
    assert score.tracks[0].name == name


def test_other_charsets_come_back_byte_by_byte():
    data = midi(b"\0\xff\3\5Gr\xf6\xdfe", b"\0\xff\5\2\xe9a", NOTE)
    score = sy.read(data)
    assert (score.tracks[0].name, score.lyrics["text"][0]) == ("Größe", "éa")
    assert b"Gr\xf6\xdfe" in score.to_bytes()
    assert b"\xe9a" in score.to_bytes()


def test_a_charset_can_be_named():
    data = midi(b"\0\xff\3\4" + "音楽".encode("shift_jis"), NOTE)
    assert sy.read(data, charset="shift_jis").tracks[0].name == "音楽"
    with pytest.raises(sy.SymbolicError, match="klingon"):
        sy.read(data, charset="klingon")


@pytest.mark.parametrize("name", ["plain.mid", "Größe ünï.MID", "🎹 tune.midi", "日本 語.kar"])
def test_paths_of_every_kind(tmp_path, name):
    path = tmp_path / name
    score = sy.read(midi(NOTE))
    assert score.write(path) == path
    for source in (
        path,
        str(path),
        path.read_bytes(),
        io.BytesIO(path.read_bytes()),
        path.open("rb"),
    ):
        assert sy.read(source) == score


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("no such file.mid", "no such file"),
        (b"", "empty"),
        (b"hello", "format"),
        (b"MThd", "no music|format|track"),
        (17, "int"),
        ("/", "folder"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(source, words):
    if source == b"MThd":
        assert len(sy.read(source).notes) == 0  # a header without anything is an empty score
        return
    with pytest.raises(sy.SymbolicError, match=words) as caught:
        sy.read(source)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_a_file_not_found_error():
    with pytest.raises(FileNotFoundError):
        sy.read("no such file.mid")


def test_on_error_takes_two_words():
    with pytest.raises(sy.SymbolicError, match="ignore"):
        sy.read(midi(NOTE), on_error="ignore")


def test_end_of_track_may_be_late():
    assert len(sy.read(midi(NOTE, end=b"\x87\x40" + END[1:])).notes) == 1
