"""prepare, where something is wrong: one sentence, and nothing that looks whole."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from datasets.conftest import tune
from datasets.preparing.conftest import contents

import symbolic as sy
from symbolic.datasets.preparing import prepare
from symbolic.datasets.shards import Shards, writer


def refused(folder, out, said):
    with pytest.raises(sy.SymbolicError, match=said) as caught:
        prepare(folder, out)
    assert "\n" not in str(caught.value)
    assert not (out / "manifest.json").exists()


def test_an_empty_folder(tmp_path):
    (tmp_path / "music").mkdir()
    refused(tmp_path / "music", tmp_path / "out", "there is no file of music in it")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there(tmp_path):
    refused(tmp_path / "music", tmp_path / "out", "there is no such folder")


def test_a_folder_without_music(tmp_path):
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "a.mid").write_bytes(b"no music")
    refused(tmp_path / "music", tmp_path / "out", "none of the 1 files in it could be read; a.mid")
    assert not (tmp_path / "out").exists()


def test_out_inside_the_music_and_the_music_inside_out(music):
    refused(music, music / "out", "lie in one another")
    refused(music, music.parent, "lie in one another")
    refused(music, music, "lie in one another")


def test_out_holds_something_else(music, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    refused(music, tmp_path / "out", "holds other things")
    refused(music, tmp_path / "out" / "thesis.txt", "is a file")
    assert (tmp_path / "out" / "thesis.txt").read_text() == "years of work"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(music, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    refused(music, tmp_path / "locked" / "out", "Permission denied")


def test_no_permission_as_the_system_says_it(music, tmp_path, monkeypatch):
    def mkdir(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", mkdir)
    refused(music, tmp_path / "out", "out/.parts: Permission denied")


@pytest.mark.parametrize("limit", [600, 4000])
def test_a_file_that_may_not_grow(music, tmp_path, limit):
    """Like a full disk, in mid-run and at the end; then there is room again."""
    out = tmp_path / "out"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        refused(music, out, "make room and do the same again")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(out.glob("**/*.draft"))
    with pytest.raises(sy.SymbolicError, match="unfinished"):
        Shards(out)
    prepare(music, out)
    prepare(music, tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")


def test_a_full_disk_while_adding_leaves_what_was_there(music, tmp_path, monkeypatch):
    out = tmp_path / "out"
    before = len(prepare(music, out))
    for number in range(50, 60):
        tune(number).write(music / f"{number}.mid")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writer.ShardWriter, "close", full)
        with pytest.raises(sy.SymbolicError, match="No space left on device; make room"):
            prepare(music, out)
    shards = Shards(out)
    assert len(list(shards.pieces)) == len(shards) == before
    assert len(prepare(music, out)) == before + 10


@pytest.mark.slow
def test_a_disk_that_is_full(music, tmp_path):
    """A real one: a small tmpfs, where we may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        command = [sys.executable, "-m", "symbolic.cli.main", "prepare", str(music)]
        ran = subprocess.run([*command, str(disk / "out")], capture_output=True, text=True)
        assert ran.returncode == 2
        said = ran.stderr.strip().splitlines()[-1]
        assert "No space left on device; make room and do the same again" in said
        assert not (disk / "out" / "manifest.json").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def hostile(folder: Path, shared: Path, good: int) -> None:
    """A folder in which one file in ten is hostile."""
    folder.mkdir()
    found = sorted((shared / "hostile").glob("*.mid"))
    draw = np.random.default_rng(5)
    bad = [path.read_bytes() for path in found[:: len(found) // 12]]
    whole = tune(1).to_bytes()
    bad += [whole[: draw.integers(20, len(whole))] for _ in range(4)]
    bad += [draw.bytes(300), b"", b"MThd" + b"\xff" * 4000, b"\0" * 10_000, b"PK\3\4" + b"\0" * 99]
    for number, data in enumerate(bad):
        (folder / f"bad{number:03}.mid").write_bytes(data)
    (folder / "bad.zip").write_bytes(b"PK\3\4 no archive")
    (folder / "bad.tfrecord").write_bytes(b"no record")
    (folder / "bad.musicxml").write_text("<score-partwise><part></score-partwise>")
    (folder / "bad.abc").write_text("X:1\nK:C\nthis is not |: music [[[\n")
    for number in range(good):
        tune(number).write(folder / f"good{number:03}.mid")


@pytest.mark.shared
def test_a_folder_with_hostile_files(shared, tmp_path):
    folder = tmp_path / "music"
    hostile(folder, shared, 9 * 26)
    shards = prepare(folder, tmp_path / "out")
    names = {piece.name for piece in shards.pieces}
    assert {f"good{number:03}.mid" for number in range(9 * 26)} <= names
    listed = names | {name.partition("#")[0] for name, _ in shards.skipped}
    assert listed == {path.name for path in folder.iterdir()}
    assert all(reason and "\n" not in reason for _, reason in shards.skipped)
    for number in range(len(shards)):
        assert len(shards[number].notes) > 0
