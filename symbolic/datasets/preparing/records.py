"""NoteSequences as note-seq's convert_dir_to_note_sequences labels them, framed for a TFRecord."""

import hashlib
import re
from typing import NamedTuple

from symbolic.files.formats import ABC, BY_SUFFIX, HUMDRUM, MIDI, MUSICXML, MXL, TFRECORD, Format
from symbolic.files.note_sequence import to_note_sequence
from symbolic.files.tfrecord import record
from symbolic.score import Score

COUNTED = re.compile(r"#(\d+)$")  # which tune of a book a name means


class Source(NamedTuple):
    """What note-seq's tools say of a format.

    Attributes
    ----------
    kind
        What an id calls it.
    source_type, encoding_type, parser
        The source info. Tools know our readers by the names of those whose place they take.
    """

    kind: str
    source_type: str = "UNKNOWN_SOURCE_TYPE"
    encoding_type: str = "UNKNOWN_ENCODING_TYPE"
    parser: str = "UNKNOWN_PARSER"


NOTATION = Source("musicxml", "SCORE_BASED", "MUSIC_XML", "MAGENTA_MUSIC_XML")
SOURCES: dict[Format, Source] = {
    MIDI: Source("midi", encoding_type="MIDI", parser="PRETTY_MIDI"),
    MUSICXML: NOTATION,
    MXL: NOTATION,
    ABC: Source("abc", "SCORE_BASED", "ABC", "MAGENTA_ABC"),
    HUMDRUM: Source("humdrum", "SCORE_BASED", parser="MUSIC21"),
    TFRECORD: Source("tfrecord"),
}


def record_of(name: str, score: Score, collection: str) -> bytes:
    """A piece as a record: id, filename and collection say where it came from.

    Parameters
    ----------
    name
        The file's below the collection; #0, #1, ... behind it counts the tunes of a book.
    """
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    number = COUNTED.search(name)
    file = name[: number.start()] if number else name
    format = BY_SUFFIX.get("." + file.rpartition(".")[2].lower(), MIDI)
    source = SOURCES[format]
    sequence = to_note_sequence(score)
    sequence.id = f"/id/{source.kind}/{collection}/{_label(file, number, format)}"
    sequence.filename = file
    sequence.collection_name = collection
    for field in ("source_type", "encoding_type", "parser"):
        setattr(sequence.source_info, field, getattr(source, field))
    return record(sequence)


def _label(file: str, number: re.Match | None, format: Format) -> str:
    """A hash of where a piece comes from. Tunes of ABC have numbers, from 1, even a lone one."""
    place = int(number[1]) if number else None
    if format is ABC:
        place = (place or 0) + 1
    text = file if place is None else f"{file}_{place}"
    return hashlib.sha1(text.encode()).hexdigest()
