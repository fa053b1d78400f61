"""Read a MIDI file into a Score."""

from collections.abc import Iterable
from dataclasses import replace

from symbolic.files.midi.cast import Cast
from symbolic.files.midi.chunks import Layout, layout
from symbolic.files.midi.events import read_events
from symbolic.files.midi.quick import read_quickly
from symbolic.files.midi.voices import TrackContent, content
from symbolic.score.score import Score


def read_bytes(data: bytes, charset: str | None = None) -> Score:
    """Read the bytes of a MIDI file.

    What was mended on the way is in the score's `repairs`. The tracks of a type 2 file are
    independent patterns: the score holds them side by side, and each alone in `patterns`.

    Parameters
    ----------
    charset
        How names and lyrics are spelled. Without it: UTF-8 if they all are, else Latin-1,
        which gives every byte back.
    """
    found = layout(data)
    contents = (_track(data, start, end) for start, end in found.tracks)
    if found.type != 2:
        return _score(found, contents, charset)
    patterns = list(contents)
    score = _score(found, [replace(one, metas=[*one.metas]) for one in patterns], charset)
    score.patterns = tuple(_score(found, [one], charset) for one in patterns)
    return score


def _track(data: bytes, start: int, end: int) -> TrackContent:
    quick = read_quickly(data, start, end)
    return quick or content(read_events(data, start, end))


def _score(found: Layout, contents: Iterable[TrackContent], charset: str | None) -> Score:
    cast = Cast()
    for number, one in enumerate(contents):
        cast.add(number, one)
    score = cast.score(found.resolution, charset, found.microseconds)
    score.repairs = tuple(found.repairs + cast.repairs)
    return score
