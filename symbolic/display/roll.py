"""One score drawn on the axes of a matplotlib figure. Its x axis counts quarter notes."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba_array
from matplotlib.patches import Patch

from symbolic.display.boxes import HALF, boxes, spans
from symbolic.display.captions import TITLE, and_more, caption
from symbolic.display.colouring import Colouring
from symbolic.display.frame import Bars, bar_lines, bar_numbers, beat_lines, extended, frame
from symbolic.display.glyphs import literal
from symbolic.display.keyboard import BLACK, GAPS, of_classes, only_drums, row_names
from symbolic.display.palette import BLACK_KEY, EDGE, WHITE_KEY, opacity
from symbolic.score import Score

BARS, BEATS, NUMBERS = 120, 200, 20  # the most of each that are drawn
KINDS_NAMED = 16
OUTLINED = 3000  # more notes than this have no outline
IN_PIXELS = 20_000  # more notes than this are pixels in a PDF or SVG too
KEYS = 0.028  # the width of the piano keys, as a share of the roll's
LETTER = 0.011  # the width of a letter of a chord symbol, likewise
NO_CHORD = "N"  # how symbolic.theory writes a rest of the harmony


class Roll:
    """A score, its colours and the part of it that is drawn.

    Parameters
    ----------
    score, colouring
        The notes and their colours.
    bars
        Which bars to draw; None draws all.
    """

    def __init__(self, score: Score, colouring: Colouring, bars: Bars | None):
        self.score = score
        self.colouring = colouring
        self.edges, self.shown = frame(score, bars)
        self.drums = only_drums(score)

    @property
    def end(self) -> float:
        """Where the picture ends, in quarters."""
        return float(self._quarters(self.edges.end))

    def extend(self, quarters: float) -> None:
        """Go on with empty bars as far as another score lasts."""
        if quarters > self.end:
            tick = self.score.timeline.quarters_to_ticks(quarters)
            self.edges = extended(self.score, self.edges, int(tick))

    def draw(self, ax: Axes, title: str, chords: list[tuple[int, int, str]]) -> None:
        """Draw it all."""
        left, right = self._quarters([self.edges.start, self.edges.end])
        ax.set_xlim(left, right)
        ax.set_ylim(self.edges.low - 0.5, self.edges.high + 0.5)
        ax.grid(False)
        for side in ax.spines.values():
            side.set(color=EDGE, alpha=0.5)
        self._lanes(ax)
        self._grid(ax)
        self._notes(ax)
        if self.drums:
            self._rows(ax)
        else:
            self._keys(ax)
        self._legend(ax)
        drawn = self._chords(ax, chords)
        literal(ax.set_title("", loc="left", pad=20 if drawn else 7), caption(title, TITLE))

    def _quarters(self, ticks) -> np.ndarray:
        return self.score.timeline.ticks_to_quarters(ticks)

    def _named(self) -> dict[int, str]:
        """The rows that have a name."""
        return row_names(self.score, self.edges.low, self.edges.high)

    # -- behind the notes -------------------------------------------------------------

    def _lanes(self, ax: Axes) -> None:
        """Shade the rows of black keys or, where there are only drums, of those that sound."""
        low, high = self.edges.low, self.edges.high
        rows = np.asarray(
            list(self._named()) if self.drums else of_classes(BLACK, low, high), float
        )
        across = np.tile([0.0, 1.0], (len(rows), 1))
        shades = PolyCollection(
            boxes(across[:, 0], across[:, 1], rows, 0.5),
            transform=ax.get_yaxis_transform(),
            facecolor=EDGE,
            alpha=0.1,
            linewidth=0,
            zorder=0.5,
        )
        shades.set_gid("lanes")
        ax.add_collection(shades, autolim=False)

    def _grid(self, ax: Axes) -> None:
        """Bar lines with numbers, and fainter beats."""
        _, bars = bar_lines(self.score, self.edges, BARS)
        beats = beat_lines(self.score, self.edges, BEATS)
        for name, ticks, strength in (("beats", beats, 0.15), ("bars", bars, 0.4)):
            lines = ax.vlines(
                self._quarters(ticks),
                0,
                1,
                transform=ax.get_xaxis_transform(),
                color=EDGE,
                alpha=strength,
                linewidth=0.8,
                zorder=0.8,
            )
            lines.set_gid(name)
        numbers = bar_numbers(self.score, self.edges, NUMBERS)
        ax.set_xticks(self._quarters([tick for tick, _ in numbers]), [text for _, text in numbers])
        ax.tick_params(axis="x", length=0, labelsize=8.5, pad=3)
        for label in ax.get_xticklabels():
            label.set_horizontalalignment("left")

    # -- the notes --------------------------------------------------------------------

    def _notes(self, ax: Axes) -> None:
        """All notes as one collection of rectangles, louder ones more opaque."""
        if len(self.shown) == 0:
            ax.text(
                0.5, 0.5, "no notes", transform=ax.transAxes, ha="center", va="center", alpha=0.6
            )
        notes = self.score.notes[self.shown]
        left, right = ax.get_xlim()
        start, end = spans(self.score, notes, right - left)
        colours = to_rgba_array(self.colouring.colours)[self.colouring.kind[self.shown]]
        faces = colours.reshape(-1, 4).copy()
        faces[:, 3] = opacity(notes["velocity"])
        few = len(notes) <= OUTLINED
        rectangles = PolyCollection(
            boxes(start, end, notes["pitch"], HALF),
            facecolors=faces,
            edgecolors=colours if few else "none",
            linewidths=0.5 if few else 0,
            rasterized=len(notes) > IN_PIXELS,
            zorder=2,
        )
        rectangles.set_gid("notes")
        ax.add_collection(rectangles, autolim=False)

    def _legend(self, ax: Axes) -> None:
        """What the colours stand for; one alone needs no telling apart."""
        kinds = self.colouring.used(self.shown)
        if len(kinds) < 2:
            return
        named, rest = and_more(kinds, KINDS_NAMED)
        handles = [Patch(facecolor=self.colouring.colours[kind]) for kind in named]
        names = [self.colouring.meanings[kind] for kind in named]
        if rest:
            handles.append(Patch(facecolor="none"))
            names.append(rest)
        # Names are set after: matplotlib hides entries whose label begins with an underscore.
        legend = ax.legend(
            handles,
            [str(place) for place in range(len(handles))],
            loc="upper left",
            bbox_to_anchor=(1.0, 1.0),
            borderaxespad=0.3,
            frameon=False,
            fontsize=8.5,
            handlelength=0.9,
            handleheight=0.9,
        )
        for text, name in zip(legend.get_texts(), names, strict=True):
            literal(text, name)

    # -- beside and above the notes ---------------------------------------------------

    def _rows(self, ax: Axes) -> None:
        """The names of the drums that sound."""
        names = self._named()
        ax.set_yticks(list(names), list(names.values()))
        ax.tick_params(axis="y", length=0, labelsize=8)

    def _keys(self, ax: Axes) -> None:
        """Piano keys at the left, the Cs among them named."""
        low, high = self.edges.low, self.edges.high
        keys = ax.inset_axes((-KEYS, 0, KEYS, 1), sharey=ax, facecolor=WHITE_KEY)
        keys.set_gid("keys")
        keys.set_xlim(0, 1)
        keys.set_xticks([])
        black = of_classes(BLACK, low, high).astype(float)
        cracks = np.concatenate([black, of_classes(GAPS, low, high) + 0.5])
        keys.hlines(cracks, 0, 1, color=EDGE, linewidth=0.5)
        ebony = boxes(np.zeros_like(black), np.full_like(black, 0.58), black, 0.5)
        keys.add_collection(PolyCollection(ebony, facecolors=BLACK_KEY, linewidths=0, zorder=3))
        names = self._named()
        for side in keys.spines.values():
            side.set(color=EDGE, linewidth=0.5)
        keys.set_yticks(list(names), list(names.values()))
        keys.tick_params(axis="y", length=0, labelsize=8, pad=2)
        ax.tick_params(axis="y", left=False, labelleft=False)  # the ticks are shared

    def _chords(self, ax: Axes, chords: list[tuple[int, int, str]]) -> int:
        """Chord symbols on top, as many as there is room for. Returns how many."""
        left, right = ax.get_xlim()
        times = self._quarters([(time, time + duration) for time, duration, _ in chords])
        begins, ends = times.reshape(-1, 2).T.tolist()
        free, drawn, before = left, 0, NO_CHORD
        for begin, end, (_, _, symbol) in zip(begins, ends, chords, strict=True):
            if end <= left or begin >= right:
                continue
            goes_on, before = symbol == before, symbol
            if goes_on or symbol == NO_CHORD or max(begin, left) < free:
                continue
            words = caption(symbol, 12)
            place = (max(begin, left), 1)
            above = ax.annotate("", place, (0, 4), ("data", "axes fraction"), "offset points")
            literal(above, words).set(fontsize=8.5, gid="chord")
            free = place[0] + (len(words) + 1) * LETTER * (right - left)
            drawn += 1
        return drawn
