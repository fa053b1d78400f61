"""Score <-> NoteSequence, and TFRecord files of them."""

import gzip
import subprocess
import sys
import time

import numpy as np
import pretty_midi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.errors import MissingExtraError, SymbolicError, UnreadableError
from symbolic.files import protos
from symbolic.files.note_sequence import from_note_sequence, to_note_sequence
from symbolic.files.tfrecord import read_tfrecord, write_tfrecord
from symbolic.score import Score, Track

NoteSequence = protos.music_pb2().NoteSequence


def held(score: Score) -> Score:
    """The score as far as a NoteSequence can hold it."""
    keys = score.keys.copy()  # six flats to five sharps
    keys["fifths"] = (keys["fifths"] + 6) % 12 - 6
    kind = {"text": "text", "chord": "chord"}
    texts = [(r["time"], kind.get(r["kind"], "text"), r["text"], -1) for r in score.texts]
    texts += [(row["time"], "text", row["text"], -1) for row in score.lyrics]
    texts += [(row["time"], "text", row["text"], -1) for row in score.markers]
    heard = {
        int(t) for name in ("notes", "controls", "bends") for t in getattr(score, name)["track"]
    }
    tracks = [
        track if number in heard else Track(track.name) for number, track in enumerate(score.tracks)
    ]
    changes = {"keys": keys, "texts": texts, "tracks": tracks, "lyrics": None, "markers": None}
    return score.replace(tempos=score.timeline.tempos, **changes)


@given(st.from_type(Score))
def test_there_and_back_is_the_same_score(score):
    sent = to_note_sequence(score).SerializeToString()
    assert from_note_sequence(NoteSequence.FromString(sent)) == held(score)


def melody(**fields) -> NoteSequence:
    sequence = NoteSequence(**fields)
    sequence.notes.add(pitch=60, start_time=0.25, end_time=0.5)
    return sequence


def test_what_is_not_given_has_the_defaults_of_note_seq():
    score = from_note_sequence(melody())
    assert score.resolution == 220
    assert score.notes.tolist() == [(110, 110, 60, 80, 0)]
    assert score.tempos.tolist() == [(0, 500_000)]
    assert score.repairs == ("1 notes without a velocity: played at 80",)


def test_tempos_come_in_any_order_and_any_fraction():
    sequence = melody(ticks_per_quarter=480)
    sequence.tempos.add(time=4.0, qpm=60)
    sequence.tempos.add(time=1.0, qpm=130.7)
    sequence.notes.add(pitch=62, start_time=5.0, end_time=6.0)
    score = from_note_sequence(sequence)
    # 2 quarters at 120, 3 s at 130.7, 1 s at 60
    assert score.notes["start"].tolist() == [240, round(480 * (2 + 130.7 / 20 + 1))]
    assert score.tempos["microseconds"].tolist() == [500_000, round(6e7 / 130.7), 1_000_000]


@pytest.mark.parametrize(
    ("key", "mode", "fifths", "minor"),
    [("D", "DORIAN", 0, True), ("G", "MIXOLYDIAN", 0, False), ("E_FLAT", "LYDIAN", -2, False),
     ("B", "LOCRIAN", 0, True), ("E", "PHRYGIAN", 0, True), ("A", "MINOR", 0, True),
     ("B_FLAT", "MINOR", -5, True), ("G_FLAT", "NOT_SPECIFIED", -6, False)],
)  # fmt: skip
def test_modes_keep_their_signature(key, mode, fifths, minor):
    sequence = melody()
    sequence.key_signatures.add(key=key, mode=mode)
    assert from_note_sequence(sequence).keys.tolist() == [(0, fifths, minor)]


def test_steps_of_a_quantized_sequence_are_exact_and_its_times_unused():
    sequence = NoteSequence(ticks_per_quarter=220)
    sequence.quantization_info.steps_per_quarter = 12
    sequence.notes.add(
        pitch=60, velocity=90, start_time=0.1, end_time=0.2,
        quantized_start_step=1, quantized_end_step=5,
    )  # fmt: skip
    sequence.text_annotations.add(text="Cm", quantized_step=24, annotation_type="CHORD_SYMBOL")
    score = from_note_sequence(sequence)
    assert (score.resolution * np.array([1, 4]) / 12).tolist() == list(score.notes.tolist()[0][:2])
    assert score.texts.tolist() == [(2 * score.resolution, "chord", "Cm", -1)]


def test_steps_a_second_go_through_the_tempo():
    sequence = NoteSequence(ticks_per_quarter=100)
    sequence.quantization_info.steps_per_second = 100
    sequence.tempos.add(qpm=60)
    sequence.notes.add(pitch=60, velocity=90, quantized_start_step=50, quantized_end_step=150)
    assert from_note_sequence(sequence).notes.tolist() == [(50, 100, 60, 90, 0)]


def test_parts_instruments_and_programs_become_tracks():
    sequence = NoteSequence()
    sequence.instrument_infos.add(instrument=7, name="Strings")
    sequence.part_infos.add(part=1, name="Alto")
    for instrument, part, program, drum in [(7, 0, 40, False), (2, 1, 0, False), (2, 2, 0, True)]:
        sequence.notes.add(
            pitch=60, velocity=9, instrument=instrument, part=part, program=program, is_drum=drum
        )
    sequence.control_changes.add(instrument=2, control_number=64, control_value=3, is_drum=True)
    score = from_note_sequence(sequence)
    assert score.tracks == (Track("Alto"), Track("", 0, True), Track("Strings", 40))
    assert score.controls["track"].tolist() == [1]


def test_a_sequence_that_cannot_be_a_score_is_said():
    sequence = melody()
    sequence.tempos.add(qpm=0)
    with pytest.raises(SymbolicError, match="tempo"):
        from_note_sequence(sequence)
    sequence = melody(ticks_per_quarter=100_000)
    with pytest.raises(SymbolicError, match="100000 is not"):
        from_note_sequence(sequence)


def test_without_note_seq_the_extra_is_named(monkeypatch):
    protos.music_pb2.cache_clear()
    monkeypatch.setattr(protos.importlib.util, "find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, protos.MODULE, raising=False)
    with pytest.raises(MissingExtraError, match="noteseq"):
        to_note_sequence(Score())
    protos.music_pb2.cache_clear()


def test_converting_imports_neither_note_seq_nor_tensorflow():
    program = (
        "import sys; import symbolic.files.tfrecord, symbolic.files.prettymidi as pm;"
        "heavy = {'note_seq', 'tensorflow', 'pretty_midi', 'music21'};"
        "assert not heavy & set(sys.modules);"
        "from symbolic.score import Score; Score().to_note_sequence();"
        "assert not heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# -- TFRecord files -------------------------------------------------------------------


def tune(pitch: int = 60) -> Score:
    return Score(480, [Track("Flute", 73)], notes=[(k * 7, 5, pitch, 80, 0) for k in range(2000)],
                 tempos=[(0, 500_000)])  # fmt: skip


@pytest.mark.parametrize("name", ["tunes.tfrecord", "Lieder ♪ é.tfrecord.gz"])
def test_a_file_gives_back_its_scores(tmp_path, name):
    scores = [tune(60), Score(96, tempos=[(0, 400_000)], title="empty"), tune(61)]
    assert write_tfrecord(tmp_path / name, iter(scores)) == 3
    assert list(read_tfrecord(tmp_path / name)) == scores
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes().startswith(b"\x1f\x8b") == name.endswith(".gz")


def test_a_score_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "tunes.tfrecord"
    write_tfrecord(path, [tune()])
    with pytest.raises(AttributeError):
        write_tfrecord(path, [tune(), "not a score"])
    assert list(read_tfrecord(path)) == [tune()]
    assert list(tmp_path.iterdir()) == [path]


def test_a_record_whose_length_looks_like_gzip_is_a_record(tmp_path):
    path = tmp_path / "tunes.tfrecord"
    score = Score(480, tempos=[(0, 500_000)])
    pad = 0x088B1F - len(to_note_sequence(score).SerializeToString())
    for title in ("x" * (pad - n) for n in range(10)):  # 1F 8B 08: gzip's first three bytes
        write_tfrecord(path, [score.replace(title=title)])
        if path.read_bytes().startswith(b"\x1f\x8b\x08"):
            break
    assert path.read_bytes().startswith(b"\x1f\x8b\x08")
    assert [one.title for one in read_tfrecord(path)] == [title]


def damaged(data: bytes, how: str) -> bytes:
    second = 16 + int.from_bytes(data[:8], "little")  # where the second record begins
    return {
        "cut in header": data[: second + 5],
        "cut in payload": data[:-100],
        "cut in checksum": data[:-1],
        "payload": data[: second + 500] + b"\x00\xff" + data[second + 502 :],
        "length": data[:second] + b"\xff" * 8 + data[second + 8 :],
    }[how]


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    "how", ["cut in header", "cut in payload", "cut in checksum", "payload", "length"]
)
def test_damage_is_said_with_the_number_of_the_record(tmp_path, how, zipped):
    path = tmp_path / "tunes.tfrecord"
    write_tfrecord(path, [tune(60), tune(61)])
    data = damaged(path.read_bytes(), how)
    path.write_bytes(gzip.compress(data) if zipped else data)
    records = read_tfrecord(path)
    assert next(records) == tune(60)
    with pytest.raises(UnreadableError, match=r"tunes.tfrecord: record 2 is (cut off|damaged)"):
        next(records)


def test_files_that_are_no_tfrecords_are_said(tmp_path):
    path = tmp_path / "x.tfrecord"
    for data in [b"MThd" * 50, b"\x1f\x8b" + b"\0" * 30, gzip.compress(bytes(1000))[:-9]]:
        path.write_bytes(data)
        with pytest.raises(UnreadableError, match=r"x\.tfrecord: record 1 is"):
            list(read_tfrecord(path))
    with pytest.raises(UnreadableError, match=r"nothing\.tfrecord"):
        list(read_tfrecord(tmp_path / "nothing.tfrecord"))
    path.write_bytes(b"")
    assert list(read_tfrecord(path)) == []


def test_a_long_record_is_read_fast(tmp_path):
    path = tmp_path / "long.tfrecord"
    write_tfrecord(path, [tune().replace(title="x" * 5_000_000)])
    begun = time.perf_counter()
    assert len(next(read_tfrecord(path)).title) == 5_000_000
    assert time.perf_counter() - begun < 5  # byte by byte it takes longer than that


# -- the other libraries as witnesses: slow to import, so together and last -------------


@pytest.fixture(scope="module")
def note_seq():
    limit = pretty_midi.pretty_midi.MAX_TICK
    package = pytest.importorskip("note_seq")
    pretty_midi.pretty_midi.MAX_TICK = limit  # which importing note_seq has raised
    return package


@pytest.mark.slow
def test_note_seq_and_tensorflow_read_what_symbolic_writes_and_the_reverse(tmp_path, note_seq):
    tf = pytest.importorskip("tensorflow")
    score = tune().replace(meters=[(0, 3, 4)], keys=[(0, -3, True)])
    ours, theirs = str(tmp_path / "ours.tfrecord"), str(tmp_path / "theirs.tfrecord")

    write_tfrecord(ours, [score, tune(61)])
    records = [note_seq.NoteSequence.FromString(r.numpy()) for r in tf.data.TFRecordDataset(ours)]
    assert [len(record.notes) for record in records] == [2000, 2000]
    assert note_seq.sequences_lib.is_relative_quantized_sequence(
        note_seq.quantize_note_sequence(records[0], 4)
    )
    midi = note_seq.note_sequence_to_pretty_midi(records[0])
    starts = [midi.time_to_tick(note.start) for note in midi.instruments[0].notes]
    assert sorted(starts) == score.notes["start"].tolist()

    sequence = note_seq.midi_to_note_sequence(midi)  # parsed by note-seq from here on
    quantized = note_seq.quantize_note_sequence(sequence, 4)
    for compression in ("", "GZIP"):
        with tf.io.TFRecordWriter(theirs, compression) as writer:
            writer.write(sequence.SerializeToString())
            writer.write(quantized.SerializeToString())
        first, second = read_tfrecord(theirs)
        assert first.notes.tolist() == score.notes.tolist()
        steps = [(note.quantized_start_step * 120) for note in quantized.notes]
        assert (second.resolution, sorted(steps)) == (480, second.notes["start"].tolist())


def test_our_messages_are_note_seqs_own(note_seq):
    assert type(to_note_sequence(tune())) is note_seq.NoteSequence
