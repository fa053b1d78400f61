"""The formats: which suffixes name them, how their contents begin, what can be done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One way of keeping music in a file.

    Attributes
    ----------
    name
        For people.
    suffixes
        Lower case; the first is the usual one.
    marks
        Bytes that a file of this format begins with (white space aside).
    writes
        Whether scores can be written in it.
    """

    name: str
    suffixes: tuple[str, ...]
    marks: tuple[bytes, ...]
    writes: bool = False


MIDI = Format("MIDI", (".mid", ".midi", ".kar", ".rmi", ".smf"), (b"MThd", b"RIFF"), writes=True)
MUSICXML = Format(
    "MusicXML",
    (".musicxml", ".xml"),
    (b"<?xml", b"<score-partwise", b"<score-timewise", b"<!DOCTYPE score"),
    writes=True,
)
MXL = Format("compressed MusicXML", (".mxl",), (b"PK\3\4",), writes=True)
ABC = Format("ABC", (".abc",), (b"X:", b"%abc"))
HUMDRUM = Format("Humdrum", (".krn",), (b"**", b"!!!"))
TFRECORD = Format("TFRecord of NoteSequences", (".tfrecord",), (), writes=True)

FORMATS = (MIDI, MUSICXML, MXL, ABC, HUMDRUM, TFRECORD)
BY_SUFFIX = {suffix: format for format in FORMATS for suffix in format.suffixes}


def recognised(data: bytes, suffix: str) -> Format | None:
    """The format of a file, by what it begins with, or else by its suffix.

    >>> recognised(b"MThd....", ".txt").name
    'MIDI'
    """
    beginning = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    for format in FORMATS:
        if beginning.startswith(format.marks):
            return format
    return BY_SUFFIX.get(suffix.lower())


def suffixes(writes: bool = False) -> str:
    """The suffixes that can be read, or written, for a message."""
    chosen = [f for f in FORMATS if f.writes or not writes]
    return ", ".join(suffix for format in chosen for suffix in format.suffixes)
