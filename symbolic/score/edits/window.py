"""Cut a window out of a score, with everything that is in force where it begins."""

import math
from typing import TYPE_CHECKING

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score.checks import real
from symbolic.score.tables import in_order, sealed

if TYPE_CHECKING:
    from symbolic.score.score import Score

Span = tuple[float, float | None]

# What stays in force until replaced, and by which columns one replaces another.
IN_FORCE = {
    "tempos": (),
    "meters": (),
    "keys": (),
    "controls": ("track", "number"),
    "bends": ("track",),
}

# A registered parameter is set by several of these in turn: its number, then its value. One
# means nothing without those before it, so all are carried.
PARAMETER_CONTROLS = (6, 38, 96, 97, 98, 99, 100, 101)


def slice(
    score: "Score",
    *,
    bars: Span | None = None,
    quarters: Span | None = None,
    seconds: Span | None = None,
    ticks: Span | None = None,
    sounding: bool = False,
) -> "Score":
    """Cut out a part: `score.slice(bars=(0, 16))`. The end is not in it; None means the last.

    Notes belong to the part in which they begin, and end with it at the latest. The tempo,
    meter, key, controls and bends in force at the cut are carried to its beginning.

    Parameters
    ----------
    bars, quarters, seconds, ticks
        Give one of them: (beginning, end).
    sounding
        Also keep what is left of notes that began before the part.
    """
    start, end = _span_in_ticks(score, bars, quarters, seconds, ticks)
    changes = {
        name: _cut(getattr(score, name), start, end) for name in ("lyrics", "markers", "texts")
    }
    changes["notes"] = _cut_notes(score.notes, start, end, sounding)
    for name, by in IN_FORCE.items():
        changes[name] = _cut_in_force(name, getattr(score, name), start, end, by)
    changes["meters"] = _keep_bar_lines(score, changes["meters"], start, end)
    built = {name: sealed(in_order(name, table)) for name, table in changes.items()}
    part = score.from_tables(score.resolution, score.tracks, built, score.title)
    part.charset = score.charset
    return part


def _span_in_ticks(score, bars, quarters, seconds, ticks) -> tuple[int, int]:
    units = {
        "bars": (bars, score.timeline.bars_to_ticks),
        "quarters": (quarters, score.timeline.quarters_to_ticks),
        "seconds": (seconds, score.timeline.seconds_to_ticks),
        "ticks": (ticks, np.asarray),
    }
    given = {unit: span for unit, (span, _) in units.items() if span is not None}
    if len(given) != 1:
        raise SymbolicError("slice takes one of bars=, quarters=, seconds= or ticks=")
    [(unit, span)] = given.items()
    try:
        first, last = span
    except (TypeError, ValueError):
        raise SymbolicError(f"slice({unit}=...) takes (beginning, end), not {span!r}") from None
    to_ticks = units[unit][1]
    start = int(to_ticks(real(unit, 0 if first is None else first)))
    end = max(score.end + 1, start) if last is None else int(to_ticks(real(unit, last)))
    if start < 0:
        raise SymbolicError(f"slice({unit}={span!r}): the beginning lies before the score's")
    if end < start:
        raise SymbolicError(f"slice({unit}={span!r}): the end lies before the beginning")
    return start, end


def _cut(table: np.ndarray, start: int, end: int) -> np.ndarray:
    part = table[(table["time"] >= start) & (table["time"] < end)]
    part["time"] -= start
    return part


def _cut_notes(notes: np.ndarray, start: int, end: int, sounding: bool) -> np.ndarray:
    inside = (notes["start"] >= start) & (notes["start"] < end)
    if sounding:
        inside |= (notes["start"] < start) & (notes["start"] + notes["duration"] > start)
    part = notes[inside]
    ends = np.minimum(part["start"] + part["duration"], end) - start
    part["start"] = np.maximum(part["start"] - start, 0)
    part["duration"] = ends - part["start"]
    return part


def _cut_in_force(
    name: str, table: np.ndarray, start: int, end: int, by: tuple[str, ...]
) -> np.ndarray:
    """The rows in the window, after the last row before it of each kind."""
    if len(table) == 0:
        return table
    end = max(end, start + 1)  # what begins at the cut holds there, in a part of no length too
    inside = table[(table["time"] >= start) & (table["time"] < end)]
    before = table[table["time"] < start]
    kept = _carried(name, before, inside, start, by)
    part = np.empty(len(kept) + len(inside), table.dtype)
    part[: len(kept)], part[len(kept) :] = before[kept], inside
    part["time"] = np.maximum(part["time"] - start, 0)
    return part


def _carried(
    name: str, before: np.ndarray, inside: np.ndarray, start: int, by: tuple[str, ...]
) -> np.ndarray:
    """Which of the rows before the window are still in force where it begins."""
    replacing = inside[inside["time"] == start]
    if not by:  # each row replaces the one before
        return np.arange(len(before))[len(before) if len(replacing) else -1 :]
    kinds = _kinds(before, by)
    carried = np.zeros(len(before), bool)
    _, last = np.unique(kinds[::-1], return_index=True)
    carried[len(before) - 1 - last] = True
    carried &= ~np.isin(kinds, _kinds(replacing, by))
    if name == "controls":
        carried |= np.isin(before["number"], PARAMETER_CONTROLS)
    return np.flatnonzero(carried)


def _kinds(table: np.ndarray, by: tuple[str, ...]) -> np.ndarray:
    """One number for each row, the same where one row would replace the other."""
    kinds = np.zeros(len(table), np.int64)
    for column in by:
        kinds = kinds << 32 | table[column]
    return kinds


def _keep_bar_lines(score: "Score", meters: np.ndarray, start: int, end: int) -> np.ndarray:
    """Say the meter again at the bar lines that would move: those after a cut inside a bar.

    A bar need not last whole ticks (7/8 at an odd resolution). Then a cut at a bar line may fall
    inside the true bar too, and the meter is said at each line up to one that is a whole tick.
    """
    line = score.timeline
    bar, position = line.ticks_to_bars(start)
    numerator, denominator = line.meter_at(start)
    period = denominator // math.gcd(4 * line.resolution * numerator, denominator)
    first = line.ticks_to_bars(line.meters["time"][line.meters["time"] <= start][-1])[0]
    phase = int(bar - first) % period
    if position == 0 and phase == 0:
        return meters
    again = line.bars_to_ticks(bar + 1 + np.arange(period - phase))
    following = line.meters["time"][line.meters["time"] > start]
    again = again[again < min([end, *following[:1].tolist()])]
    if len(again) == 0:
        return meters
    rows = [(int(tick), numerator, denominator) for tick in [0, *(again - start)]]
    return np.concatenate([np.array(rows, meters.dtype), meters[meters["time"] > 0]])
