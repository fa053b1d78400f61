"""Compressed archives: read in any order, each byte unpacked once."""

import gzip
import io
import tarfile

import numpy as np
import pytest
from datasets.conftest import tune

from symbolic.datasets import items, tars
from symbolic.datasets.preparing import prepare, reading
from symbolic.datasets.shards.layout import PARTS
from symbolic.errors import UnreadableError

COUNT = 20


@pytest.fixture(params=["gz", "bz2", "xz"])
def packed(request, tmp_path):
    """An archive in which the first name comes last."""
    path = tmp_path / f"music.tar.{request.param}"
    with tarfile.open(path, f"w:{request.param}") as archive:
        for number in reversed(range(COUNT)):
            data = tune(number).to_bytes()
            member = tarfile.TarInfo(f"deep/{number:02}.mid")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def test_members_are_read_in_any_order(packed):
    found = items.walk(packed).items
    assert len(found) == COUNT
    for number, item in enumerate(found):
        [(name, score)] = items.read_item(item)
        assert name == f"{packed.name}/deep/{number:02}.mid"
        assert score.notes.tolist() == tune(number).notes.tolist()


def test_a_plain_one_is_not_copied(packed, tmp_path):
    assert tars.unpacker(packed) is not None
    with open(tmp_path / "plain.tar", "wb") as file:
        tars.loosen(packed, file)
    assert tars.unpacker(tmp_path / "plain.tar") is None
    with tars.open_tar(tmp_path / "plain.tar") as archive:
        assert archive.name == str(tmp_path / "plain.tar")


def test_prepare_unpacks_once_for_all_workers(packed, tmp_path, monkeypatch):
    seen = set()

    def watched(job):
        seen.update(item.path for item in job.items)
        work(job)

    work = reading.work
    monkeypatch.setattr(reading, "work", watched)
    shards = prepare(packed, tmp_path / "out")
    assert len(shards) == COUNT
    [path] = seen
    assert path.startswith(str(tmp_path / "out" / PARTS))
    assert not (tmp_path / "out" / PARTS).exists()
    names = [piece.name for piece in shards.pieces]
    assert sorted(names) == [f"{packed.name}/deep/{number:02}.mid" for number in range(COUNT)]


def test_what_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tars, "AT_LEAST", 2**16)
    path = tmp_path / "bomb.tar.gz"
    with gzip.open(path, "wb") as file:  # an empty archive, and then nothing but zeros
        for _ in range(64):
            file.write(np.zeros(2**20, np.uint8).tobytes())
    with pytest.raises(UnreadableError, match="unpacks to over 1000 times its size"):
        tars.loosen(path, io.BytesIO())


def test_what_is_damaged_is_one_sentence(packed):
    data = packed.read_bytes()
    packed.write_bytes(data[: len(data) - 30])
    with pytest.raises(UnreadableError, match="cannot be read"):
        tars.loosen(packed, io.BytesIO())
