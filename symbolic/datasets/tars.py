"""Compressed .tar archives, loosened: a packed one can only be read from its beginning.

The copy is one plain .tar, so no name in the archive leads anywhere.
"""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

from symbolic.errors import UnreadableError

PACKED: dict[bytes, Callable[..., Any]] = {  # how a packed file begins, and what unpacks it
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
SWOLLEN = 1000  # times: what unpacks to more than this is made to fill a disk
AT_LEAST = 2**26  # bytes: what unpacks to less does no harm
BLOCK = 2**20


def largest(size: int) -> int:
    """How many bytes an archive of a size may unpack to."""
    return max(AT_LEAST, SWOLLEN * size)


def unpacker(path: Path) -> Callable[..., Any] | None:
    """What opens a compressed file, whatever its name; None for another."""
    with open(path, "rb") as file:
        beginning = file.read(max(map(len, PACKED)))
    return next((opens for mark, opens in PACKED.items() if beginning.startswith(mark)), None)


def loosen(path: Path, out: BinaryIO) -> None:
    """Write a compressed .tar as a plain one."""
    left = largest(path.stat().st_size)
    opens = unpacker(path) or open
    with opens(path, "rb") as packed:
        while block := _read(packed, path):
            left -= len(block)
            if left < 0:
                raise UnreadableError(f"{path}: it unpacks to over {SWOLLEN} times its size")
            out.write(block)


def _read(packed: IO[bytes], path: Path) -> bytes:
    try:
        return packed.read(BLOCK)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise UnreadableError(f"{path}: cannot be read ({error})") from error


def open_tar(path: Path) -> tarfile.TarFile:
    """A .tar whose members can be read in any order; a copy is made if need be, and removed."""
    if unpacker(path) is None:
        return tarfile.open(path)
    loose = TemporaryFile()  # noqa: SIM115  closed with the archive
    loosen(path, loose)
    loose.seek(0)
    return tarfile.open(fileobj=loose)
