"""The repeat signs of music21 measures."""

from collections.abc import Sequence
from typing import Any

from symbolic.files.playing.order import Signs

# music21's classes of jumps: where the player goes, and how it goes on from there.
JUMPS = {
    "DaCapo": ("capo", ""),
    "DaCapoAlFine": ("capo", "fine"),
    "DaCapoAlCoda": ("capo", "coda"),
    "DalSegno": ("segno", ""),
    "DalSegnoAlFine": ("segno", "fine"),
    "DalSegnoAlCoda": ("segno", "coda"),
}
MARKS = {"Segno": "segno", "Coda": "coda", "Fine": "fine"}


def read_signs(columns: Sequence[Sequence[Any]], brackets: Sequence[Any]) -> list[Signs]:
    """The signs of every bar.

    Parameters
    ----------
    columns
        For every bar, the measures of the parts; a sign in one part holds for all.
    brackets
        music21's RepeatBrackets.
    """
    signs = [Signs() for _ in columns]
    for bar, column in enumerate(columns):
        for measure in column:
            _read_bar_lines(measure, bar, signs)
            _read_expressions(measure, signs[bar])
    _read_brackets(columns, brackets, signs)
    return signs


def _read_bar_lines(measure: Any, bar: int, signs: list[Signs]) -> None:
    """A sign may stand on either side of a bar line."""
    for line, begins, ends in [
        (measure.leftBarline, bar, bar - 1),
        (measure.rightBarline, bar + 1, bar),
    ]:
        direction = getattr(line, "direction", None)  # only repeat bar lines have one
        if direction == "start" and begins < len(signs):
            signs[begins].begins = True
        elif direction == "end" and ends >= 0:
            signs[ends].plays = max(signs[ends].plays, line.times or 2)


def _read_expressions(measure: Any, signs: Signs) -> None:
    from music21 import repeat

    for sign in measure.getElementsByClass(repeat.RepeatExpression):
        name = type(sign).__name__
        if name in JUMPS:
            signs.jump, signs.until = JUMPS[name]
        elif name in MARKS:
            setattr(signs, MARKS[name], True)


def _read_brackets(
    columns: Sequence[Sequence[Any]], brackets: Sequence[Any], signs: list[Signs]
) -> None:
    place = {id(measure): bar for bar, column in enumerate(columns) for measure in column}
    for bracket in brackets:
        under = [place[id(m)] for m in bracket.getSpannedElements() if id(m) in place]
        if not under or not bracket.numberRange:
            continue
        for bar in range(min(under), max(under) + 1):  # it may name its ends only
            signs[bar].endings |= frozenset(bracket.numberRange)
