"""One TFRecord of a folder: what convert_dir_to_note_sequences writes, read by note-seq and us."""

import csv
import hashlib

import pytest
from datasets.conftest import tune

import symbolic as sy
from symbolic.datasets import Corpus
from symbolic.datasets.preparing import one_file
from symbolic.datasets.preparing.one_file import prepared_file
from symbolic.files.tfrecord import record_places

note_seq = pytest.importorskip("note_seq")
TUNES = "".join(f"X:{n}\nT:Tune {n}\nM:4/4\nL:1/4\nK:C\n{'CDEF'[n:]}|\n\n" for n in (1, 2))


@pytest.fixture
def mixed(music):
    """Music in several formats, some of it below a folder."""
    (music / "deep").mkdir()
    tune(40).write(music / "deep" / "in F#.mid")
    tune(41).write(music / "deep" / "score.xml")
    (music / "book.abc").write_text(TUNES)
    (music / "lone.abc").write_text(TUNES.split("\n\n")[0] + "\n")
    return music


def sequences(path):
    """The NoteSequences of a file, by TensorFlow's reader and note-seq's protobuf."""
    import tensorflow
    from note_seq.protobuf import music_pb2

    found = tensorflow.data.TFRecordDataset(str(path))
    return [music_pb2.NoteSequence.FromString(record.numpy()) for record in found]


def theirs(path):
    """What note-seq itself makes of a file, and the words by which its ids are made."""
    if path.suffix == ".mid":
        return [("midi", "", note_seq.midi_file_to_note_sequence(str(path)))]
    if path.suffix == ".xml":
        from note_seq import musicxml_reader

        return [("musicxml", "", musicxml_reader.musicxml_file_to_sequence_proto(str(path)))]
    from note_seq import abc_parser

    tunes, _ = abc_parser.parse_abc_tunebook(path.read_text())
    return [("abc", f"_{number}", sequence) for number, sequence in tunes.items()]


@pytest.mark.slow
def test_every_file_is_labelled_as_magentas_script_does(mixed, tmp_path):
    told = prepared_file(mixed, tmp_path / "notes.tfrecord")
    found = {sequence.id: sequence for sequence in sequences(told.path)}
    expected = {}
    for path in sorted(mixed.rglob("*.*")):
        if path.name in ("broken.mid", "empty.mid"):
            continue
        name = path.relative_to(mixed).as_posix()
        for kind, number, sequence in theirs(path):
            label = hashlib.sha1(f"{name}{number}".encode()).hexdigest()
            expected[f"/id/{kind}/music/{label}"] = name, sequence
    assert found.keys() == expected.keys()
    for label, (name, sequence) in expected.items():
        ours = found[label]
        assert (ours.filename, ours.collection_name) == (name, "music")
        assert ours.source_info == sequence.source_info
        kept = set if name.endswith(".xml") else list  # note-seq's reader joins no tied notes
        one, other = (sorted(kept(note.pitch for note in s.notes)) for s in (ours, sequence))
        assert one == other
        one, other = (max(note.end_time for note in s.notes) for s in (ours, sequence))
        assert one == pytest.approx(other, abs=2e-3)


def test_it_is_read_as_a_corpus(music, tmp_path):
    told = prepared_file(music, tmp_path / "notes.tfrecord")
    corpus = Corpus.from_folder(told.path)
    originals = Corpus.from_folder(music)
    assert len(corpus) == len(originals) == 32  # duplicates too
    for ours, theirs in zip(corpus, originals, strict=True):
        assert ours.notes.tolist() == theirs.notes.tolist()
    assert corpus[31].notes.tolist() == originals[31].notes.tolist()
    assert corpus.fingerprint == originals.fingerprint
    windows = corpus.windows(sy.MelodyTokenizer(bars=2), batch_size=4)
    assert windows.count == originals.windows(sy.MelodyTokenizer(bars=2), batch_size=4).count


def test_what_was_left_out_is_listed(music, tmp_path):
    told = prepared_file(music, tmp_path / "notes.tfrecord")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "music", "notes.skipped.csv", "notes.tfrecord",
    ]  # fmt: skip
    with open(tmp_path / "notes.skipped.csv", newline="", encoding="utf-8") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["broken.mid", "empty.mid"]
    assert "32 NoteSequences" in str(told)
    assert "notes.skipped.csv" in str(told)
    for name in ("broken.mid", "empty.mid"):
        (music / name).unlink()
    assert prepared_file(music, tmp_path / "all.tfrecord").listed is None
    assert not (tmp_path / "all.skipped.csv").exists()
    assert (tmp_path / "all.tfrecord").read_bytes() == (tmp_path / "notes.tfrecord").read_bytes()


def test_killed_it_goes_on_and_comes_to_the_same(music, tmp_path, monkeypatch):
    whole = prepared_file(music, tmp_path / "whole.tfrecord")

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(one_file, "_copy", killed)
        with pytest.raises(KeyboardInterrupt):
            prepared_file(music, tmp_path / "broken.tfrecord")
    assert not (tmp_path / "broken.tfrecord").exists()
    told = prepared_file(music, tmp_path / "broken.tfrecord")
    assert "nothing new" in str(told)
    assert told.path.read_bytes() == whole.path.read_bytes()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("taken", ["notes.tfrecord", "notes.skipped.csv"])
def test_nothing_is_overwritten(music, tmp_path, taken):
    (tmp_path / taken).write_text("mine")
    with pytest.raises(sy.SymbolicError, match="is there already"):
        prepared_file(music, tmp_path / "notes.tfrecord")
    assert (tmp_path / taken).read_text() == "mine"


def test_where_no_file_can_be_is_said(music, tmp_path):
    with pytest.raises(sy.SymbolicError, match="lies in"):
        prepared_file(music, music / "notes.tfrecord")
    silent = tmp_path / "silent"
    silent.mkdir()
    (silent / "a.mid").write_bytes(b"no music")
    with pytest.raises(sy.SymbolicError, match="none of the 1 files"):
        prepared_file(silent, tmp_path / "notes.tfrecord")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["music", "silent"]


def test_any_record_is_read_by_itself(tmp_path):
    scores = [tune(seed) for seed in range(5)]
    sy.write_tfrecord(tmp_path / "few.tfrecord", scores)
    places = record_places(tmp_path / "few.tfrecord")
    data = (tmp_path / "few.tfrecord").read_bytes()
    for score, (offset, length) in zip(scores, places, strict=True):
        [found] = sy.read_tfrecord(data[offset : offset + length])
        assert found.notes.tolist() == score.notes.tolist()


def test_of_a_gzipped_file_all_is_read(tmp_path):
    sy.write_tfrecord(tmp_path / "few.gz", [tune(seed) for seed in range(3)])
    (tmp_path / "few.gz").rename(tmp_path / "few.tfrecord")
    assert record_places(tmp_path / "few.tfrecord") is None
    corpus = Corpus.from_folder(tmp_path / "few.tfrecord")
    assert corpus[2].notes.tolist() == tune(2).notes.tolist()


def test_what_stands_before_the_damage_is_kept(tmp_path):
    path = tmp_path / "few.tfrecord"
    sy.write_tfrecord(path, [tune(seed) for seed in range(5)])
    data = bytearray(path.read_bytes())
    offset, length = record_places(path)[3]
    data[offset + length // 2] ^= 1
    path.write_bytes(data)
    corpus = Corpus.from_folder(path)
    assert len(corpus) == 3
    assert corpus[2].notes.tolist() == tune(2).notes.tolist()
    assert "record 4 is damaged" in corpus.skipped[0].reason
