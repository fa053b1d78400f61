"""A roll whose notes look as what became of them: the same, changed, missing or added."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from symbolic.display.boxes import HALF, boxes, spans
from symbolic.display.colouring import Colouring
from symbolic.display.frame import Bars
from symbolic.display.keyboard import row_names
from symbolic.display.pair import Look
from symbolic.display.roll import IN_PIXELS, Roll
from symbolic.score import Score

FONT = 8.5  # points


class Compared(Roll):
    """A score with a look for each kind of its notes.

    Parameters
    ----------
    score, colouring, bars
        As of any roll.
    kind
        For every note of the score a key of `looks`.
    """

    def __init__(
        self,
        score: Score,
        colouring: Colouring,
        bars: Bars | None,
        kind: np.ndarray,
        looks: Mapping[int, Look],
    ):
        super().__init__(score, colouring, bars)
        self.kind = kind[self.shown]
        self.looks = looks
        self.names: dict[int, str] = {}

    @property
    def sounding(self) -> dict[int, str]:
        """The names of the drums that sound, if nothing else does."""
        return row_names(self.score, self.edges.low, self.edges.high) if self.drums else {}

    @property
    def used(self) -> list[Look]:
        """The looks that some note in the picture has."""
        return [look for kind, look in self.looks.items() if (self.kind == kind).any()]

    def _named(self) -> dict[int, str]:
        return self.names if self.drums else super()._named()

    def _notes(self, ax: Axes) -> None:
        """The notes of each kind as one collection of rectangles."""
        if len(self.shown) == 0:
            super()._notes(ax)
            return
        left, right = ax.get_xlim()
        for order, (kind, look) in enumerate(self.looks.items()):
            notes = self.score.notes[self.shown[self.kind == kind]]
            start, end = spans(self.score, notes, right - left)
            rectangles = PolyCollection(
                boxes(start, end, notes["pitch"], HALF),
                facecolors=look.face,
                edgecolors=look.edge,
                linewidths=look.line,
                hatch=look.hatch or None,
                rasterized=len(notes) > IN_PIXELS,
                zorder=2 + order / 10,
            )
            rectangles.set_gid(f"notes {look.name}")
            ax.add_collection(rectangles, autolim=False)

    def _legend(self, ax: Axes) -> None:
        """One below the whole figure says it for both rolls: see `explain`."""


def explain(figure: Figure, rolls: Sequence[Compared]) -> None:
    """A legend below a figure, of the looks that its notes have."""
    looks = dict.fromkeys(look for roll in rolls for look in roll.used)
    if not looks:
        return
    handles = []
    for look in looks:
        patch = Patch(
            facecolor=look.face, edgecolor=look.edge, linewidth=look.line, hatch=look.hatch or None
        )
        handles.append(patch)
    figure.legend(
        handles,
        [look.name for look in looks],
        loc="outside lower center",
        ncols=len(looks),
        frameon=False,
        fontsize=FONT,
        handlelength=1.6,
        handleheight=0.9,
        columnspacing=1.6,
    )
