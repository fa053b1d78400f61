"""The list of what was skipped, as CSV."""

import csv

import pytest

from symbolic.datasets.items import Skipped
from symbolic.datasets.report import write_skipped
from symbolic.errors import SymbolicError

SKIPPED = [
    Skipped('a, "b"\n.mid', "no header"),
    Skipped("caf\udce9.mid", "2 bytes"),
    Skipped("=1", "x"),
]


def test_what_is_written_comes_back(tmp_path):
    path = write_skipped(SKIPPED, tmp_path / "skipped.csv")
    with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
        head, *rows = csv.reader(file)
    assert head == ["file", "reason"]
    assert rows == [list(row) for row in SKIPPED]
    assert b"caf\xe9.mid" in path.read_bytes()


def test_a_list_of_nothing_has_its_heading(tmp_path):
    assert write_skipped([], tmp_path / "skipped.csv").read_text() == "file,reason\n"


def test_a_list_that_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(SymbolicError, match="No such file"):
        write_skipped(SKIPPED, tmp_path / "nowhere" / "skipped.csv")
