"""A piano roll as SVG: at most some 250 kB, for any score, on a light or a dark page.

Besides the colours of the notes and of piano keys, only `currentColor` and translucent grays
are used; there is no style sheet, script, identifier or address that could reach the page.
"""

from dataclasses import dataclass
from html import escape

import numpy as np

from symbolic.display.colouring import Colouring
from symbolic.display.frame import Frame, bar_lines, bar_numbers, beat_lines, frame
from symbolic.display.keyboard import BLACK, GAPS, of_classes, only_drums, row_names
from symbolic.display.palette import BLACK_KEY, EDGE, KEY_NAME, WHITE_KEY, opacity
from symbolic.display.strokes import strokes
from symbolic.score import Score

WIDTH = 1000
KEYS, DRUM_KEYS = 30, 66  # the width left of the notes for piano keys, or for names of drums
HEIGHTS = (140, 5, 330)  # the least height of the roll, the height of a row, the most
DRUM_HEIGHTS = (140, 11, 560)  # with room for a name in each row
FOOT = 16  # the height below it for bar numbers
BARS, BEATS, NUMBERS = 100, 160, 20  # the most of each that are drawn
LEVELS = 5  # degrees of opacity


@dataclass(frozen=True)
class Page:
    """Where ticks and pitches lie in the picture."""

    edges: Frame
    left: int
    tall: float

    @property
    def row(self) -> float:
        """The height of a row."""
        return self.tall / self.edges.rows

    def share(self, ticks) -> np.ndarray:
        """How far across the roll each tick lies, from 0 to 1."""
        return (np.asarray(ticks) - self.edges.start) / (self.edges.end - self.edges.start)

    def x(self, ticks) -> np.ndarray:
        """Where each tick lies across the picture."""
        return self.left + self.share(ticks) * (WIDTH - self.left)

    def y(self, pitches) -> np.ndarray:
        """The middle of each pitch's row."""
        return (self.edges.high - np.asarray(pitches) + 0.5) * self.row


def svg(score: Score, colouring: Colouring, label: str) -> str:
    """Draw a score as an SVG element.

    Parameters
    ----------
    score, colouring
        The notes, and their colours.
    label
        What the picture shows, for those who do not see it.
    """
    edges, shown = frame(score)
    drums = only_drums(score)
    lowest, row, highest = DRUM_HEIGHTS if drums else HEIGHTS
    tall = min(max(edges.rows * row, lowest), highest)
    page = Page(edges, DRUM_KEYS if drums else KEYS, tall)
    said = escape(label)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall + FOOT}"'
            f' width="100%" role="img" aria-label="{said}" fill="currentColor"'
            ' font-family="system-ui,sans-serif" font-size="10" style="display:block;height:auto">',
            f"<title>{said}</title>",
            *(_drum_names(score, page) if drums else _keys(score, page)),
            *_grid(score, page),
            *_notes(score, colouring, page, shown),
            *([] if len(shown) else _no_notes(page)),
            "</svg>",
        ]
    )


def _keys(score: Score, page: Page) -> list[str]:
    """Piano keys, the Cs among them named, and the rows of the black keys shaded."""
    edges, row = page.edges, page.row
    black = of_classes(BLACK, edges.low, edges.high)
    cracks = [*(page.y(black)), *(page.y(of_classes(GAPS, edges.low, edges.high)) - row / 2)]
    keys = [
        f'<path d="M0 0h{KEYS}v{page.tall:g}h-{KEYS}z" fill="{WHITE_KEY}"/>',
        _strokes(0, cracks, KEYS, f'stroke="{EDGE}" stroke-width=".6"'),
        _strokes(0, page.y(black), KEYS * 0.55, f'stroke="{BLACK_KEY}" stroke-width="{row:.3g}"'),
        _strokes(KEYS, page.y(black), WIDTH - KEYS, _shade(0.1, row)),
    ]
    size = min(9, max(7.5, 2.2 * row))
    for pitch, name in row_names(score, edges.low, edges.high).items():
        keys.append(
            f'<text x="{KEYS - 2}" y="{page.y(pitch) + size / 3:.4g}" text-anchor="end"'
            f' font-size="{size:.3g}" fill="{KEY_NAME}">{name}</text>'
        )
    return keys


def _drum_names(score: Score, page: Page) -> list[str]:
    """The names of the drums that sound, and their rows shaded."""
    names = row_names(score, page.edges.low, page.edges.high)
    shade = _shade(0.1, page.row * 0.9)
    rows = _strokes(DRUM_KEYS, page.y(list(names)), WIDTH - DRUM_KEYS, shade)
    return [rows] + [
        f'<text x="{DRUM_KEYS - 6}" y="{page.y(pitch) + 3.2:.4g}" text-anchor="end"'
        f' opacity=".8">{name}</text>'
        for pitch, name in names.items()
    ]


def _strokes(x: float, ys, length: float, look: str) -> str:
    """Horizontal lines of one length and one look."""
    return f'<path {look} d="{"".join(f"M{x:g} {y:.5g}h{length:g}" for y in ys)}"/>'


def _shade(strength: float, width: float) -> str:
    return f'stroke="{EDGE}" stroke-opacity="{strength}" stroke-width="{width:.3g}"'


def _grid(score: Score, page: Page) -> list[str]:
    """Bar lines, fainter beats, and the numbers of bars below."""
    _, bars = bar_lines(score, page.edges, BARS)
    beats = beat_lines(score, page.edges, BEATS)
    grid = [
        f'<path fill="none" {_shade(strength, 1)} d="'
        + "".join(f"M{x:.5g} 0v{page.tall:g}" for x in page.x(ticks))
        + '"/>'
        for ticks, strength in ((beats, 0.16), (np.append(bars, page.edges.end), 0.4))
    ]
    for tick, number in bar_numbers(score, page.edges, NUMBERS):
        grid.append(
            f'<text x="{page.x(tick) + 2:.5g}" y="{page.tall + 11:g}" opacity=".7">{number}</text>'
        )
    return grid


def _notes(score: Score, colouring: Colouring, page: Page, shown: np.ndarray) -> list[str]:
    """One path for all notes of one colour and opacity: their ink."""
    if len(shown) == 0:
        return []
    notes = score.notes[shown]
    palette = list(dict.fromkeys(colouring.colours))  # tracks beyond the palette share colours
    colour = np.array([palette.index(c) for c in colouring.colours])[colouring.kind[shown]]
    level = (notes["velocity"].astype(np.int64) * LEVELS - 1) // 127
    drawn = strokes(
        page.share(notes["start"]),
        page.share(notes["start"] + notes["duration"]),
        page.edges.high - notes["pitch"].astype(np.int64),
        colour * LEVELS + level,
    )
    across = (WIDTH - page.left) / drawn.columns
    inks, first = np.unique(drawn.ink, return_index=True)
    paths = [
        f'<path stroke="{palette[ink // LEVELS]}"'
        f' stroke-opacity="{opacity((ink % LEVELS + 0.5) / LEVELS * 127):.2g}" d="'
        + _relative(drawn.start[a:b], drawn.row[a:b], drawn.end[a:b])
        + '"/>'
        for ink, a, b in zip(inks.tolist(), first, [*first[1:], len(drawn)], strict=True)
    ]
    place = f"translate({page.left} {page.row / 2:.6g}) scale({across:.6g} {page.row:.6g})"
    return [f'<g fill="none" stroke-width=".9" transform="{place}">', *paths, "</g>"]


def _relative(start: np.ndarray, row: np.ndarray, end: np.ndarray) -> str:
    """Strokes as moves from the end of each to the beginning of the next."""
    pen_x, pen_y = np.append(0, end[:-1]), np.append(0, row[:-1])
    moves = np.stack([start - pen_x, row - pen_y, end - start], axis=1)
    return "m%d %dh%d" * len(moves) % tuple(moves.ravel().tolist())


def _no_notes(page: Page) -> list[str]:
    return [
        f'<text x="{(page.left + WIDTH) / 2:g}" y="{page.tall / 2:g}" font-size="13"'
        ' text-anchor="middle" opacity=".6">no notes</text>'
    ]
