"""symbolic prepare: its table, its options, and one line where something is wrong."""

import subprocess
import sys

import pytest
from datasets.conftest import tune

import symbolic as sy
from symbolic.cli.main import main


@pytest.fixture
def music(tmp_path):
    folder = tmp_path / "music"
    folder.mkdir()
    for number in range(12):
        tune(number).write(folder / f"{number:02}.mid")
    tune(3).write(folder / "again.mid")
    (folder / "broken.mid").write_bytes(b"not music")
    return folder


def test_the_table_says_what_was_done(music, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["prepare", str(music), str(out)]) == 0
    said = capsys.readouterr().out
    for words in (
        "14 files",
        "13 pieces",
        "1 the same music as another",
        "skipped",
        "train",
        str(out),
    ):
        assert words in said
    assert len(sy.Shards(out)) == 12
    assert main(["prepare", str(music), str(out)]) == 0
    assert "nothing new: all 14 files" in capsys.readouterr().out


def test_options_reach_the_run(music, tmp_path, capsys):
    out = tmp_path / "out"
    words = ["--tokenizer", "melody", "--split", ".5,.5", "--keep-duplicates", "--seed", "4"]
    assert main(["prepare", str(music), str(out), *words, "--workers", "1"]) == 0
    shards = sy.Shards(out)
    assert isinstance(shards.tokenizer, sy.MelodyTokenizer)
    assert list(shards.splits) == ["train", "valid"]
    assert len(shards) == 13
    corpus = sy.Corpus.from_folder(music).split((0.5, 0.5), seed=4)
    names = [{piece.name for piece in part.pieces} for part in corpus]
    assert [{piece.name for piece in part.pieces} for part in shards.split()] == names
    assert "windows" in capsys.readouterr().out


def test_a_saved_tokenizer(music, tmp_path):
    saved = sy.BarTokenizer(positions=6).save(tmp_path / "bar.json")
    out = tmp_path / "out"
    assert main(["prepare", str(music), str(out), "--tokenizer", str(saved)]) == 0
    assert sy.Shards(out).tokenizer == sy.BarTokenizer(positions=6)


def test_records_and_a_report(music, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["prepare", str(music), str(out), "--format", "tfrecord", "--report"]) == 0
    assert len(sy.Corpus.from_folder(out)) == 12
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "broken.mid" in page
    assert str(out / "report.html") in capsys.readouterr().out
    assert main(["prepare", str(music), str(out), "--format", "tfrecord", "--report"]) == 0


@pytest.mark.parametrize("words", [["OUT"], ["--out", "OUT"], ["OUT", "--format", "tfrecord"]])
def test_all_in_one_file(music, tmp_path, capsys, words):
    out = tmp_path / "notes.tfrecord"
    words = [word.replace("OUT", str(out)) for word in words]
    assert main(["prepare", str(music), *words]) == 0
    said = capsys.readouterr().out
    for text in ("14 files", "skipped", "13 NoteSequences", str(out), "notes.skipped.csv"):
        assert text in said
    assert len(list(sy.read_tfrecord(out))) == len(sy.Corpus.from_folder(out)) == 13
    before = out.read_bytes()
    assert main(["prepare", str(music), *words]) == 0
    assert out.read_bytes() == (tmp_path / "notes-2.tfrecord").read_bytes() == before


@pytest.mark.parametrize("name", ["notes.tfrecord", "records"])
def test_a_model_is_trained_on_what_was_prepared(music, tmp_path, name):
    out = tmp_path / name
    assert main(["prepare", str(music), str(out), "--format", "tfrecord"]) == 0
    words = ["train", "vae", "--data", str(out), "--run", str(tmp_path / "run")]
    small = ["--size", "tiny", "--latent", "8", "--steps", "1", "--every", "1", "--batch-size", "2"]
    assert main([*words, *small]) == 0
    assert sy.load_model(tmp_path / "run" / "best").bars == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--split", ".5,.5"], "--split is for folders"),
        (["--report"], "--report is for folders"),
        (["--keep-duplicates"], "--keep-duplicates is for folders"),
        (["--tokenizer", "bar"], "--tokenizer is for folders"),
        (["--format", "shards"], "name a folder"),
        (["--out", "more.tfrecord"], "name one folder"),
    ],
)
def test_what_one_file_cannot_be_is_one_line(music, tmp_path, capsys, words, said):
    assert main(["prepare", str(music), str(tmp_path / "notes.tfrecord"), *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["music"]


def test_where_to_must_be_said(music, capsys):
    assert main(["prepare", str(music)]) == 2
    assert "name one folder, or one .tfrecord" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tokenizer", "saxophone"], "is no tokenizer: there are bar, drums, groove"),
        (["--tokenizer", "gone.json"], "gone.json"),
        (["--split", "many"], "--split"),
        (["--split", ".5,.6"], "sum to 1"),
        (["--format", "csv"], "--format"),
        (["--workers", "0"], "workers"),
    ],
)
def test_a_wrong_option_is_one_line(music, tmp_path, capsys, words, said):
    assert main(["prepare", str(music), str(tmp_path / "out"), *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_is_one_line(tmp_path, capsys):
    (tmp_path / "music").mkdir()
    assert main(["prepare", str(tmp_path / "music"), str(tmp_path / "out")]) == 2
    err = capsys.readouterr().err
    assert err.startswith("symbolic: ")
    assert err.count("\n") == 1


def test_the_bar_goes_to_standard_error(music, tmp_path):
    command = [
        sys.executable,
        "-m",
        "symbolic.cli.main",
        "prepare",
        str(music),
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("read ")
    assert done.stderr == ""  # nobody looks on
