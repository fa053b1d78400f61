"""The commands that use a space of points: reconstruct, interpolate, generate."""

import json
import re
import warnings

import numpy as np
import pytest
from datasets.conftest import tune
from models.vae.conftest import trio, vae_of

import symbolic as sy
from symbolic.cli.main import main
from symbolic.cli.warned import said_plainly

PNG = b"\x89PNG"


def test_a_file_and_what_comes_back(spaces, tmp_path, capsys):
    words = ["reconstruct", str(spaces / "a.mid"), "--model", str(spaces / "model")]
    for number in ("001", "002"):
        assert main([*words, "--out", str(tmp_path)]) == 0
        out = capsys.readouterr().out
        assert "a.mid: track 0 'tune', bars 1 to" in out
        figures = {
            name: float(value)
            for value, _, name in (line.strip().partition("  ") for line in out.splitlines())
            if value.replace(".", "").isdecimal()
        }
        assert {"accuracy", "no event accuracy", "note f1"} <= figures.keys()
        folder = tmp_path / number
        assert (folder / "reconstruction.png").read_bytes().startswith(PNG)
    vae, score = sy.load_model(spaces / "model"), sy.read(spaces / "a.mid")
    back = vae.reconstruct(score)
    assert sy.read(folder / "reconstruction.mid").notes.tolist() == back.notes.tolist()
    kept, given = (s.notes["pitch"] for s in (sy.read(folder / "original.mid"), score))
    assert set(kept) <= set(given)
    bars = int(re.search(r"bars 1 to (\d+)", out)[1])
    rows = [sy.MelodyTokenizer(bars=1).encode(one).ravel() for one in (score, back)]
    one, other = (np.append(row, np.zeros(16 * bars - len(row), int)) for row in rows)
    assert figures["accuracy"] == pytest.approx((one == other).mean(), abs=6e-4)


def test_which_track_was_taken_is_one_line(spaces, tmp_path, capsys):
    words = ["reconstruct", str(spaces / "duet.mid"), "--model", str(spaces / "model")]
    assert main([*words, "--out", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("symbolic: took track 0 'flute', which has most notes")
    assert said.err.count("\n") == 1
    assert main([*words, "--out", str(tmp_path), "--track", "1"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "track 1 'oboe'" in said.out


@pytest.mark.parametrize(
    ("kind", "figures"),
    [("drums", ["hit f1"]), ("trio", ["bass onset f1"]), ("groove", ["hit f1", "velocity error"])],
)
def test_windows_of_every_kind(kind, figures, tmp_path, capsys):
    vae_of(kind).save(tmp_path / "model")
    trio(1).write(tmp_path / "trio.mid")
    words = [str(tmp_path / "trio.mid"), "--model", str(tmp_path / "model"), "--out"]
    assert main(["reconstruct", *words, str(tmp_path / "back")]) == 0
    out = capsys.readouterr().out
    assert "bars 1 to 4, 3 windows of 2 bars" in out
    for text in (*figures, "reconstruction.png"):
        assert text in out
    assert len(sy.read(tmp_path / "back" / "001" / "original.mid").notes) > 9


def test_a_demo_of_a_space(spaces, tmp_path):
    words = ["demo", "--model", str(spaces / "model"), "--out", str(tmp_path), "--seed", "2"]
    assert main(words) == 0
    assert (tmp_path / "001" / "piece.mid").exists()


def test_a_ladder_between_two(spaces, tmp_path, capsys):
    files = [str(spaces / name) for name in ("a.mid", "duet.mid")]
    words = ["interpolate", *files, "-n", "3", "--model", str(spaces / "model")]
    assert main([*words, "--out", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "B  " in said.out
    names = ["01.mid", "02.mid", "03.mid", "interpolation.png"]
    assert sorted(path.name for path in (tmp_path / "001").iterdir()) == names
    vae = sy.load_model(spaces / "model")
    first = vae.reconstruct(sy.read(files[0]))
    assert sy.read(tmp_path / "001" / "01.mid").notes.tolist() == first.notes.tolist()


def test_a_grid_among_four(spaces, tmp_path, capsys):
    files = [str(spaces / f"{name}.mid") for name in "abcd"]
    words = ["interpolate", *files, "-n", "2", "--model", str(spaces / "model")]
    assert main([*words, "--out", str(tmp_path)]) == 0
    names = [path.name for path in sorted((tmp_path / "001").iterdir())]
    assert names == ["01-01.mid", "01-02.mid", "02-01.mid", "02-02.mid", "interpolation.png"]
    assert (tmp_path / "001" / "interpolation.png").read_bytes().startswith(PNG)


def test_new_pieces_of_a_space(spaces, tmp_path, capsys):
    words = ["generate", str(spaces / "model"), "--seed", "3", "--out", str(tmp_path)]
    options = ["--temperature", ".9", "--program", "40", "--bars", "2"]
    assert main([*words, "-n", "2", *options]) == 0
    written = [sy.read(tmp_path / name) for name in ("model.mid", "model-2.mid")]
    vae = sy.load_model(spaces / "model")
    drawn = vae.generate(2, seed=3, temperature=0.9)
    assert [s.notes.tolist() for s in written] == [s.notes.tolist() for s in drawn]
    assert {track.program for score in written for track in score.tracks} == {40}
    assert main([*words, "--prompt", str(spaces / "a.mid")]) == 0


def test_a_space_is_evaluated(spaces, tmp_path, capsys):
    (tmp_path / "tunes").mkdir()
    for seed in range(20):
        tune(seed, 60).write(tmp_path / "tunes" / f"{seed}.mid")
    words = ["evaluate", str(spaces / "model"), "--data", str(tmp_path / "tunes")]
    options = ["--samples", "2", "--temperature", "1", "--out", str(tmp_path / "report")]
    assert main([*words, *options]) == 0
    out = capsys.readouterr().out
    for text in ("reconstruction", "no event accuracy", "kl bits", "active units", "steadiness"):
        assert text in out
    report = json.loads((tmp_path / "report" / "001" / "report.json").read_text())
    assert 0 <= report["sections"]["reconstruction"]["accuracy"]["mean, greedy"] <= 1
    assert (tmp_path / "report" / "001" / "report.png").read_bytes().startswith(PNG)


MODEL = "--model", "{place}/model"
WRONG = {
    "no such file": (["reconstruct", "nowhere.mid"], "nowhere.mid"),
    "a note model": (
        ["reconstruct", "{place}/a.mid", "--model", "{place}/lstm"],
        "which has no space of points",
    ),
    "a note model between": (
        ["interpolate", "{place}/a.mid", "{place}/b.mid", "--model", "{place}/lstm"],
        "is a NoteLSTM",
    ),
    "silence": (
        ["reconstruct", "{place}/silent.mid", *MODEL],
        "silent.mid: this score has no notes",
    ),
    "no such track": (["reconstruct", "{place}/a.mid", "--track", "7", *MODEL], "7"),
    "three files": (["interpolate", *["{place}/a.mid"] * 3, *MODEL], "two files, or four"),
    "one step": (["interpolate", *["{place}/a.mid"] * 2, "-n", "1", *MODEL], "-n"),
    "told what it does not know": (
        ["reconstruct", "{place}/a.mid", *MODEL, "--key", "D minor"],
        "no condition key",
    ),
    "beams": (["generate", "{place}/model", "--beams", "3"], "takes --temperature alone"),
    "evaluated by beams": (["evaluate", "{place}/model", "--beams", "3"], "leave out --beams"),
    "evaluated over bars": (
        ["evaluate", "{place}/model", "--bars", "3", "--key", "D minor"],
        "leave out --bars, --key",
    ),
    "other bars": (["generate", "{place}/model", "--bars", "3"], "writes 2 bars, not 3"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_a_line(name, spaces, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words, said = WRONG[name]
    assert main([word.format(place=spaces) for word in words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.startswith("symbolic: ")
    assert error.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_without_the_model_built_in_it_says_which_are(spaces, monkeypatch, capsys):
    monkeypatch.setattr("symbolic.builtin_models", lambda: ["melody-lstm"])
    assert main(["reconstruct", str(spaces / "a.mid")]) == 2
    assert "melody-2bar is not built in; built in are melody-lstm" in capsys.readouterr().err


def test_warnings_of_other_kinds_stay(capsys):
    with warnings.catch_warnings(record=True) as kept, said_plainly():
        warnings.simplefilter("always")
        warnings.warn("two\nlines", stacklevel=1)
        warnings.warn("an old name", DeprecationWarning, stacklevel=1)
    assert capsys.readouterr().err == "symbolic: two lines\n"
    assert [str(warning.message) for warning in kept] == ["an old name"]
