"""One score as a small roll among others like it: one colour, no keyboard, one set of rows."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from symbolic.display.boxes import HALF, boxes, spans
from symbolic.display.frame import Bars, Frame, bar_lines, bar_numbers, extended, frame
from symbolic.display.keyboard import DRUM_NAMES, of_classes, only_drums, pitch_name
from symbolic.display.palette import DRUMS, EDGE
from symbolic.score import Score

OCTAVE = 12
LINES = 64  # bar lines that are drawn at most
SMALL = 7.0  # points
APART = 0.012  # inches left free behind a note
FEW = 18  # rows; where there are more, notes are drawn higher than theirs, to be seen
TALL = 0.8  # half the height of such a note


class Rows:
    """The rows that several scores share: pitches or, for drums alone, the drums that sound.

    Attributes
    ----------
    count
        How many.
    row_of
        For every MIDI pitch its row, from the lowest on.
    names
        What is written beside some rows.
    drums
        Whether the rows are drums.
    """

    def __init__(self, scores: Sequence[Score], edges: Sequence[Frame]):
        full = [score for score in scores if len(score.notes)]
        self.drums = bool(full) and all(only_drums(score) for score in full)
        if self.drums:
            found = np.unique(np.concatenate([score.notes["pitch"] for score in full]))
            self.count = len(found)
            self.row_of = found.searchsorted(np.arange(128))
            named = (DRUM_NAMES.get(int(pitch), str(pitch)) for pitch in found)
            self.names = dict(enumerate(named))
            return
        low, high = _tight(scores, edges)
        self.count = high - low + 1
        self.row_of = np.arange(128) - low
        self.names = {int(c) - low: pitch_name(int(c)) for c in of_classes((0,), low, high)}


def _tight(scores: Sequence[Score], edges: Sequence[Frame]) -> tuple[int, int]:
    """The pitches from a semitone below the lowest to one above the highest, an octave at least."""
    pitches = [score.notes["pitch"] for score in scores if len(score.notes)]
    if not pitches:
        return edges[0].low, edges[0].low + OCTAVE
    every = np.concatenate(pitches)
    low, high = max(int(every.min()) - 1, 0), min(int(every.max()) + 1, 127)
    missing = max(OCTAVE - (high - low), 0)
    low = max(low - missing // 2, 0)
    high = min(high + missing - missing // 2, 127)
    return low, high


class Strip:
    """A score and the part of it that is drawn."""

    def __init__(self, score: Score, bars: Bars | None):
        self.score = score
        self.edges, self.shown = frame(score, bars)

    @property
    def end(self) -> float:
        """Where the picture ends, in quarters."""
        return float(self.score.timeline.ticks_to_quarters(self.edges.end))

    def extend(self, quarters: float) -> None:
        """Go on with empty bars as far as another score lasts."""
        if quarters > self.end:
            tick = int(self.score.timeline.quarters_to_ticks(quarters))
            self.edges = replace(extended(self.score, self.edges, tick), end=tick)

    def draw(self, ax: Axes, rows: Rows, colour: str, width: float) -> None:
        """Draw it all, so many inches wide, but for numbers of bars and names of rows."""
        quarters = self.score.timeline.ticks_to_quarters
        left, right = (float(quarters(tick)) for tick in (self.edges.start, self.edges.end))
        ax.set_xlim(left, right)
        ax.set_ylim(-0.5, rows.count - 0.5)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.grid(False)
        for side in ax.spines.values():
            side.set(color=EDGE, alpha=0.5, linewidth=0.6)
        self._rows(ax, rows)
        _, bars = bar_lines(self.score, self.edges, LINES)
        drawn = ax.vlines(quarters(bars[1:]), -0.5, rows.count, EDGE, alpha=0.4, linewidth=0.6)
        drawn.set_gid("bars")
        notes = self.score.notes[self.shown]
        start, end = spans(self.score, notes, right - left, APART / width)
        shapes = PolyCollection(
            boxes(start, end, rows.row_of[notes["pitch"]], HALF if rows.count <= FEW else TALL),
            facecolors=self._colours(notes, rows, colour),
            linewidths=0,
            zorder=2,
        )
        shapes.set_gid("notes")
        ax.add_collection(shapes, autolim=False)

    def _colours(self, notes: np.ndarray, rows: Rows, colour: str) -> str | list[str]:
        """One colour; among other parts drums are gray, as their rows are no pitches."""
        if rows.drums:
            return colour
        drum = [track.is_drum for track in self.score.tracks]
        return [DRUMS[2] if drum[track] else colour for track in notes["track"].tolist()]

    def _rows(self, ax: Axes, rows: Rows) -> None:
        """Shade every second drum, or draw a line at every C."""
        if not rows.drums:
            ax.hlines(
                list(rows.names),
                0,
                1,
                EDGE,
                alpha=0.4,
                linewidth=0.6,
                transform=ax.get_yaxis_transform(),
            )
            return
        odd = np.arange(0.0, rows.count, 2)
        left, right = np.zeros_like(odd), np.ones_like(odd)
        lanes = PolyCollection(
            boxes(left, right, odd, 0.5),
            transform=ax.get_yaxis_transform(),
            facecolor=EDGE,
            alpha=0.1,
            linewidth=0,
        )
        ax.add_collection(lanes, autolim=False)

    def number(self, ax: Axes, most: int) -> None:
        """Write the numbers of some bars below."""
        numbers = bar_numbers(self.score, self.edges, most, 1 / (most + 1))
        places = self.score.timeline.ticks_to_quarters([tick for tick, _ in numbers])
        ax.set_xticks(places, [text for _, text in numbers])
        ax.tick_params(axis="x", length=0, labelsize=SMALL, pad=2)
        for label in ax.get_xticklabels():
            label.set_horizontalalignment("left")


def name_rows(ax: Axes, rows: Rows) -> None:
    """Write the names of the rows at the left."""
    ax.set_yticks(list(rows.names), list(rows.names.values()))
    ax.tick_params(axis="y", length=0, labelsize=SMALL, pad=2)
