"""Cut a window out of a score, with everything that is in force where it begins."""

from typing import TYPE_CHECKING

import numpy as np

from symbolic.errors import SymbolicError

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
        changes[name] = _cut_in_force(getattr(score, name), start, end, by)
    changes["meters"] = _keep_bar_lines(score, changes["meters"], start, end)
    return score.replace(**changes)


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
    start = int(to_ticks(first or 0))
    end = max(score.end + 1, start) if last is None else int(to_ticks(last))
    if not 0 <= start <= end:
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


def _cut_in_force(table: np.ndarray, start: int, end: int, by: tuple[str, ...]) -> np.ndarray:
    """The rows in the window, after the last row before it of each kind."""
    before = table[table["time"] < start]
    if len(before):
        kinds = np.stack([before[column] for column in by] or [np.zeros(len(before), int)])
        _, last = np.unique(kinds[:, ::-1], axis=1, return_index=True)
        before = before[np.sort(len(before) - 1 - last)]
        before["time"] = start
    return _cut(np.concatenate([before, table[table["time"] >= start]]), start, end)


def _keep_bar_lines(score: "Score", meters: np.ndarray, start: int, end: int) -> np.ndarray:
    """Where the cut falls inside a bar, say the meter again at the next bar line."""
    bar, position = score.timeline.ticks_to_bars(start)
    if position == 0:
        return meters
    line = int(score.timeline.bars_to_ticks(bar + 1))
    if line >= end or (len(meters) and (meters["time"] == line - start).any()):
        return meters
    numerator, denominator = score.timeline.meter_at(start)
    rows = [(0, numerator, denominator), (line - start, numerator, denominator)]
    return np.concatenate([np.array(rows, meters.dtype), meters[meters["time"] > 0]])
