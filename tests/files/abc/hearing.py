"""What a tune sounds like, short enough to be written by hand."""

from fractions import Fraction

from symbolic.files.abc import parse
from symbolic.score import Score

HEAD = "X:1\nM:4/4\nL:1/4\nK:C\n"
NAMES = ("c", "cs", "d", "ef", "e", "f", "fs", "g", "af", "a", "bf", "b")


def tune(body: str, head: str = HEAD, **options) -> Score:
    """A tune in C, in quarters, unless a head says otherwise."""
    return parse(head + body, **options)


def heard(score: Score, track: int = 0) -> str:
    """The notes of a track by name, octave (middle C is c4) and length in quarters.

    A silence is z. Notes that begin together are joined by +; the first gives the length.
    """
    chords: dict[int, list[tuple[str, int]]] = {}
    for start, duration, pitch, _, home in score.notes.tolist():
        if home == track:
            name = f"{NAMES[pitch % 12]}{pitch // 12 - 1}"
            chords.setdefault(start, []).append((name, duration))
    words, now = [], 0
    for start, notes in chords.items():
        if start > now:
            words.append(_timed("z", start - now, score))
        length = notes[0][1]
        words.append(_timed("+".join(name for name, _ in notes), length, score))
        now = start + length
    return " ".join(words)


def _timed(name: str, ticks: int, score: Score) -> str:
    quarters = Fraction(ticks, score.resolution)
    return name if quarters == 1 else f"{name}:{quarters}"


def bars(score: Score) -> list[Fraction]:
    """Where the bars begin, in quarters."""
    lines = score.timeline.bar_lines(score.end).tolist()
    return [Fraction(line, score.resolution) for line in lines]


def placed(score: Score, table: str) -> list[tuple]:
    """The rows of a table, with their times in quarters."""
    rows = getattr(score, table).tolist()
    return [(Fraction(row[0], score.resolution), *row[1:]) for row in rows]
