"""Draw a score above what a model made of it, and mark the notes in which they differ."""

from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from symbolic.display.colouring import by_track
from symbolic.display.frame import Bars
from symbolic.display.likeness import ALONE, CHANGED, SAME, likeness
from symbolic.display.palette import HUES
from symbolic.errors import SymbolicError
from symbolic.score import Score

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 8.0  # inches


class Look(NamedTuple):
    """How notes of a kind are drawn: told apart without colours, too.

    Attributes
    ----------
    name
        What the legend calls it.
    face, edge
        Colours.
    line
        How wide the edge is, in points.
    hatch
        The pattern on it.
    """

    name: str
    face: str
    edge: str
    line: float
    hatch: str = ""


SAME_LOOK = Look("the same", "#c3c7cc", "#8d9299", 0.5)
CHANGED_LOOK = Look("another pitch or length", "#f5c04d", "#7a5200", 0.7, "//////")
MISSING_LOOK = Look("missing below", "#ffffff", HUES[0], 1.4)
ADDED_LOOK = Look("added", "#b23a00", "#7d2900", 0.5)

ABOVE = {SAME: SAME_LOOK, CHANGED: CHANGED_LOOK, ALONE: MISSING_LOOK}
BELOW = {SAME: SAME_LOOK, CHANGED: CHANGED_LOOK, ALONE: ADDED_LOOK}


def draw_pair(
    original: Score,
    reconstruction: Score,
    *,
    bars: Bars | None = None,
    steps: int = 4,
    title: tuple[str, str] | None = None,
    size: tuple[float, float] | None = None,
    path: str | PathLike[str] | None = None,
) -> "Figure":
    """Draw a score above its reconstruction, on one time axis and with the same pitches.

    Notes that are missing below are hollow, those that were added are dark, and those with another
    pitch or length are hatched. See `symbolic.display.likeness` for which are which.

    Parameters
    ----------
    original, reconstruction
        What to draw.
    bars
        Draw only these, counted from 0, the end not among them.
    steps
        Times are compared on the nearest of so many parts of a quarter.
    title
        Of both; by default what became of the notes in the picture stands above the lower one.
    size
        Width and height of the figure in inches.
    path
        Also save the figure: .png, .svg, .pdf ...

    Examples
    --------
    >>> tune = Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 62, 80, 0)])
    >>> figure = draw_pair(tune, tune.slice(bars=(0, 1)).transpose(2))
    >>> figure.axes[1].get_title(loc="left")
    'reconstruction: 0 of 2 notes the same, 2 changed'
    """
    kinds = likeness(original, reconstruction, steps)
    if title is not None and (isinstance(title, str) or len(title) != 2):
        raise SymbolicError(
            "a pair has two titles, one of the original and one of what became of it"
        )

    from symbolic.display.compared import Compared, explain  # these two import matplotlib
    from symbolic.display.sheet import link, new_sheet, save

    rolls = [
        Compared(score, by_track(score), bars, kind, looks)
        for score, kind, looks in zip(
            (original, reconstruction), kinds, (ABOVE, BELOW), strict=True
        )
    ]
    end = max(roll.end for roll in rolls)
    low = min(roll.edges.low for roll in rolls)
    high = max(roll.edges.high for roll in rolls)
    names = rolls[0].sounding | rolls[1].sounding
    drums = bool(names) and all(roll.drums or not len(roll.score.notes) for roll in rolls)
    if drums:  # no more rows than there are names for
        low, high = min(names) - 1, max(names) + 1
    for roll in rolls:
        roll.extend(end)
        roll.edges = replace(roll.edges, low=low, high=high)
        roll.names, roll.drums = names, drums
    axes = new_sheet(rolls, size, WIDTH)
    for roll, place, name in zip(
        rolls, axes, title or _titles(*(roll.kind for roll in rolls)), strict=True
    ):
        roll.draw(place, name, [])
    link(axes)
    figure = axes[0].figure.canvas.figure
    explain(figure, rolls)
    if path is not None:
        save(figure, path)
    return figure


def _titles(one: np.ndarray, other: np.ndarray) -> tuple[str, str]:
    """What stands above each."""
    counts = [int((one == kind).sum()) for kind in (CHANGED, ALONE)] + [int((other == ALONE).sum())]
    words = [f"{int((one == SAME).sum()):,} of {len(one):,} notes the same"]
    named = zip(counts, ("changed", "missing", "added"), strict=True)
    words += [f"{count:,} {name}" for count, name in named if count]
    return "original", f"reconstruction: {', '.join(words)}"
