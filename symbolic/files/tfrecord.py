"""TFRecord files of NoteSequences, as note-seq and TensorFlow read and write them.

A record is its length (8 bytes), the masked CRC of the length (4), the serialized NoteSequence
and the masked CRC of that (4). Written out here because TensorFlow's own reader costs an import
of seven seconds.
"""

import gzip
import io
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from symbolic.errors import SymbolicError, UnreadableError
from symbolic.files.aside import finished_whole
from symbolic.files.crc32c import crc32c
from symbolic.files.note_sequence import from_note_sequence, to_note_sequence
from symbolic.files.protos import music_pb2
from symbolic.score.score import Score

LENGTH, CHECKSUM = struct.Struct("<Q"), struct.Struct("<I")
HEADER_BYTES = LENGTH.size + CHECKSUM.size
MASK_DELTA = 0xA282EAD8
GZIP_MAGIC = b"\x1f\x8b"
LARGEST = 2**31  # no protobuf message is longer
BLOCK = 2**20


def read_tfrecord(source: str | os.PathLike | bytes) -> Iterator[Score]:
    """Read the scores of a TFRecord file, a path or bytes, one by one. It may be gzipped.

    Raises UnreadableError at a record that is damaged, cut off or no NoteSequence; the scores
    before it have been given out by then.
    """
    name = "" if isinstance(source, bytes) else f"{source}: "
    try:
        stream = _opened(source)
    except OSError as error:
        raise UnreadableError(f"{name}cannot be opened ({error.strerror or error})") from error
    with stream:
        number = 1
        while (payload := _record(stream, f"{name}record {number}")) is not None:
            yield _score(payload, f"{name}record {number}")
            number += 1


def record_places(path: str | os.PathLike) -> list[tuple[int, int]] | None:
    """Where each record of a file lies: (offset, length), without reading what is in it.

    None for a gzipped file, in which nothing can be looked up. Of a damaged file it is as far as
    the lengths can be followed.
    """
    places: list[tuple[int, int]] = []
    offset = 0
    with open(path, "rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        while offset + HEADER_BYTES <= end:
            stream.seek(offset)
            header = stream.read(HEADER_BYTES)
            if not offset and _is_gzipped(header):
                return None
            length = LENGTH.unpack_from(header)[0] + HEADER_BYTES + CHECKSUM.size
            if offset + length > end:
                break
            places.append((offset, length))
            offset += length
    return places


def write_tfrecord(path: str | os.PathLike, scores: Iterable[Score]) -> int:
    """Write scores to a TFRecord file, compressed if its name ends in .gz; return how many.

    The file appears when all of it is written; if a score fails, what was there stays.
    """
    count = 0
    with finished_whole(path) as file:
        stream: BinaryIO = file
        if Path(path).suffix == ".gz":  # no time and no name in it: equal scores, equal files
            stream = gzip.GzipFile("", "wb", fileobj=file, mtime=0)  # type: ignore[assignment]
        with stream:
            for score in scores:
                stream.write(record(to_note_sequence(score)))
                count += 1
    return count


def record(sequence: Any) -> bytes:
    """A NoteSequence as it stands in a TFRecord file."""
    return _framed(sequence.SerializeToString(deterministic=True))


def _masked(data: bytes) -> bytes:
    """The checksum as TFRecord stores it: rotated, so that data with CRCs in it is no trap."""
    crc = crc32c(data)
    return CHECKSUM.pack(((crc >> 15 | crc << 17) + MASK_DELTA) & 0xFFFFFFFF)


def _framed(payload: bytes) -> bytes:
    length = LENGTH.pack(len(payload))
    return b"".join([length, _masked(length), payload, _masked(payload)])


def _opened(source: str | os.PathLike | bytes) -> BinaryIO:
    """Open the file, and unzip it if its beginning is gzip's rather than a record's."""
    # the caller closes it
    stream = io.BytesIO(source) if isinstance(source, bytes) else open(source, "rb")  # noqa: SIM115
    head = stream.read(HEADER_BYTES)
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if _is_gzipped(head) else stream  # type: ignore[return-value]


def _is_gzipped(head: bytes) -> bool:
    is_record = head[LENGTH.size :] == _masked(head[: LENGTH.size])
    return head.startswith(GZIP_MAGIC) and not is_record


def _record(stream: BinaryIO, where: str) -> bytes | None:
    """The next record's payload, or None at the end of the file."""
    header = _read(stream, HEADER_BYTES, where)
    if not header:
        return None
    if len(header) < HEADER_BYTES:
        raise UnreadableError(f"{where} is cut off")
    [length] = LENGTH.unpack_from(header)
    if header[LENGTH.size :] != _masked(header[: LENGTH.size]) or length > LARGEST:
        raise UnreadableError(f"{where} is damaged, or this is no TFRecord file")
    body = _read(stream, length + CHECKSUM.size, where)
    if len(body) < length + CHECKSUM.size:
        raise UnreadableError(f"{where} is cut off")
    payload = body[:length]
    if body[length:] != _masked(payload):
        raise UnreadableError(f"{where} is damaged: its checksum is wrong")
    return payload


def _read(stream: BinaryIO, count: int, where: str) -> bytes:
    """Read up to count bytes, in blocks: a wrong length must not reserve gigabytes."""
    blocks = []
    try:
        while count and (block := stream.read(min(count, BLOCK))):
            blocks.append(block)
            count -= len(block)
    except EOFError as error:
        raise UnreadableError(f"{where} is cut off") from error
    except (OSError, zlib.error) as error:
        raise UnreadableError(f"{where} is damaged ({error})") from error
    return b"".join(blocks)


def _score(payload: bytes, where: str) -> Score:
    from google.protobuf.message import DecodeError

    sequence = music_pb2().NoteSequence()
    try:
        sequence.ParseFromString(payload)
    except DecodeError as error:
        raise UnreadableError(f"{where} holds no NoteSequence") from error
    try:
        return from_note_sequence(sequence)
    except SymbolicError as error:
        raise UnreadableError(f"{where}: {error}") from error
