"""Notation files <-> Score: MusicXML and Humdrum through music21's parsers, and ABC.

music21 is given the contents only: it never sees the path, so it neither trusts nor leaves
behind any of its caches.
"""

import contextlib
import io
import os
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from symbolic.errors import SymbolicError, UnreadableError
from symbolic.files.abc import cut, parse
from symbolic.files.aside import finished_whole
from symbolic.files.music21 import from_music21, to_music21
from symbolic.files.musicxml import musicxml_bytes, parse_musicxml
from symbolic.files.mxl import pack
from symbolic.score.score import Score

COMPRESSED = ".mxl"
KERN = "**kern"
MOST_TUNES = 100_000  # in one book; the largest collections hold half as many

Source = str | os.PathLike | bytes | BinaryIO
Piece = Callable[[bool], Score]  # what reads one score of a file, with its repeats or without


def read_notation(
    source: Source, suffix: str | None = None, *, expand_repeats: bool = True,
    on_error: str = "repair",
) -> list[Score]:  # fmt: skip
    """Read the scores of a notation file: one, or every tune of an ABC book.

    Parameters
    ----------
    source
        A path, the bytes of a file, or a file opened for reading bytes.
    suffix
        The format: ".musicxml", ".xml", ".mxl", ".abc" or ".krn". A path says it itself.
    expand_repeats
        Play repeats out; if false, every bar comes once.
    on_error
        What to do with a broken tune in a book of others: "repair" leaves it out and says so
        in the first score's repairs; "raise" raises.

    Examples
    --------
    >>> [tune] = read_notation(b"X:1\\nT:Scale\\nM:4/4\\nL:1/4\\nK:C\\nCDEF|\\n", ".abc")
    >>> tune
    <Score 'Scale': 1 track, 4 notes, 1 bar of 4/4 at 120 BPM, 0:02>
    """
    name = _name(source)
    parse = _parser(name, suffix)
    data = _contents(source)
    scores: list[Score] = []
    problems: list[str] = []
    with _quiet():
        for number, piece in enumerate(parse(data), start=1):
            try:
                scores.append(_score(piece, expand_repeats))
            except UnreadableError as error:
                problems.append(f"tune {number}: {error}")
                if on_error == "raise":
                    break
    if problems and (on_error == "raise" or not scores):
        raise UnreadableError(_named(name, problems[0].removeprefix("tune 1: ")))
    if problems:
        scores[0].repairs += tuple(f"{problem}: left out" for problem in problems)
    return scores


def write_musicxml(
    score: Score, file: str | os.PathLike | BinaryIO, *, compressed: bool | None = None
) -> None:
    """Write a score as MusicXML.

    Parameters
    ----------
    file
        A path, or a file opened for writing bytes.
    compressed
        Whether to write .mxl; left out, the suffix of the path decides.
    """
    if compressed is None:
        name = file if isinstance(file, str | os.PathLike) else ""
        compressed = Path(name).suffix.lower() == COMPRESSED
    with _quiet():
        document = musicxml_bytes(to_music21(score))
    data = pack(document) if compressed else document
    if isinstance(file, str | os.PathLike):
        with finished_whole(file) as opened:
            opened.write(data)
    else:
        file.write(data)


def _parser(name: str, suffix: str | None) -> Callable[[bytes], Iterator[Piece]]:
    """What cuts a file of this format into pieces to be parsed."""
    suffix = Path(name).suffix if suffix is None else suffix
    try:
        return PARSERS[suffix.lower()]
    except KeyError:
        known = ", ".join(PARSERS)
        message = f"{suffix or 'no suffix'} is no notation format ({known} are)"
        raise SymbolicError(_named(name, message)) from None


def _name(source: Source) -> str:
    """What messages call it; bytes have no name, and whoever hands them over may add one."""
    if isinstance(source, str | os.PathLike):
        return os.fspath(source)
    return "" if isinstance(source, bytes) else str(getattr(source, "name", "this file"))


def _named(name: str, message: str) -> str:
    return f"{name}: {message}" if name else message


def _contents(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source
    if isinstance(source, str | os.PathLike):
        try:
            return Path(source).read_bytes()
        except OSError as error:
            message = f"{os.fspath(source)}: cannot be opened ({error.strerror or error})"
            raise UnreadableError(message) from error
    data = source.read()
    if not isinstance(data, bytes):
        raise SymbolicError("a file to read from must be opened for bytes (mode 'rb')")
    return data


def _score(read: Piece, expand_repeats: bool) -> Score:
    """Read one piece. Whatever a parser stumbles over, the piece is at fault."""
    try:
        score = read(expand_repeats)
    except UnreadableError:
        raise
    except RecursionError as error:
        raise UnreadableError("nested too deep") from error
    except Exception as error:
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnreadableError(f"cannot be read as notation ({cause:.120})") from error
    if not score.tracks:
        raise UnreadableError("no part in it")
    return score


def _through_music21(parse: Callable[[], Any]) -> Piece:
    """A piece that music21 parses."""
    return lambda expand_repeats: from_music21(parse(), expand_repeats=expand_repeats)


def _musicxml(data: bytes) -> Iterator[Piece]:
    yield _through_music21(partial(parse_musicxml, data))


def _abc(data: bytes) -> Iterator[Piece]:
    found = cut(_text(data))
    if len(found) > MOST_TUNES:
        raise UnreadableError(f"{len(found):,} tunes are too many at once: cut the book in parts")
    for tune in found:
        yield partial(_tune, tune)


def _tune(tune: str, expand_repeats: bool) -> Score:
    return parse(tune, expand_repeats=expand_repeats)


def _humdrum(data: bytes) -> Iterator[Piece]:
    def parse_spines() -> Any:
        from music21.humdrum.spineParser import HumdrumDataCollection

        text = _text(data)
        if KERN not in text:
            raise UnreadableError("no **kern spine in it")
        collection = HumdrumDataCollection(text)
        collection.parse()
        return collection.stream

    yield _through_music21(parse_spines)


PARSERS = {
    ".musicxml": _musicxml,
    ".xml": _musicxml,
    COMPRESSED: _musicxml,
    ".abc": _abc,
    ".krn": _humdrum,
}


def _text(data: bytes) -> str:
    """Text files say nothing of their charset: UTF-8 where it is valid, or else Latin-1."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what music21 prints and warns of away from the user."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
