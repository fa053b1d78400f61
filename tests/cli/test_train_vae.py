"""symbolic train vae: presets, a run that goes on, a model that learns on and grows."""

import csv
import json

import pytest
from datasets.conftest import tune
from training.conftest import Killed, kill_after, same_weights

import symbolic as sy
from symbolic.cli.main import main
from symbolic.models.artifact import weights_of

SMALL = "--size", "tiny", "--steps", "4", "--every", "2", "--batch-size", "4", "--seed", "3"

OPTIONS = (
    "--free-bits", "9", "--beta", ".5", "--sampling", ".5", "--forgetting", ".1",
    "--ties", "density,interval",
)  # fmt: skip


@pytest.fixture(scope="module")
def tunes(tmp_path_factory):
    place = tmp_path_factory.mktemp("music") / "tunes"
    place.mkdir()
    for seed in range(24):
        tune(seed, 60).write(place / f"{seed}.mid")
    return place


@pytest.fixture(scope="module")
def run(tunes):
    """A run of a few steps."""
    run = tunes.parent / "run"
    words = ["train", "vae", "--data", str(tunes), "--run", str(run), "--transpose", "2"]
    assert main([*words, *SMALL, *OPTIONS, "--latent", "8"]) == 0
    return run


def test_what_it_was_told_is_kept(run):
    recipe = json.loads((run / "run.json").read_text())["recipe"]
    told = {"free_bits": 9, "beta": 0.5, "sampling": 0.5, "forgetting": 0.1, "spoiling": 0}
    assert told.items() <= recipe.items()
    assert recipe["ties"] == ["density", "interval"]


def rows(run):
    with open(run / "history.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_run_is_of_the_preset_and_as_it_was_told(run):
    vae = sy.load_model(run / "best")
    assert (vae.bars, vae.size.latent, vae.decoder) == (2, 8, "hierarchical")
    found = rows(run)
    assert [int(row["step"]) for row in found] == [2, 4]
    assert {"kl_bits", "active_units", "beta", "sampling", "valid_kl_bits"} <= found[0].keys()
    assert 0 < float(found[-1]["beta"]) <= 0.5
    assert (run / "loss.png").exists()


def test_a_run_that_was_killed_comes_to_the_same_result(tunes, run, tmp_path, monkeypatch):
    words = ["train", "vae", "--data", str(tunes), "--run", str(tmp_path / "run"), *SMALL, *OPTIONS]
    with monkeypatch.context() as patch:
        kill_after(patch, "save_checkpoint", 2)
        with pytest.raises(Killed):
            main([*words, "--transpose", "2", "--latent", "8"])
    assert main(["train", "--resume", str(tmp_path / "run")]) == 0
    ours, theirs = ([float(row["valid_loss"]) for row in rows(r)] for r in (tmp_path / "run", run))
    assert ours == theirs
    models = [sy.load_model(folder / "best") for folder in (tmp_path / "run", run)]
    assert same_weights(*models)


def test_a_model_learns_on_and_grows(run, tunes, tmp_path):
    words = ["train", "--from", str(run / "best"), "--data", str(tunes), "--batch-size", "4"]
    words += ["--steps", "1", "--every", "1", "--learning-rate", "1e-9"]
    assert main([*words, "--run", str(tmp_path / "on")]) == 0
    assert sy.load_model(tmp_path / "on" / "best").bars == 2
    grown = [*words, "--preset", "melody-16bar", "--bars", "8", "--run", str(tmp_path / "grown")]
    assert main(grown) == 0
    larger, known = (sy.load_model(folder / "best") for folder in (tmp_path / "grown", run))
    assert (larger.bars, larger.size.latent) == (8, 32)
    ours, theirs = weights_of(larger.network), weights_of(known.network)
    for name in ("head/kernel", "encoder/line/kernel", "lstm_core_0/lstm_cell/kernel"):
        assert abs(ours[name] - theirs[name]).max() < 1e-6


def test_other_bars_another_meter_and_labels(tunes, tmp_path):
    waltzes = tmp_path / "waltzes"
    waltzes.mkdir()
    for path in tunes.iterdir():
        sy.read(path).set_meter(3, 4).write(waltzes / path.name)
    words = ["train", "vae", "--data", str(waltzes), "--run", str(tmp_path / "run"), *SMALL]
    asked = ["--preset", "melody-16bar-flat", "--bars", "4", "--meter", "3/4", "--labels", "key"]
    assert main([*words, *asked, "--latent", "8"]) == 0
    vae = sy.load_model(tmp_path / "run" / "best")
    assert (vae.tokenizer.length, vae.decoder, list(vae.conditions)) == (4 * 12, "flat", ["key"])


WRONG = {
    "units": (["vae", "--units", "9"], "--units is for lstm and gru, not for vae"),
    "length": (["vae", "--length", "9"], "--length is for lstm and gru"),
    "tokenizer": (["vae", "--tokenizer", "bar"], "--tokenizer is for lstm and gru"),
    "tied": (["vae", "--tied"], "--tied is for"),
    "beta": (["gru", "--beta", ".3"], "--beta is for vae, not for gru"),
    "preset": (["lstm", "--preset", "melody-2bar"], "--preset is for vae"),
    "no preset": (["vae", "--preset", "tuba"], "there is no preset 'tuba'"),
    "meter": (["vae", "--meter", "three"], "--meter is such as 3/4"),
    "free bits": (["vae", "--free-bits", "-1", *SMALL], "free_bits"),
    "spoiling": (["vae", "--spoiling", ".3", *SMALL], "spoiling is for grooves"),
    "another kind": (["gru", "--from", "{model}"], "is no gru"),
    "size of a base": (["--from", "{model}", "--size", "tiny"], "--size is of a fresh model"),
    "of another kind": (["--from", "{model}", "--units", "3"], "--units is for lstm and gru"),
    "other windows": (["--from", "{model}", "--preset", "drums-2bar"], "no drums-2bar can learn"),
    "flat from hierarchical": (["--from", "{model}", "--preset", "melody-16bar-flat"], "flat"),
    "fewer bars": (["--from", "{model}", "--bars", "1"], "bars"),
    "nothing held out": (["vae", *SMALL, "--batch-size", "4000"], "4,000"),
    "no drums": (["vae", "--preset", "drums-2bar", *SMALL], "there are no windows"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_a_line(name, run, tunes, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words, said = WRONG[name]
    words = [word.format(model=run / "best") for word in words]
    assert main(["train", *words, "--data", str(tunes)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.startswith("symbolic: ")
    assert error.count("\n") == 1
    assert not list(tmp_path.glob("runs/*/run.json"))


def test_too_little_to_hold_out_is_said(tunes, tmp_path, capsys):
    few = tmp_path / "few"
    few.mkdir()
    train, valid, _ = sy.Corpus.from_folder(tunes).split()
    for piece in train.pieces:
        (few / piece.name).write_bytes((tunes / piece.name).read_bytes())
    words = ["train", "vae", "--data", str(few), "--run", str(tmp_path / "run"), *SMALL]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert "of what it holds out for validation" in error
    assert error.count("\n") == 1
    for piece in valid.pieces[:1]:
        (few / piece.name).write_bytes((tunes / piece.name).read_bytes())
    assert main([*words, "--batch-size", "60"]) == 2
    assert "windows for validation, fewer than the 60 of a batch" in capsys.readouterr().err
