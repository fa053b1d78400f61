"""A score in words: the one line of its repr, and the page of its summary."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from symbolic.score.score import Score


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any.

    >>> clock(75.2)
    '1:15'
    """
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def counted(number: int, noun: str) -> str:
    """A number and its noun.

    >>> counted(1, "note"), counted(2000, "note")
    ('1 note', '2,000 notes')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def one_line(score: "Score") -> str:
    """What kind of piece this is, in one line."""
    title = f" {score.title!r}" if score.title else ""
    return f"<Score{title}: {headline(score)}>"


def headline(score: "Score") -> str:
    """Tracks, notes, bars, meters, tempo and length."""
    parts = [counted(len(score.tracks), "track"), counted(len(score.notes), "note")]
    if score.end:
        bars = f"{counted(score.bars, 'bar')} of {meters_in_words(score)}"
        parts += [f"{bars} at {tempo_in_words(score)}", clock(score.seconds)]
    return ", ".join(parts)


def meters_in_words(score: "Score") -> str:
    """The meters in the order in which they first appear; many are cut short."""
    rows = score.timeline.meters
    names = list(dict.fromkeys(f"{row['numerator']}/{row['denominator']}" for row in rows))
    return ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")


def tempo_in_words(score: "Score") -> str:
    """One tempo, or the range of several."""
    bpm = 6e7 / score.timeline.tempos["microseconds"]
    low, high = f"{bpm.min():.5g}", f"{bpm.max():.5g}"
    return f"{low} BPM" if low == high else f"{low} to {high} BPM"


def summary(score: "Score") -> str:
    """A page about the score: what the one line says, and a row for every track.

    >>> from symbolic.score import Score
    >>> print(Score(480, notes=[(0, 480, 60, 80, 0)]).summary())
    1 track, 1 note, 1 bar of 4/4 at 120 BPM, 0:00
    resolution 480 ticks per quarter
    <BLANKLINE>
     #  track                      program  notes  pitches
     0  (unnamed)                        0      1  60-60
    """
    lines = [unbroken(score.title)] if score.title else []
    lines += [headline(score), f"resolution {score.resolution} ticks per quarter"]
    events = [
        counted(len(table), noun)
        for noun, table in [
            ("control", score.controls),
            ("bend", score.bends),
            ("lyric", score.lyrics),
            ("marker", score.markers),
        ]
        if len(table)
    ]
    if events:
        lines.append(", ".join(events))
    lines += ["", f"{'#':>2}  {'track':24} {'program':>9} {'notes':>6}  pitches"]
    parts = np.split(score.notes["pitch"], notes_per_track(score).cumsum())
    for index, (track, pitches) in enumerate(zip(score.tracks, parts, strict=False)):
        span = f"{pitches.min()}-{pitches.max()}" if len(pitches) else "-"
        program = "drums" if track.is_drum else str(track.program)
        name = unbroken(track.name)[:24] or "(unnamed)"
        lines.append(f"{index:>2}  {name:24} {program:>9} {len(pitches):>6}  {span}")
    lines += [f"mended: {repair}" for repair in score.repairs]
    return "\n".join(lines)


def unbroken(text: str) -> str:
    """A text on one line, without what a terminal would obey.

    >>> unbroken("Kyrie\\n\\tII")
    'Kyrie II'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def notes_per_track(score: "Score") -> np.ndarray:
    """How many notes each track has."""
    return np.bincount(score.notes["track"], minlength=len(score.tracks))
