"""NoteSequences as note-seq's convert_dir_to_note_sequences labels them, framed for a TFRecord."""

import hashlib

from symbolic.files.formats import ABC, BY_SUFFIX, HUMDRUM, MIDI, MUSICXML, MXL, TFRECORD, Format
from symbolic.files.note_sequence import to_note_sequence
from symbolic.files.tfrecord import record
from symbolic.score import Score

# What an id calls a format, and the encoding that the source info names.
SOURCES: dict[Format, tuple[str, str]] = {
    MIDI: ("midi", "MIDI"),
    MUSICXML: ("musicxml", "MUSIC_XML"),
    MXL: ("musicxml", "MUSIC_XML"),
    ABC: ("abc", "ABC"),
    HUMDRUM: ("humdrum", "UNKNOWN_ENCODING_TYPE"),
    TFRECORD: ("tfrecord", "UNKNOWN_ENCODING_TYPE"),
}


def record_of(name: str, score: Score, collection: str) -> bytes:
    """A piece as a record: id, filename and collection say where it came from.

    Parameters
    ----------
    name
        The file's below the collection; #0, #1, ... behind it counts the tunes of a book.
    """
    file, _, number = (
        name.encode("utf-8", "surrogateescape").decode("utf-8", "replace").partition("#")
    )
    format = BY_SUFFIX.get("." + file.rpartition(".")[2].lower(), MIDI)
    kind, encoding = SOURCES[format]
    label = hashlib.sha1(f"{file}_{number}".encode() if number else file.encode()).hexdigest()
    sequence = to_note_sequence(score)
    sequence.id = f"/id/{kind}/{collection}/{label}"
    sequence.filename = file
    sequence.collection_name = collection
    sequence.source_info.encoding_type = sequence.source_info.EncodingType.Value(encoding)
    return record(sequence)
