"""`import symbolic` is quick and loads nothing heavy."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ["tensorflow", "keras", "music21", "note_seq", "matplotlib", "pretty_midi", "symusic"]


def python(code: str, **options) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_import_takes_a_moment_and_loads_nothing_heavy():
    code = f"""
import sys, time
begin = time.perf_counter()
import symbolic
print(time.perf_counter() - begin)
print([name for name in {HEAVY} if name in sys.modules])
"""
    seconds, loaded = min(python(code).splitlines() for _ in range(3))
    assert float(seconds) < 0.2
    assert loaded == "[]"


def test_reading_and_editing_load_nothing_heavy_either():
    code = f"""
import sys, symbolic as sy
score = sy.read(sy.Score(480, notes=[(0, 480, 60, 80, 0)]).to_bytes()).transpose(2).slice(bars=(0, 1))
score.key(), score.chords(), score._repr_html_()
print([name for name in {HEAVY} if name in sys.modules])
"""
    assert python(code).strip() == "[]"


def test_help_loads_nothing_heavy():
    code = f"""
import sys, symbolic.cli.main as cli
for words in (["--help"], ["inspect", "--help"], ["check", "--help"], ["convert", "--help"], ["demo", "--help"]):
    try: cli.main(words)
    except SystemExit: pass
print([name for name in {HEAVY} + ["numpy"] if name in sys.modules], file=sys.stderr)
"""
    assert python(code).splitlines()[-1] in ("[]", "['numpy']")


def test_all_public_names_exist():
    import symbolic

    assert {"Score", "read", "SymbolicError"} <= set(symbolic.__all__)
    for name in symbolic.__all__:
        assert getattr(symbolic, name) is not None
    assert set(symbolic.__all__) <= set(dir(symbolic))
    with pytest.raises(AttributeError):
        symbolic.no_such_name  # noqa: B018


def test_the_namesake_is_named_in_one_line(tmp_path):
    (tmp_path / "symbolic-2.1.dist-info").mkdir()
    out = python("import symbolic", env={"PYTHONPATH": f"{tmp_path}:{root()}"})
    assert "another project, symbolic-2.1" in out
    assert "another project" not in python("import symbolic", env={"PYTHONPATH": root()})


def root() -> str:
    spec = importlib.util.find_spec("symbolic")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parents[1])
