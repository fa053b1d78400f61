"""Walking folders and archives: every piece found, nothing unpacked, no trap sprung."""

import io
import os
import tarfile
import zipfile

import pytest
from datasets.conftest import tune

from symbolic import SymbolicError, UnreadableError, write_tfrecord
from symbolic.datasets import items
from symbolic.datasets.items import read_item, walk


def names(found):
    return [item.name for item in found.items]


def read(found):
    return {name: score for item in found.items for name, score in read_item(item)}


def test_files_come_in_order_of_their_names(folder):
    found = walk(folder)
    assert names(found) == sorted(names(found))
    assert "more/tune8.mid" in names(found)
    assert "notes.txt" not in names(found)


def test_hidden_files_and_a_macs_shadows_are_no_music(folder):
    (folder / "._tune0.mid").write_bytes(b"\0")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("__MACOSX/tune.mid", b"\0")
    assert not [name for name in names(walk(folder)) if "._" in name or "MACOSX" in name]


@pytest.mark.parametrize("suffix", ["zip", "tar", "tar.gz", "tgz", "tar.bz2"])
def test_archives_are_read_where_they_are(tmp_path, suffix):
    data = tune(3).to_bytes()
    path = tmp_path / f"set.{suffix}"
    if suffix == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a/b.mid", data)
            archive.writestr("readme.txt", "no music")
    else:
        with tarfile.open(path, "w:" + {"tar": "", "tgz": "gz"}.get(suffix, suffix[4:])) as archive:
            member = tarfile.TarInfo("a/b.mid")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    for place in (tmp_path, path):
        scores = read(walk(place))
        assert list(scores) == [f"set.{suffix}/a/b.mid"]
        assert len(scores[f"set.{suffix}/a/b.mid"]) == 40
    assert sorted(os.listdir(tmp_path)) == [f"set.{suffix}"]


def test_no_name_in_an_archive_leads_out_of_it(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../outside.mid", tune(1).to_bytes())
        archive.writestr("/etc/absolute.mid", tune(2).to_bytes())
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        link = tarfile.TarInfo("passwd.mid")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    before = sorted(os.listdir(tmp_path.parent))
    assert [len(score) for score in read(walk(tmp_path)).values()] == [40, 40]
    assert sorted(os.listdir(tmp_path.parent)) == before


def test_a_bomb_is_skipped_unopened(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("bomb.mid", "w") as file:
            for _ in range(100):
                file.write(bytes(2**20))
        archive.writestr("tune.mid", tune(1).to_bytes())
    found = walk(tmp_path)
    assert names(found) == ["bomb.zip/tune.mid"]
    assert found.skipped == [("bomb.zip/bomb.mid", "unpacks to over 1000 times its size")]


def test_a_packed_tar_of_nothing_is_given_up(tmp_path):
    with tarfile.open(tmp_path / "bomb.tar.bz2", "w:bz2") as archive:
        member = tarfile.TarInfo("bomb.mid")
        member.size = 2**27
        archive.addfile(member, io.BytesIO(bytes(member.size)))
    found = walk(tmp_path)
    assert not found.items
    [(_, reason)] = found.skipped
    assert "unpacks to over" in reason


def test_a_member_that_lies_about_its_size_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(items, "LARGEST", 1000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tune.mid", bytes(5000))
    [item] = walk(tmp_path).items
    with pytest.raises(UnreadableError, match="longer than a piece of music"):
        list(read_item(item._replace(size=10)))
    with pytest.raises(UnreadableError, match="more than a piece of music"):
        list(read_item(item))


def test_locked_and_broken_archives_are_named(tmp_path):
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 and no more")
    (tmp_path / "broken.tar.gz").write_bytes(b"\x1f\x8b and no more")
    found = walk(tmp_path)
    assert [name for name, _ in found.skipped] == ["broken.tar.gz", "broken.zip"]
    assert all("cannot be opened" in reason for _, reason in found.skipped)


def test_a_tune_book_counts_its_tunes(tmp_path):
    book = "X:1\nT:One\nK:C\nCDEF|\n\nX:2\nT:Two\nK:G\nGABc|\n"
    (tmp_path / "book.abc").write_text(book)
    assert list(read(walk(tmp_path))) == ["book.abc#0", "book.abc#1"]


def test_a_tfrecord_is_read_record_by_record(tmp_path, monkeypatch):
    monkeypatch.setattr(items, "LARGEST", 100)  # of a piece, not of a set
    write_tfrecord(tmp_path / "set.tfrecord", [tune(number) for number in range(3)])
    write_tfrecord(tmp_path / "single.tfrecord", [tune(5)])
    assert list(read(walk(tmp_path))) == [
        *(f"set.tfrecord#{n}" for n in range(3)),
        "single.tfrecord",
    ]
    path = tmp_path / "set.tfrecord"
    path.write_bytes(path.read_bytes()[:-5])
    scores = read_item(walk(tmp_path).items[0])
    assert [next(scores)[0], next(scores)[0]] == ["set.tfrecord#0", "set.tfrecord#1"]
    with pytest.raises(UnreadableError, match=r"^set.tfrecord: record 3 is cut off"):
        next(scores)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.mid")
    found = walk(tmp_path)
    assert found.items == []
    assert found.skipped == [("pipe.mid", "it is no file, but a pipe or a device")]


def test_wrong_folders_get_one_sentence(tmp_path):
    with pytest.raises(SymbolicError, match="no such folder"):
        walk(tmp_path / "nowhere")
    tune(1).write(tmp_path / "tune.mid")
    with pytest.raises(SymbolicError, match="is a file: a corpus is a folder"):
        walk(tmp_path / "tune.mid")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_locked_folder_is_reported(folder):
    (folder / "more").chmod(0)
    try:
        assert ("more", "Permission denied") in walk(folder).skipped
    finally:
        (folder / "more").chmod(0o755)
