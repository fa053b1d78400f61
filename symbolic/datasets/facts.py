"""Facts: what there is to say of one score in a line of a table, and to choose pieces by."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from struct import Struct
from typing import Any

import numpy as np

from symbolic.datasets.compiled import spread
from symbolic.datasets.identity import players
from symbolic.score import Score
from symbolic.theory.keys import key_heard
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
            for value in (getattr(self, column) for column in COLUMNS)
        ]

    @classmethod
    def from_row(cls, row: Iterable[str]) -> "Facts":
        """The facts that `to_row` wrote."""
        cells = zip(COLUMNS, row, strict=True)
        return cls(**{column: FROM_CELL[column](cell) for column, cell in cells})


COLUMNS = tuple(field.name for field in fields(Facts))
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
    sounding = np.bincount(score.notes["track"], minlength=len(score.tracks)).tolist()
    players = [track for track, count in zip(score.tracks, sounding, strict=True) if count]
    lowest, highest, polyphony, heard = _spread(score)
    tonality, confidence = _key(heard)
    meters = score.timeline.meters
    names = [f"{row[1]}/{row[2]}" for row in meters.tolist()]
    tempos = score.timeline.tempos
    return Facts(
        notes=len(score.notes),
        tracks=len(players),
        bars=score.bars,
        seconds=round(score.seconds, 3),
        meter=names[_longest(meters["time"], score.end, names)],
        tempo=round(6e7 / int(tempos["microseconds"][_longest(tempos["time"], score.end)]), 3),
        meters=tuple(dict.fromkeys(names)),
        key=tonality,
        confidence=confidence,
        programs=tuple(sorted({track.program for track in players if not track.is_drum})),
        drums=any(track.is_drum for track in players),
        lowest=lowest,
        highest=highest,
        polyphony=polyphony,
        title=" ".join(score.title.split())[:200],
    )


def _key(heard: tuple[float, ...]) -> tuple[str, float]:
    if not any(heard):  # nothing with a pitch sounds
        return "", 0.0
    found = key_heard(heard)
    return str(found), round(found.confidence, 3)


def _longest(times: np.ndarray, end: int, names: list[str] | None = None) -> int:
    """Which row is in force longest; rows of one name count together, the first stands for all."""
    if len(times) == 1:
        return 0
    until = np.append(times[1:], max(end, int(times[-1]) + 1))
    lasts = np.minimum(until, max(end, 1)) - np.minimum(times, max(end, 1))
    if names is None:
        return int(lasts.argmax())
    kinds = list(dict.fromkeys(names))
    totals = np.bincount([kinds.index(name) for name in names], weights=lasts)
    return names.index(kinds[int(totals.argmax())])


def _spread(score: Score) -> tuple[int, int, float, tuple[float, ...]]:
    """The lowest pitch, the highest, how many sound at once, and how long each class does."""
    if spread is not None:
        lowest, highest, sounded, covered, heard = spread(score.notes, bytes(players(score)))
    else:
        lowest, highest, sounded, covered, heard = _looked_over(pitched(score))
    polyphony = round(sounded / covered, 3) if covered else 0.0
    return lowest, highest, polyphony, CLASSES.unpack(heard)


def _looked_over(notes: np.ndarray) -> tuple[int, int, int, int, bytes]:
    """Lowest and highest pitch; how long all notes sound, one by one and together; each class."""
    pitches = notes["pitch"]
    heard = np.bincount(pitches % 12, weights=notes["duration"], minlength=12).tobytes()
    if len(notes) == 0:
        return NO_PITCH, NO_PITCH, 0, 0, heard
    order = notes["start"].argsort()
    start = notes["start"].take(order)
    reached = np.maximum.accumulate(start + notes["duration"].take(order))
    before = np.append(start[:1], reached[:-1])
    covered = int((reached - np.maximum(start, before)).clip(min=0).sum())
    sounded = int(notes["duration"].sum())
    return int(pitches.min()), int(pitches.max()), sounded, covered, heard
