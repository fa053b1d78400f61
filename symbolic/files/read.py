"""Read a file, whatever its format, into a Score."""

import os
from pathlib import Path
from typing import BinaryIO

from symbolic.errors import MissingFileError, SymbolicError, UnreadableError
from symbolic.files.formats import MIDI, TFRECORD, Format, recognised, suffixes
from symbolic.score import Score

Source = str | os.PathLike | bytes | bytearray | memoryview | BinaryIO


def read(
    source: Source,
    *,
    on_error: str = "repair",
    number: int | None = None,
    charset: str | None = None,
    expand_repeats: bool = True,
) -> Score:
    """Read a score from a path, bytes or a file object.

    Reads MIDI (.mid, .midi, .kar), MusicXML (.musicxml, .xml, .mxl), ABC (.abc), Humdrum (.krn)
    and TFRecord files of NoteSequences (.tfrecord).

    Parameters
    ----------
    on_error
        "repair" mends what is broken and says so in `score.repairs`; "raise" raises
        `SymbolicError` instead.
    number
        For a file that holds several scores (a tune book, a type 2 MIDI file): which one,
        counted from 0. Without it, read gives the first tune, or the patterns of the MIDI
        file side by side; all are in `score.patterns`, and `read_all` returns them.
    charset
        How a MIDI file spells its names and lyrics, if neither UTF-8 nor Latin-1.
    expand_repeats
        Whether notation is played with its repeats; if not, every bar comes once.

    Examples
    --------
    >>> read(Score(480, notes=[(0, 480, 60, 80, 0)]).to_bytes())
    <Score: 1 track, 1 note, 1 bar of 4/4 at 120 BPM, 0:00>
    """
    name, data, format = _opened(source)
    found = _read(name, data, format, on_error, charset, expand_repeats)
    if number is None:
        return found[0]
    scores = list(found[0].patterns) or found
    if not 0 <= number < len(scores):
        raise SymbolicError(
            f"{name} holds {len(scores)} scores, counted from 0: there is no {number}"
        )
    return scores[number]


def read_all(
    source: Source,
    *,
    on_error: str = "repair",
    charset: str | None = None,
    expand_repeats: bool = True,
) -> list[Score]:
    """Read every score of a file: all tunes of a tune book, all patterns of a type 2 MIDI file.

    A file that holds one score gives a list of one.
    """
    name, data, format = _opened(source)
    found = _read(name, data, format, on_error, charset, expand_repeats)
    return list(found[0].patterns) or found


def _opened(source: Source) -> tuple[str, bytes, Format]:
    """A name for messages, the contents, and their format."""
    name, data, suffix = _contents(source)
    if not data:
        raise UnreadableError(f"{name}: the file is empty")
    format = recognised(data, suffix)
    if format is None and b"MTrk" in data:
        format = MIDI
    if format is None:
        raise UnreadableError(
            f"{name}: neither its name nor its beginning tells a format; read takes {suffixes()}"
        )
    return name, data, format


def _contents(source: Source) -> tuple[str, bytes, str]:
    if isinstance(source, bytes | bytearray | memoryview):
        return "these bytes", bytes(source), ""
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        try:
            with open(path, "rb", buffering=0) as file:
                return str(path), file.read(), os.path.splitext(path)[1]
        except FileNotFoundError:
            raise MissingFileError(f"{path}: there is no such file") from None
        except IsADirectoryError:
            raise SymbolicError(f"{path} is a folder: read takes one file") from None
        except (OSError, ValueError) as error:
            raise UnreadableError(f"{path}: {error}") from error
    if not hasattr(source, "read"):
        raise SymbolicError(
            f"read takes a path, bytes or a file object, not {type(source).__name__}"
        )
    data = source.read()
    name = str(getattr(source, "name", "this file object"))
    if isinstance(data, str):
        data = data.encode()
    return name, data, Path(name).suffix


def _read(
    name: str,
    data: bytes,
    format: Format,
    on_error: str,
    charset: str | None,
    expand_repeats: bool,
) -> list[Score]:
    if on_error not in ("repair", "raise"):
        raise SymbolicError(f'on_error is "repair" or "raise", not {on_error!r}')
    try:
        scores = _parsed(data, format, charset, expand_repeats)
    except LookupError as error:
        raise SymbolicError(f"{name}: {error}") from error
    except UnreadableError as error:
        raise UnreadableError(f"{name}: {error}") from error
    if not scores:
        raise UnreadableError(f"{name}: there is no music in it")
    mended = [repair for score in scores for repair in score.repairs]
    if mended and on_error == "raise":
        more = f" (and {len(mended) - 1} more)" if len(mended) > 1 else ""
        raise UnreadableError(f"{name}: {mended[0]}{more}; on_error='repair' reads it all the same")
    return scores


def _parsed(data: bytes, format: Format, charset: str | None, expand_repeats: bool) -> list[Score]:
    if format is MIDI:
        from symbolic.files.midi import read_bytes

        return [read_bytes(data, charset)]
    if format is TFRECORD:
        from symbolic.files.tfrecord import read_tfrecord

        return _together(list(read_tfrecord(data)))
    from symbolic.files.notation import read_notation

    return _together(read_notation(data, format.suffixes[0], expand_repeats=expand_repeats))


def _together(scores: list[Score]) -> list[Score]:
    """The scores of one file: the first leads to all."""
    if len(scores) > 1:
        scores[0].patterns = tuple(scores)
    return scores
