"""Facts: what there is to say of one score in a line of a table, and to choose pieces by."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter
from struct import Struct
from typing import Any, NamedTuple

import numpy as np

from symbolic.datasets.compiled import overview
from symbolic.datasets.identity import players
from symbolic.score import Score
from symbolic.theory.keys import surest
from symbolic.theory.sounding import pitched

NO_PITCH = -1
CLASSES = Struct("=12d")


@dataclass(frozen=True, slots=True)
class Facts:
    """One piece in numbers.

    Attributes
    ----------
    notes, tracks, bars, seconds
        How much there is; tracks are those that play.
    meter, tempo
        Those in force longest: "4/4", quarters a minute.
    meters
        All of them, in order of appearance.
    key, confidence
        "D minor", and how sure that is (above 1: very); "" where nothing has a pitch.
    programs
        General MIDI programs that play, in order.
    drums
        Whether drums play.
    lowest, highest
        MIDI pitches; -1 where nothing has a pitch.
    polyphony
        How many notes with a pitch sound at once, on average while any does.
    title
        As the file gives it.
    """

    notes: int = 0
    tracks: int = 0
    bars: int = 0
    seconds: float = 0.0
    meter: str = ""
    tempo: float = 0.0
    meters: tuple[str, ...] = ()
    key: str = ""
    confidence: float = 0.0
    programs: tuple[int, ...] = ()
    drums: bool = False
    lowest: int = NO_PITCH
    highest: int = NO_PITCH
    polyphony: float = 0.0
    title: str = ""

    def to_row(self) -> list[str]:
        """The facts as the cells of a CSV row, in the order of `COLUMNS`."""
        return [
            " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            for value in cells_of(self)
        ]

    @classmethod
    def from_row(cls, row: Iterable[str]) -> "Facts":
        """The facts that `to_row` wrote."""
        cells = zip(COLUMNS, row, strict=True)
        return cls(**{column: FROM_CELL[column](cell) for column, cell in cells})


COLUMNS = tuple(field.name for field in fields(Facts))
cells_of = attrgetter(*COLUMNS)
FROM_CELL: dict[str, Any] = {
    **dict.fromkeys(("notes", "tracks", "bars", "lowest", "highest"), int),
    **dict.fromkeys(("seconds", "tempo", "confidence", "polyphony"), float),
    **dict.fromkeys(("meter", "key", "title"), str),
    "meters": lambda cell: tuple(cell.split()),
    "programs": lambda cell: tuple(map(int, cell.split())),
    "drums": lambda cell: cell == "True",
}


def facts_of(score: Score) -> Facts:
    """Look a score over.

    >>> facts = facts_of(Score(480, notes=[(0, 480, 60, 80, 0), (0, 480, 64, 80, 0)]))
    >>> facts.notes, facts.meter, facts.tempo, facts.lowest, facts.polyphony
    (2, '4/4', 120.0, 60, 2.0)
    """
    found = (_looked_over if overview is None else _seen)(score)
    tracks = [track for track, plays in zip(score.tracks, found.plays, strict=True) if plays]
    key, confidence = surest(CLASSES.unpack(found.heard))
    names = [f"{numerator}/{denominator}" for _, numerator, denominator in found.meters]
    return Facts(
        notes=len(score.notes),
        tracks=len(tracks),
        bars=found.bars,
        seconds=round(found.seconds, 3),
        meter=_longest(names, [row[0] for row in found.meters], score.end),
        tempo=round(6e7 / found.microseconds, 3),
        meters=tuple(dict.fromkeys(names)),
        key=key,
        confidence=round(confidence, 3),
        programs=tuple(sorted({track.program for track in tracks if not track.is_drum})),
        drums=any(track.is_drum for track in tracks),
        lowest=found.lowest,
        highest=found.highest,
        polyphony=round(found.sounded / found.covered, 3) if found.covered else 0.0,
        title=" ".join(score.title.split())[:200],
    )


def _longest(names: list[str], times: list[int], end: int) -> str:
    """The name that is in force longest, of several the first."""
    lasts = dict.fromkeys(names, 0)
    for name, begin, until in zip(names, times, [*times[1:], end], strict=True):
        lasts[name] += max(min(until, end) - begin, 0)
    return max(lasts, key=lasts.__getitem__)


class Overview(NamedTuple):
    """What is seen of a score.

    Attributes
    ----------
    plays
        For each track whether it does.
    bars, seconds
        How long it lasts.
    microseconds
        Of a quarter, in the tempo in force longest.
    meters
        Those in force: time, numerator, denominator.
    lowest, highest
        Pitches.
    sounded, covered
        Ticks that the notes with a pitch sound, one by one and together.
    heard
        Ticks that each pitch class sounds, as twelve doubles.
    """

    plays: bytes
    bars: int
    seconds: float
    microseconds: int
    meters: list[tuple[int, int, int]]
    lowest: int
    highest: int
    sounded: int
    covered: int
    heard: bytes


def _seen(score: Score) -> Overview:
    """The overview, through compiled code."""
    tables = score.notes, bytes(players(score)), score.tempos, score.meters
    return Overview._make(overview(*tables, score.resolution, score.end))


def _looked_over(score: Score) -> Overview:
    """The same in NumPy."""
    timeline, notes = score.timeline, pitched(score)
    begins = timeline.tempos["time"].clip(max=max(score.end, 1))
    lasts = np.diff(begins, append=max(score.end, 1))
    pitches = notes["pitch"]
    return Overview(
        np.isin(np.arange(len(score.tracks)), score.notes["track"]).tobytes(),
        score.bars,
        score.seconds,
        int(timeline.tempos["microseconds"][lasts.argmax()]),
        timeline.meters.tolist(),
        int(pitches.min()) if len(notes) else NO_PITCH,
        int(pitches.max()) if len(notes) else NO_PITCH,
        int(notes["duration"].sum()),
        _covered(notes),
        np.bincount(pitches % 12, weights=notes["duration"], minlength=12).tobytes(),
    )


def _covered(notes: np.ndarray) -> int:
    """In how many ticks anything sounds."""
    if len(notes) == 0:
        return 0
    order = notes["start"].argsort()
    start = notes["start"].take(order)
    reached = np.maximum.accumulate(start + notes["duration"].take(order))
    before = np.append(start[:1], reached[:-1])
    return int((reached - np.maximum(start, before)).clip(min=0).sum())
