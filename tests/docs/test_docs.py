"""The documentation builds without a warning, and what it shows runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import symbolic as sy

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def code(page: Path) -> list[str]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def folder_of_tunes(folder: Path) -> None:
    """Forty tunes of which no two are alike, two of them twice, and a file that is none."""
    folder.mkdir()
    for number in range(40):
        pitches = [60 + (number * n * n + 5 * n + number) % 17 for n in range(96)]
        notes = [(n * 240, 240, pitch, 80, 0) for n, pitch in enumerate(pitches)]
        meter = (0, 3, 4) if number % 4 == 0 else (0, 4, 4)
        score = sy.Score(480, notes=notes, meters=[meter], title=f"Tune {number}")
        score.write(folder / f"tune{number}.mid")
        if number < 2:
            score.transpose(2).write(folder / f"again{number}.mid")
    (folder / "broken.mid").write_bytes(b"no music")


@pytest.mark.parametrize("page", [p for p in PAGES if code(p)], ids=lambda p: p.name)
def test_code_on_a_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sy.Score(480, notes=[(n * 240, 240, 60 + n % 12, 80, 0) for n in range(400)]).write("tune.mid")
    folder_of_tunes(tmp_path / "my_midis")
    names: dict = {}
    for block in code(page):
        exec(compile(block, str(page), "exec"), names)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_files_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_documentation_builds_without_a_warning(tmp_path):
    pytest.importorskip("myst_nb")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run(
        [*command, str(ROOT / "docs"), str(tmp_path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "Score" in (tmp_path / "api" / "score.html").read_text(encoding="utf-8")
