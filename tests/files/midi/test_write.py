import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import assert_same, scores
from witness import heard

import symbolic as sy
from symbolic.files.midi.allocation import allocate
from symbolic.files.midi.layers import layers


@given(scores())
def test_reading_what_was_written_gives_the_score(score):
    again = sy.read(score.to_bytes(), on_error="raise")
    assert_same(score, again)


@given(scores())
def test_equal_scores_write_equal_files(score):
    assert score.replace(notes=score.notes[::-1]).to_bytes() == score.to_bytes()


@given(scores(times=st.integers(0, 1000)))
def test_mido_hears_the_same(score):
    notes, *_ = heard(score.to_bytes())
    tracks = score.tracks
    expected = [
        (start, start + duration, pitch, velocity, tracks[track].program, tracks[track].is_drum)
        for start, duration, pitch, velocity, track in score.notes.tolist()
    ]
    assert notes == sorted(expected)


@given(scores(times=st.integers(0, 300)))
def test_type_0_keeps_what_sounds(score):
    try:
        data = score.to_bytes(type=0)
    except sy.SymbolicError:  # says to write type 1
        return
    assert data[9] == 0
    assert data[11] == 1
    assert sum(sy.read(data).notes["velocity"].tolist()) == sum(score.notes["velocity"].tolist())
    assert sorted(sy.read(data).notes["start"].tolist()) == sorted(score.notes["start"].tolist())


def test_types_other_than_0_and_1_are_refused():
    with pytest.raises(sy.SymbolicError, match="type"):
        sy.Score().to_bytes(type=2)


def sounding_programs(data: bytes) -> list[set]:
    """For every moment and channel of a file, as a synthesizer would hear it: who sounds."""
    import io

    import mido

    current, sounding, found = {}, {}, []
    stream = []
    for track in mido.MidiFile(file=io.BytesIO(data)).tracks:
        tick, port = 0, 0
        for message in track:
            tick += message.time
            if message.type == "midi_port":
                port = message.port
            stream.append((tick, port, message))
    stream.sort(key=lambda event: event[0])
    for _, port, message in stream:
        channel = (port, getattr(message, "channel", None))
        if message.type == "program_change":
            current[channel] = message.program
        elif message.type == "note_on" and message.velocity:
            sounding.setdefault(channel, []).append((message.note, current.get(channel, 0)))
            found.append({program for _, program in sounding[channel]})
        elif message.type in ("note_on", "note_off"):
            pitches = [note for note, _ in sounding[channel]]
            del sounding[channel][pitches.index(message.note)]
    return found


@pytest.mark.parametrize("tracks", [15, 16, 40, 128])
def test_no_two_programs_sound_on_one_channel(tracks):
    score = sy.Score(
        480,
        [sy.Track(f"part {n}", program=n) for n in range(tracks)],
        notes=[(10 * n, 5000, 60, 80, n) for n in range(tracks)],
    )
    assert all(len(programs) == 1 for programs in sounding_programs(score.to_bytes()))
    assert sy.read(score.to_bytes()) == score


def test_programs_that_take_turns_stay_on_their_channel():
    score = sy.Score(
        480,
        [sy.Track(program=n % 128, channel=0) for n in range(40)],
        notes=[(100 * n + 4000 * turn, 99, 60, 80, n) for n in range(40) for turn in range(2)],
    )
    assert set(allocate(score)) == {0}
    assert all(len(programs) == 1 for programs in sounding_programs(score.to_bytes()))
    assert sy.read(score.to_bytes()) == score


def test_turns_that_touch_stay_only_where_the_end_is_played_first():
    tracks = [sy.Track(program=1, channel=0), sy.Track(program=2, channel=0)]
    forth = sy.Score(480, tracks, notes=[(0, 100, 60, 80, 0), (100, 100, 60, 80, 1)])
    back = sy.Score(480, tracks, notes=[(0, 100, 60, 80, 1), (100, 100, 60, 80, 0)])
    assert allocate(forth) == [0, 0]
    assert allocate(back) == [0, 1]
    for score in (forth, back):
        assert all(len(programs) == 1 for programs in sounding_programs(score.to_bytes()))


def test_tracks_without_a_channel_get_their_own():
    score = sy.Score(480, [sy.Track(program=n, is_drum=n == 2) for n in range(5)])
    assert allocate(score) == [0, 1, 9, 2, 3]


def test_more_tracks_than_channels_is_said_once():
    score = sy.Score(
        480,
        [sy.Track(program=n % 128) for n in range(15 * 128 + 3)],
        notes=[(0, 500, 60, 80, n) for n in range(15 * 128 + 3)],
    )
    with pytest.warns(UserWarning, match="1920, 1921, 1922"):
        allocate(score)


def test_deltas_of_every_length():
    steps = [0, 1, 127, 128, 16383, 16384, 2**21 - 1, 2**21, 2**28 - 1, 2**28, 3 * 2**28, 2**35]
    starts = list(itertools.accumulate(steps))
    score = sy.Score(480, notes=[(start, 1, 60, 80, 0) for start in starts])
    assert sy.read(score.to_bytes()).notes["start"].tolist() == starts


def test_layers_keep_all_notes_in_few_tracks():
    rng = np.random.default_rng(1)
    rows = [(int(a), int(b), 60, 80, 0) for a, b in rng.integers(0, 50, (200, 2))]
    score = sy.Score(480, notes=rows)
    parts = layers(score.notes)
    assert sum(len(part) for part in parts) == 200
    for part in parts:
        ends = part["start"] + part["duration"]
        assert (np.diff(part["start"]) >= 0).all()
        assert (np.diff(ends) >= 0).all()
    assert len(sy.read(score.to_bytes()).tracks) == 1


def test_pretty_midi_and_symusic_read_what_we_write():
    import io

    import pretty_midi
    import symusic

    score = sy.Score(
        480,
        [sy.Track("a", 5), sy.Track("b", 40), sy.Track("c", 0, is_drum=True)],
        notes=[
            (0, 480, 60, 80, 0),
            (240, 480, 60, 80, 0),
            (480, 480, 72, 81, 1),
            (0, 9, 36, 99, 2),
        ],
        tempos=[(0, 600_000)],
    )
    data = score.to_bytes()
    theirs = pretty_midi.PrettyMIDI(io.BytesIO(data))
    assert [(i.program, i.is_drum, i.name, len(i.notes)) for i in theirs.instruments] == [
        (5, False, "a", 2), (40, False, "b", 1), (0, True, "c", 1),
    ]  # fmt: skip
    assert [t.program for t in symusic.Score.from_midi(data).tracks] == [5, 40, 0]


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "tune.mid"
    path.write_bytes(b"old")
    with pytest.raises(sy.SymbolicError):
        sy.Score().write(path, type=5)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_suffix_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(sy.SymbolicError, match=r"\.mid"):
        sy.Score().write(tmp_path / "tune.doc")
    with pytest.raises(sy.SymbolicError, match="No such"):
        sy.Score().write(tmp_path / "nowhere" / "tune.mid")


def test_chord_symbols_are_written_as_text():
    score = sy.Score(480, texts=[(0, "chord", "Am7", -1)])
    assert sy.read(score.to_bytes()).texts.tolist() == [(0, "text", "Am7", -1)]
