"""Folders to prepare, and how two prepared ones are compared."""

from pathlib import Path

import pytest
from datasets.conftest import tune

MOVES = (
    "manifest.json", "tokenizer.json", "pieces.csv", "skipped.csv", "sources.csv",
    "identities.bin",
)  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Thirty tunes, among them one again, one transposed and two broken files."""
    folder = tmp_path / "music"
    folder.mkdir()
    for number in range(30):
        tune(number).write(folder / f"tune{number:02}.mid")
    tune(3).write(folder / "tune03 again.mid")
    tune(4).transpose(2).set_tempo(90).write(folder / "tune04 higher.mid")
    (folder / "broken.mid").write_bytes(b"nothing musical")
    (folder / "empty.mid").write_bytes(b"")
    return folder
