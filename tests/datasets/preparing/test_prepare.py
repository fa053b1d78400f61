"""prepare: what it writes, for any number of workers and any tokenizer."""

import csv
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from datasets.conftest import tune
from datasets.preparing.conftest import contents

import symbolic as sy
from symbolic.datasets import Corpus
from symbolic.datasets.preparing import jobs, prepare, reading
from symbolic.datasets.preparing.prepare import prepared
from symbolic.datasets.shards import writer
from symbolic.files import read


def rows(path):
    with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
        return list(csv.DictReader(file))


def test_every_piece_is_in_one_split_with_its_tokens(music, tmp_path):
    shards = prepare(music, tmp_path / "out")
    tokenizer = sy.BarTokenizer()
    assert shards.tokenizer == tokenizer
    assert sum(shards.splits.values()) == len(shards) == 30
    assert min(shards.splits.values()) > 0
    names = [piece.name for piece in shards.pieces]
    kept = {f"tune{n:02}.mid" for n in range(30)} | {"tune03 again.mid", "tune04 higher.mid"}
    assert set(names) == kept - {"tune03.mid", "tune04.mid"}
    for number, name in enumerate(names):
        ids = tokenizer.encode(read(music / name))
        assert np.array_equal(shards.tokens(number), ids)
        assert shards.tokens(number).dtype == np.uint16
        assert shards[number] == tokenizer.decode(ids)


def test_what_is_skipped_is_listed_with_the_reason(music, tmp_path):
    shards = prepare(music, tmp_path / "out")
    reasons = dict(shards.skipped)
    assert set(reasons) == {"broken.mid", "empty.mid", "tune03.mid", "tune04.mid"}
    assert reasons["tune03.mid"] == "the same music as tune03 again.mid"
    assert reasons["tune04.mid"].startswith("the same music as tune04 higher.mid, transposed")
    assert reasons["empty.mid"] == "the file is empty"
    assert shards.totals["files"] == 34
    assert shards.totals["pieces"] == 30
    assert shards.totals["skipped"] == 2


def test_duplicates_may_be_kept_and_share_a_split(music, tmp_path):
    shards = prepare(music, tmp_path / "out", keep_duplicates=True)
    found = {row["name"]: row["split"] for row in rows(tmp_path / "out" / "pieces.csv")}
    assert len(shards) == len(found) == 32
    assert found["tune03.mid"] == found["tune03 again.mid"]
    assert found["tune04.mid"] == found["tune04 higher.mid"]


def test_pieces_and_splits_are_those_of_a_corpus(music, tmp_path):
    shards = prepare(music, tmp_path / "out", keep_duplicates=True, split=(0.5, 0.5), seed=3)
    corpus = Corpus.from_folder(music)
    assert sorted(shards.pieces, key=lambda p: p.name) == sorted(
        corpus.pieces, key=lambda p: p.name
    )
    for ours, theirs in zip(shards.split(), corpus.split((0.5, 0.5), seed=3), strict=True):
        assert [piece.name for piece in ours.pieces] == [piece.name for piece in theirs.pieces]


def test_bytes_do_not_depend_on_the_number_of_workers(music, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "FILES", 5)
    for workers in (1, 2):
        prepare(music, tmp_path / f"{workers}", workers=workers)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert not (tmp_path / "2" / ".parts").exists()


@pytest.mark.slow
@pytest.mark.parametrize("options", [{"workers": 4}, {"cluster": "local", "workers": 2}])
def test_bytes_do_not_depend_on_the_engine(music, tmp_path, monkeypatch, options):
    monkeypatch.setattr(jobs, "FILES", 5)
    prepare(music, tmp_path / "one", workers=1)
    prepare(music, tmp_path / "other", **options)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_bytes_do_not_depend_on_how_jobs_are_cut(music, tmp_path, monkeypatch):
    prepare(music, tmp_path / "one")
    monkeypatch.setattr(jobs, "FILES", 1)
    prepare(music, tmp_path / "other")
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_shards_are_many_files_where_there_is_much(music, tmp_path, monkeypatch):
    whole = prepare(music, tmp_path / "one")
    monkeypatch.setattr(writer, "LARGEST", 1000)
    parted = prepare(music, tmp_path / "other")
    assert len(parted.files["train"]) > 5
    assert [p.name for p in parted.pieces] == [p.name for p in whole.pieces]
    assert all(np.array_equal(parted.tokens(n), whole.tokens(n)) for n in range(len(whole)))
    parted.verify()


@pytest.mark.parametrize(
    ("tokenizer", "dtype", "form"),
    [
        (sy.MelodyTokenizer(bars=2), np.uint16, (32,)),
        (sy.DrumTokenizer(bars=1), np.uint16, (16,)),
        (sy.TrioTokenizer(bars=1), np.uint16, (16, 3)),
        (sy.GrooveTokenizer(bars=1), np.float32, (16, 27)),
        (sy.PerformanceTokenizer(), np.uint16, ()),
        (sy.NoteChordTokenizer(), np.uint16, ()),
    ],
)
def test_every_tokenizer(tmp_path, tokenizer, dtype, form):
    folder = tmp_path / "music"
    folder.mkdir()
    for number in range(4):
        score = tune(number)
        drums = sy.Track("kit", is_drum=True)
        notes = [(480 * n, 60, 36 + n * number % 3, 90, 1) for n in range(8)]
        bass = [(960 * n, 960, 40 + number, 90, 2) for n in range(4)]
        both = [*score.notes.tolist(), *notes, *bass]
        score = sy.Score(480, [*score.tracks, drums, sy.Track("bass", 33)], notes=both)
        score.write(folder / f"{number}.mid")
    shards = prepare(folder, tmp_path / "out", tokenizer=tokenizer, keep_duplicates=True)
    assert len(shards) == 4
    for number, piece in enumerate(shards.pieces):
        expected = tokenizer.encode(read(folder / piece.name))
        found = shards.tokens(number)
        assert found.dtype == dtype
        assert found.shape[1:] == form
        assert np.array_equal(found, expected)
        assert len(found) == shards.lengths[number] == piece.place[2]
    assert sy.load_tokenizer(tmp_path / "out" / "tokenizer.json") == tokenizer


def test_a_vocabulary_of_more_than_16_bits_takes_32(tmp_path, monkeypatch):
    monkeypatch.setattr(sy.PerformanceTokenizer, "__len__", lambda self: 2**16 + 1)
    (tmp_path / "music").mkdir()
    tune(1).write(tmp_path / "music" / "a.mid")
    shards = prepare(tmp_path / "music", tmp_path / "out", tokenizer=sy.PerformanceTokenizer())
    assert shards.tokens(0).dtype == np.uint32


def test_byte_pairs(music, tmp_path):
    base = sy.PerformanceTokenizer()
    tokenizer = sy.BytePairTokenizer(base, 420).fit([tune(1), tune(2)])
    shards = prepare(music, tmp_path / "out", tokenizer=tokenizer)
    assert shards.tokenizer == tokenizer
    name = next(iter(shards.pieces)).name
    assert np.array_equal(shards.tokens(0), tokenizer.encode(read(music / name)))


def test_a_file_that_kills_its_reader_is_found(music, tmp_path, monkeypatch):
    from datasets.preparing.deadly import deadly

    tune(77).write(music / "killer.mid")
    monkeypatch.setattr(reading, "work", deadly)
    monkeypatch.setattr(jobs, "FILES", 4)
    shards = prepare(music, tmp_path / "out", workers=2)
    assert dict(shards.skipped)["killer.mid"] == "it crashed the reader"
    assert len(shards) == 30


def test_names_of_any_kind_come_back(tmp_path):
    folder = tmp_path / "music"
    folder.mkdir()
    names = ["a,b.mid", 'say "hello".mid', "two\nlines.mid", "ü ♪.mid", "#1.mid"]
    if os.name == "posix":
        names.append(os.fsdecode(b"not \xff utf-8.mid"))
    for number, name in enumerate(names):
        (folder / name).write_bytes(tune(number).to_bytes())
    (folder / "two\nbroken.mid").write_bytes(b"MThd")
    shards = prepare(folder, tmp_path / "out")
    assert sorted(piece.name for piece in shards.pieces) == sorted(names)
    assert sorted(shards.pieces[n].name for n in range(len(names))) == sorted(names)
    assert [name for name, _ in shards.skipped] == ["two\nbroken.mid"]


def test_archives_and_tune_books(tmp_path):
    import zipfile

    folder = tmp_path / "music"
    folder.mkdir()
    with zipfile.ZipFile(folder / "set.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"deep/{number}.mid", tune(number).to_bytes())
    sy.write_tfrecord(folder / "more.tfrecord", [tune(number) for number in (7, 8)])
    shards = prepare(folder, tmp_path / "out")
    assert sorted(piece.name for piece in shards.pieces) == [
        "more.tfrecord#0", "more.tfrecord#1",
        "set.zip/deep/0.mid", "set.zip/deep/1.mid", "set.zip/deep/2.mid",
    ]  # fmt: skip


def test_the_summary_counts_everything(music, tmp_path):
    summary = prepared(music, tmp_path / "out")
    assert (summary.files, summary.pieces, summary.exact, summary.alike) == (34, 32, 1, 1)
    assert summary.reasons.total() == 2
    said = str(summary)
    for words in ("34 files", "32 pieces", "the file is empty", "train", str(tmp_path / "out")):
        assert words in said


def test_the_manifest_is_plain_json(music, tmp_path):
    prepare(music, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["tokenizer"]["tokenizer"] == "BarTokenizer"
    assert manifest["dtype"] == "<u2"
    assert [s["file"] for s in manifest["splits"]["train"]] == ["train-00000.bin"]


@pytest.mark.slow
def test_a_script_without_a_main_guard_may_use_workers(music, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        f"import symbolic as sy\nfrom symbolic.datasets.preparing import prepare\n"
        f"print(len(prepare({str(music)!r}, {str(tmp_path / 'out')!r}, workers=2)))\n"
    )
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert ran.stdout == "30\n", ran.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"format": "parquet"}, "format is one of"),
        ({"format": "tfrecord", "tokenizer": sy.BarTokenizer()}, "takes none"),
        ({"split": (0.5, 0.6)}, "sum to 1"),
        ({"split": (0.25,) * 4}, "train, valid, test"),
        ({"workers": 0}, "workers"),
    ],
)
def test_wrong_options_are_one_sentence(music, tmp_path, options, said):
    with pytest.raises(sy.SymbolicError, match=said):
        prepare(music, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()
