"""Write a Score to a file, in the format that its suffix names."""

import os
from pathlib import Path
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.files.aside import finished_whole
from symbolic.files.formats import BY_SUFFIX, MIDI, TFRECORD, suffixes
from symbolic.score import Score


def write(score: Score, path: str | os.PathLike, **options: Any) -> Path:
    """Write a score and return the path.

    The file appears whole or not at all: it is written aside and then put in place.

    Parameters
    ----------
    path
        Ends in .mid, .midi, .kar (MIDI), .musicxml, .xml, .mxl (notation) or .tfrecord.
    options
        For MIDI: `type=0` writes a single track.
    """
    path = Path(path)
    format = BY_SUFFIX.get(path.suffix.lower())
    if format is None or not format.writes:
        raise SymbolicError(f"{path}: write takes a path that ends in {suffixes(writes=True)}")
    try:
        if format is MIDI:
            from symbolic.files.midi import write_bytes

            with finished_whole(path) as file:
                file.write(write_bytes(score, **options))
        elif format is TFRECORD:
            from symbolic.files.tfrecord import write_tfrecord

            write_tfrecord(path, [score], **options)
        else:
            from symbolic.files.notation import write_musicxml

            write_musicxml(score, path, **options)
    except OSError as error:
        raise SymbolicError(f"{path}: {error.strerror or error}") from error
    except TypeError as error:
        if not options:
            raise
        raise SymbolicError(f"{format.name} files take other options: {error}") from error
    return path
