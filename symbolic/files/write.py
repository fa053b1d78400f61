"""Write a Score to a file, in the format that its suffix names."""

import os
from pathlib import Path
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.files.formats import BY_SUFFIX, MIDI, TFRECORD, suffixes
from symbolic.score import Score


def write(score: Score, path: str | os.PathLike, **options: Any) -> Path:
    """Write a score and return the path.

    The file appears whole or not at all: it is written aside and then put in place.

    Parameters
    ----------
    path
        Ends in .mid, .midi, .kar (MIDI) or .musicxml, .xml, .mxl (notation).
    options
        For MIDI: `type=0` writes a single track.
    """
    path = Path(path)
    format = BY_SUFFIX.get(path.suffix.lower())
    if format is None or not format.writes:
        raise SymbolicError(f"{path}: write takes a path that ends in {suffixes(writes=True)}")
    aside = path.with_name(f".{path.name}.{os.getpid()}{path.suffix}")
    try:
        if format is MIDI:
            from symbolic.files.midi import write_bytes

            aside.write_bytes(write_bytes(score, **options))
        elif format is TFRECORD:
            from symbolic.files.tfrecord import write_tfrecord

            write_tfrecord(aside, [score], **options)
        else:
            from symbolic.files.notation import write_musicxml

            write_musicxml(score, aside, **options)
        os.replace(aside, path)
    except OSError as error:
        raise SymbolicError(f"{path}: {error.strerror or error}") from error
    finally:
        aside.unlink(missing_ok=True)
    return path
