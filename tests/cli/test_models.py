"""The commands about models: train, go on, learn on, generate, evaluate."""

import csv
import json

import numpy as np
import pytest

import symbolic as sy
from symbolic.cli.main import main


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    """A folder of tunes, and a run over it."""
    place = tmp_path_factory.mktemp("work")
    (place / "tunes").mkdir()
    for seed in range(24):
        draw = np.random.default_rng(seed)
        pitch = 62 + np.cumsum(draw.integers(-2, 3, 48))
        rows = [(240 * n, 240, int(p), 80, 0) for n, p in enumerate(pitch)]
        sy.Score(480, notes=rows).write(place / "tunes" / f"{seed}.mid")
    arguments = [
        "train", "gru", "--data", str(place / "tunes"), "--run", str(place / "run"),
        "--size", "tiny", "--steps", "12", "--every", "6", "--length", "48", "--batch-size", "8",
        "--labels", "key", "--transpose", "2", "--seed", "5",
    ]  # fmt: skip
    assert main(arguments) == 0
    return place


def steps(run):
    with open(run / "history.csv", newline="", encoding="utf-8") as file:
        return [int(row["step"]) for row in csv.DictReader(file)]


def test_a_run_is_kept_and_goes_on(workplace, capsys):
    run = workplace / "run"
    assert steps(run) == [6, 12]
    assert (run / "loss.png").exists()
    assert main(["train", "--resume", str(run), "--steps", "18"]) == 0
    assert steps(run) == [6, 12, 18]
    assert str(run / "best") in capsys.readouterr().out


def test_a_model_learns_on(workplace, capsys):
    arguments = [
        "train", "--from", str(workplace / "run" / "best"), "--data", str(workplace / "tunes"),
        "--run", str(workplace / "tuned"), "--steps", "4", "--length", "48", "--batch-size", "8",
    ]  # fmt: skip
    assert main(arguments) == 0
    assert type(sy.load_model(workplace / "tuned" / "best")) is sy.NoteGRU


def test_pieces_are_written_beside_what_is_there(workplace, tmp_path, capsys):
    arguments = [
        "generate", str(workplace / "run" / "best"), "-n", "2", "--bars", "3", "--seed", "1",
        "--key", "D minor", "--program", "40", "--top-p", ".9", "--out", str(tmp_path / "new"),
        "--prompt", str(workplace / "tunes" / "0.mid"),
    ]  # fmt: skip
    assert main(arguments) == 0
    assert main(arguments) == 0
    names = ["best-2.mid", "best-3.mid", "best-4.mid", "best.mid"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == names
    first, again = (sy.read(tmp_path / "new" / name) for name in ("best.mid", "best-3.mid"))
    assert first == again
    assert 6 < first.bars <= 6 + 3  # it may fall silent
    assert first.tracks[0].program == 40


def test_a_model_is_evaluated(workplace, tmp_path, capsys):
    arguments = [
        "evaluate", str(workplace / "run" / "best"), "--data", str(workplace / "tunes"),
        "--samples", "3", "--bars", "4", "--out", str(tmp_path / "report"),
    ]  # fmt: skip
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "5-gram" in out
    report = json.loads((tmp_path / "report" / "001" / "report.json").read_text())
    row = report["sections"]["likelihood"]["nats_per_token"]
    assert set(row) == {"unigram", "bigram", "5-gram", "model"}
    assert (tmp_path / "report" / "001" / "report.png").read_bytes().startswith(b"\x89PNG")


WRONG = {
    "no kind": ["train"],
    "no such corpus": ["train", "lstm", "--data", "nowhere-to-be-found"],
    "no run": ["train", "--resume", "nowhere"],
    "no model": ["generate", "nowhere"],
    "no model named": ["generate"],
    "no such file": ["generate", "nowhere", "--prompt", "nowhere.mid"],
    "transpose": ["train", "lstm", "--transpose", "up"],
    "tell": ["generate", "nowhere", "--tell", "minor"],
    "no model to evaluate": ["evaluate", "nowhere"],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_a_line(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(WRONG[name]) == 2
    error = capsys.readouterr().err
    assert error.startswith("symbolic: ")
    assert error.count("\n") == 1
    assert not list(tmp_path.iterdir())
