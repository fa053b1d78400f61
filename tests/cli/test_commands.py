import csv
import json
import subprocess
import sys

import pytest

import symbolic as sy
from symbolic.cli.main import main

SCORE = sy.Score(
    480,
    [sy.Track("lead", 5), sy.Track("kit", is_drum=True)],
    notes=[(480 * n, 480, 60 + n % 12, 80, 0) for n in range(16)] + [(0, 100, 36, 99, 1)],
    tempos=[(0, 600_000)],
    meters=[(0, 3, 4)],
    title="Waltz",
)


@pytest.fixture
def folder(tmp_path):
    """A folder with two good files, a broken one and one in a folder below."""
    (tmp_path / "deep").mkdir()
    SCORE.write(tmp_path / "a.mid")
    SCORE.write(tmp_path / "deep" / "b ü.mid")
    (tmp_path / "broken.mid").write_bytes(b"nothing musical")
    (tmp_path / "mended.mid").write_bytes(SCORE.to_bytes()[:-4])
    (tmp_path / "notes.txt").write_text("no music")
    return tmp_path


def test_inspect_says_what_a_file_holds(folder, capsys):
    assert main(["inspect", str(folder / "a.mid")]) == 0
    out = capsys.readouterr().out
    for words in ("Waltz", "6 bars", "100 BPM", "3/4", "lead", "drums", "60-71", "17 notes"):
        assert words in out


def test_inspect_names_repairs(folder, capsys):
    assert main(["inspect", str(folder / "mended.mid")]) == 0
    assert "mended   truncated chunk" in capsys.readouterr().out


def test_inspect_json_is_json_even_with_a_broken_file(folder, capsys):
    paths = [str(folder / "a.mid"), str(folder / "broken.mid")]
    assert main(["inspect", "--json", *paths]) == 1
    good, bad = json.loads(capsys.readouterr().out)
    assert (good["notes"], good["tempo"], good["meter"]) == (17, [100.0], ["3/4"])
    assert [track["drums"] for track in good["tracks"]] == [False, True]
    assert good["key"]["name"].split()[1] in ("major", "minor")
    assert bad["file"] == paths[1]
    assert "broken.mid" in bad["error"]


def test_inspect_says_what_a_tokenizer_would_lose(folder, capsys):
    assert main(["inspect", "--tokenizer", "bar", str(folder / "a.mid")]) == 0
    assert "BarTokenizer, against the original" in capsys.readouterr().out
    assert main(["inspect", "--json", "--tokenizer", "bar", str(folder / "a.mid")]) == 0
    [found] = json.loads(capsys.readouterr().out)
    assert found["fidelity"]["bar"]["notes"]["kept"] == 17


def test_inspect_shows_no_control_characters(tmp_path, capsys):
    path = sy.Score(480, [sy.Track("\x1b[2Jevil\n")]).write(tmp_path / "evil.mid")
    assert main(["inspect", str(path)]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_convert_a_file_and_never_overwrite(folder, capsys):
    target = folder / "out.mid"
    assert main(["convert", str(folder / "a.mid"), str(target)]) == 0
    assert main(["convert", str(folder / "a.mid"), str(target)]) == 0
    assert capsys.readouterr().out.split() == [str(target), str(folder / "out-2.mid")]
    assert sy.read(target) == sy.read(folder / "out-2.mid") == SCORE


def test_convert_a_folder_reports_what_it_skipped(folder, tmp_path_factory, capsys):
    target = tmp_path_factory.mktemp("converted")
    assert main(["convert", str(folder), str(target)]) == 0
    assert sy.read(target / "deep" / "b ü.mid") == SCORE
    with open(target / "skipped.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == ["broken.mid"]
    out = capsys.readouterr().out
    assert "3 written" in out
    assert "1 skipped" in out


def test_convert_into_a_folder_inside_itself_ends(folder):
    assert main(["convert", str(folder), str(folder / "out")]) == 0
    assert main(["convert", str(folder), str(folder / "out")]) == 0
    assert not (folder / "out" / "out").exists()
    assert (folder / "out" / "a-2.mid").exists()


def test_convert_patterns_to_numbered_files(tmp_path, capsys):
    track = b"MTrk\0\0\0\x0c\0\x90\x3c\x50\x60\x3c\0\0\xff\x2f\0"
    track = b"MTrk" + (len(track) - 8).to_bytes(4, "big") + track[8:]
    (tmp_path / "two.mid").write_bytes(b"MThd\0\0\0\6\0\2\0\2\1\xe0" + 2 * track)
    assert main(["convert", str(tmp_path / "two.mid"), str(tmp_path / "out.mid")]) == 0
    assert len(sy.read(tmp_path / "out-1.mid").notes) == 1
    assert len(sy.read(tmp_path / "out-2.mid").notes) == 1


def test_demo_makes_a_new_numbered_folder_each_time(tmp_path, capsys):
    for number in ("001", "002"):
        assert main(["demo", "--out", str(tmp_path / "demo"), "--seed", "1"]) == 0
        assert len(sy.read(tmp_path / "demo" / number / "piece.mid").notes) > 30
        picture = (tmp_path / "demo" / number / "piece.png").read_bytes()
        assert picture.startswith(b"\x89PNG")
    assert "again the same: symbolic demo --seed 1" in capsys.readouterr().out


def test_check_names_cost_and_remedy(capsys):
    assert main(["check", "--quick"]) == 0
    out = capsys.readouterr().out
    for part in ("numpy", "keras", "keras backend", "FluidSynth", "MIDI ports", "free disk"):
        assert part in out
    missing = [line for line in out.splitlines() if line.startswith("  missing")]
    assert out.count("to get it: ") == len(missing)


def test_check_fails_only_if_nothing_works(monkeypatch, capsys):
    from symbolic.cli import check

    monkeypatch.setattr(
        check, "PACKAGES", [check.Package("no-such-thing", "no_such_thing", "all", "pip", True)]
    )
    assert main(["check", "--quick"]) == 1
    assert "broken" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "COMMAND"),
        (["frobnicate"], "frobnicate"),
        (["inspect"], "FILE"),
        (["convert", "a.mid"], "OUT"),
        (["convert", "no such.mid", "b.mid"], "no such file"),
        (["convert", "no such.mid", "b.doc"], "b.doc"),
        (["inspect", "--frob", "x"], "--frob"),
    ],
)
def test_a_wrong_argument_is_one_line(words, said, capsys):
    assert main(words) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.startswith("symbolic: ")
    assert err.count("\n") == 1


def test_converting_an_empty_folder_is_one_line(tmp_path, capsys):
    assert main(["convert", str(tmp_path), str(tmp_path / "out")]) == 2
    assert "no file in it" in capsys.readouterr().err


def test_a_folder_without_permission_is_one_line(folder, tmp_path_factory, capsys):
    target = tmp_path_factory.mktemp("target") / "file"
    target.write_text("in the way")
    assert main(["convert", str(folder), str(target)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_is_installed():
    done = subprocess.run(
        [sys.executable, "-m", "symbolic.cli.main", "--version"], capture_output=True, text=True
    )
    assert done.stdout.strip() == f"symbolic {sy.__version__}"
