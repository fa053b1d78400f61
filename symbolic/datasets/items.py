"""Items: the files of music below a folder, and those inside its archives, to be read one by one.

Archives are read where they are: no member becomes a file, so no name in one leads anywhere.
"""

import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from symbolic.datasets.tars import SWOLLEN, largest, open_tar
from symbolic.errors import MissingFileError, SymbolicError, UnreadableError
from symbolic.files import read_all
from symbolic.files.formats import BY_SUFFIX, TFRECORD
from symbolic.files.tfrecord import read_tfrecord
from symbolic.score import Score

LARGEST = 2**26  # bytes: no piece of music is a longer file, and an archive's member is held whole
ZIPPED = (".zip",)
TARRED = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
SHADOWS = "__MACOSX"  # where a Mac's archives keep what is no file of the user's
DAMAGED = (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, RuntimeError)


class Item(NamedTuple):
    """One file to be read.

    Attributes
    ----------
    name
        Its path below the folder; for a member of an archive, that below the archive's.
    path
        The file on the disk.
    member
        The name inside the archive; "" for a file on the disk.
    size, stamp
        Bytes, and when the file was last changed (in nanoseconds): the same only if it is.
    """

    name: str
    path: str
    member: str
    size: int
    stamp: int


class Skipped(NamedTuple):
    """What was not read, and why."""

    name: str
    reason: str


class Found(NamedTuple):
    """What lies below a folder."""

    items: list[Item]
    skipped: list[Skipped]


def walk(folder: str | os.PathLike) -> Found:
    """All files of music below a folder, in one archive or one TFRecord, in order of their names.

    Music is what has the suffix of a readable format. Links to files are followed, links to
    folders are not.
    """
    root = Path(folder)
    found = Found([], [])
    if root.is_file():
        _take(str(root), root.name, found)
        if not (_is_archive(root.name) or root.name.lower().endswith(TFRECORD.suffixes)):
            raise SymbolicError(
                f"{root} is a file: a corpus is a folder, a .zip or .tar of one, or a .tfrecord"
            )
    elif root.is_dir():
        _list(root)
        for place, folders, files in os.walk(root, onerror=_reporter(root, found.skipped)):
            folders.sort()
            below = Path(place).relative_to(root).as_posix()
            prefix = "" if below == "." else f"{below}/"
            for file in files:
                _take(os.path.join(place, file), prefix + file, found)
    else:
        raise MissingFileError(f"{root}: there is no such folder")
    found.items.sort()
    found.skipped.sort()
    return found


def read_item(item: Item) -> Iterator[tuple[str, Score]]:
    """The scores of a file, each with its name: that of the file, or with #0, #1, ... if it
    holds several.

    A TFRecord is read record by record, whatever its size; any other file whole.
    """
    if is_records(item):
        yield from _recorded(item)
        return
    if item.size > LARGEST:
        raise UnreadableError(f"{item.name}: {item.size:,} bytes are more than a piece of music")
    scores = read_all(_Named(_contents(item), item.name))
    if len(scores) == 1:
        yield item.name, scores[0]
        return
    for number, score in enumerate(scores):
        yield f"{item.name}#{number}", score


def is_records(item: Item) -> bool:
    """Whether it is a TFRecord on the disk, of which any record can be read by itself."""
    return not item.member and item.name.lower().endswith(TFRECORD.suffixes)


class _Named(BytesIO):
    """Bytes with the name that messages call them by."""

    def __init__(self, data: bytes, name: str):
        super().__init__(data)
        self.name = name


# -- walking --------------------------------------------------------------------------


def _list(root: Path) -> None:
    """Raise one sentence if the folder itself cannot be looked into."""
    try:
        os.listdir(root)
    except OSError as error:
        raise SymbolicError(f"{root}: {error.strerror or error}") from error


def _reporter(root: Path, skipped: list[Skipped]) -> Callable[[OSError], None]:
    def report(error: OSError) -> None:
        name = os.path.relpath(error.filename, root)
        skipped.append(Skipped(Path(name).as_posix(), error.strerror or str(error)))

    return report


def _is_archive(name: str) -> bool:
    return name.lower().endswith(ZIPPED + TARRED)


def _is_music(name: str) -> bool:
    hidden = name.rsplit("/", 1)[-1].startswith(".") or SHADOWS in name.split("/")
    return not hidden and os.path.splitext(name)[1].lower() in BY_SUFFIX


def _take(path: str, name: str, found: Found) -> None:
    """Add a file, or the members of an archive, to what was found."""
    archive = _is_archive(name)
    if not archive and not _is_music(name):
        return
    try:
        facts = os.stat(path)
        if not stat.S_ISREG(facts.st_mode):  # a pipe would be waited for without end
            found.skipped.append(Skipped(name, "it is no file, but a pipe or a device"))
            return
        if not archive:
            found.items.append(Item(name, path, "", facts.st_size, facts.st_mtime_ns))
            return
        members = _zipped if name.lower().endswith(ZIPPED) else _tarred
        for member, size, reason in members(Path(path), facts.st_size):
            inside = f"{name}/{member}"
            if reason:
                found.skipped.append(Skipped(inside, reason))
            elif _is_music(member):
                found.items.append(Item(inside, path, member, size, facts.st_mtime_ns))
    except DAMAGED as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        found.skipped.append(Skipped(name, f"cannot be opened ({reason})"))


def _zipped(path: Path, size: int) -> Iterator[tuple[str, int, str]]:
    """Name, size and what speaks against each member of a .zip."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.is_dir() or not _is_music(member.filename):
                continue
            reason = ""
            if member.flag_bits & 1:
                reason = "locked with a password"
            elif member.file_size > largest(member.compress_size):
                reason = f"unpacks to over {SWOLLEN} times its size"
            yield member.filename, member.file_size, reason


def _tarred(path: Path, size: int) -> Iterator[tuple[str, int, str]]:
    """Name, size and what speaks against each member of a .tar, packed or not."""
    with tarfile.open(path) as archive:
        for member in archive:
            if member.offset_data + member.size > largest(size):
                yield member.name, 0, f"the archive unpacks to over {SWOLLEN} times its size"
                return
            if member.isfile():
                yield member.name, member.size, ""


# -- reading --------------------------------------------------------------------------


def _recorded(item: Item) -> Iterator[tuple[str, Score]]:
    scores = read_tfrecord(item.path)
    try:
        first, second = next(scores, None), next(scores, None)
        if first is None:
            raise UnreadableError("there is no music in it")
        if second is None:
            yield item.name, first
            return
        for number, score in enumerate(chain([first, second], scores)):
            yield f"{item.name}#{number}", score
    except UnreadableError as error:
        reason = str(error).removeprefix(f"{item.path}: ")
        raise UnreadableError(f"{item.name}: {reason}") from error


def _contents(item: Item) -> bytes:
    try:
        if not item.member:
            with open(item.path, "rb", buffering=0) as file:
                return file.read()
        with _member(item) as file:
            data = file.read(LARGEST + 1)
    except DAMAGED as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UnreadableError(f"{item.name}: cannot be read ({reason})") from error
    if len(data) > LARGEST:
        raise UnreadableError(f"{item.name}: it is longer than a piece of music, and than it says")
    return data


def _member(item: Item):
    archive = _open_archive(item.path, item.stamp)
    if isinstance(archive, zipfile.ZipFile):
        return archive.open(item.member)
    file = archive.extractfile(item.member)
    if file is None:
        raise UnreadableError(f"{item.name}: it is no file")
    return file


@lru_cache(maxsize=2)
def _open_archive(path: str, stamp: int) -> zipfile.ZipFile | tarfile.TarFile:
    """Archives stay open from member to member: to open one is to read its whole index."""
    return zipfile.ZipFile(path) if path.lower().endswith(ZIPPED) else open_tar(Path(path))
