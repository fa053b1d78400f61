"""prepare --format tfrecord: as note-seq's tools write them, and read by them and by us."""

import hashlib

import numpy as np
import pytest
from datasets.preparing.conftest import contents

import symbolic as sy
from symbolic.datasets import Corpus
from symbolic.datasets.preparing import jobs, prepare

pytest.importorskip("note_seq")


@pytest.fixture
def records(music, tmp_path):
    return prepare(music, tmp_path / "records", format="tfrecord")


def test_every_record_is_a_piece(music, records):
    assert len(records) == 30
    assert sum(records.splits.values()) == 30
    for number, piece in enumerate(records.pieces):
        original = sy.read(music / piece.name)
        assert records[number].notes.tolist() == original.notes.tolist()
    records.verify()


def sequences(path):
    """The NoteSequences of a file, by TensorFlow's reader and note-seq's protobuf."""
    import tensorflow
    from note_seq.protobuf import music_pb2

    for record in tensorflow.data.TFRecordDataset(str(path)):
        yield music_pb2.NoteSequence.FromString(record.numpy())


@pytest.mark.slow
def test_note_seq_reads_them(music, records):
    import note_seq

    found = [sequence for path in records.files["train"] for sequence in sequences(path)]
    names = [piece.name for piece in records.split()[0].pieces]
    assert [sequence.filename for sequence in found] == names
    for sequence in found:
        theirs = note_seq.midi_file_to_note_sequence(str(music / sequence.filename))
        assert sequence.collection_name == "music"
        label = hashlib.sha1(sequence.filename.encode()).hexdigest()
        assert sequence.id == f"/id/midi/music/{label}"
        assert sequence.source_info.encoding_type == theirs.source_info.encoding_type
        assert sequence.ticks_per_quarter == theirs.ticks_per_quarter
        ours, others = (
            sorted((n.pitch, n.velocity, n.start_time, n.end_time) for n in s.notes)
            for s in (sequence, theirs)
        )
        assert np.allclose(ours, others)
        assert sequence.total_time == pytest.approx(theirs.total_time)


def test_they_are_input_again(music, records, tmp_path):
    direct = prepare(music, tmp_path / "direct")
    again = prepare(records.path, tmp_path / "again")
    assert len(again) == len(direct) == 30
    ours, theirs = (
        sorted(tuple(shards.tokens(n).tolist()) for n in range(30)) for shards in (again, direct)
    )
    assert ours == theirs
    assert len(Corpus.from_folder(records.path)) == 30


def test_they_are_the_same_however_they_are_made(music, records, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "FILES", 3)
    prepare(music, tmp_path / "other", format="tfrecord")
    assert contents(tmp_path / "other") == contents(records.path)


def test_a_tune_book_is_named_tune_by_tune(tmp_path):
    (tmp_path / "books").mkdir()
    tunes = "".join(f"X:{n}\nT:Tune {n}\nM:4/4\nL:1/4\nK:C\n{'CDEF'[n:]}|\n\n" for n in (1, 2))
    (tmp_path / "books" / "book.abc").write_text(tunes)
    records = prepare(tmp_path / "books", tmp_path / "out", format="tfrecord")
    [path] = [path for paths in records.files.values() for path in paths][:1]
    from symbolic.files.protos import music_pb2

    data = path.read_bytes()
    sequence = music_pb2().NoteSequence.FromString(
        data[12 : 12 + int.from_bytes(data[:8], "little")]
    )
    assert sequence.filename == "book.abc"
    assert sequence.id.startswith("/id/abc/books/")
    assert len(records) == 2
