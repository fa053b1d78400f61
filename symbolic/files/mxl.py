"""Compressed MusicXML (.mxl): a zip file that says which of its members is the score."""

import io
import zipfile
from pathlib import PurePosixPath

from symbolic.errors import UnreadableError
from symbolic.files.safe_xml import parse_xml

CONTAINER = "META-INF/container.xml"
LARGEST = 200 * 2**20  # bytes of MusicXML; a large orchestral score has 50 MB
ROOT = """<?xml version="1.0" encoding="UTF-8"?>
<container><rootfiles><rootfile full-path="score.musicxml"
 media-type="application/vnd.recordare.musicxml+xml"/></rootfiles></container>
"""
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no date in it: equal scores give equal files


def unpack(data: bytes) -> bytes:
    """The MusicXML inside a .mxl file. Nothing is unpacked to the disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _member(archive, _root(archive))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableError(f"a damaged .mxl file ({error})") from error


def pack(document: bytes) -> bytes:
    """The bytes of a .mxl file with this MusicXML in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(CONTAINER, ROOT.encode()), ("score.musicxml", document)]:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return file.getvalue()


def _root(archive: zipfile.ZipFile) -> str:
    """The name of the score among the members."""
    names = archive.namelist()
    if CONTAINER in names:
        container = parse_xml(_member(archive, CONTAINER))
        for element in container.iter():
            if element.tag.rpartition("}")[2] == "rootfile" and "full-path" in element.attrib:
                return element.attrib["full-path"]
    scores = [n for n in names if n.endswith((".xml", ".musicxml")) and n != CONTAINER]
    if not scores:
        raise UnreadableError("a .mxl file without a score in it")
    return scores[0]


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise UnreadableError(f"a .mxl file whose score lies outside it ({name})")
    try:
        entry = archive.getinfo(name)
    except KeyError as error:
        raise UnreadableError(f"a .mxl file without the score that it names ({name})") from error
    if entry.file_size > LARGEST:
        raise UnreadableError(f"a .mxl file that unpacks to {entry.file_size:,} bytes")
    with archive.open(entry) as member:
        content = member.read(LARGEST + 1)  # the size that it declares may be a lie
    if len(content) > LARGEST:
        raise UnreadableError(f"a .mxl file that unpacks to more than {LARGEST:,} bytes")
    return content
