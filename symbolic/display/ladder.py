"""Draw interpolations: a ladder of small rolls from one score to another, or a grid of four."""

from collections.abc import Iterable, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from symbolic.display.captions import TITLE, caption
from symbolic.display.frame import Bars
from symbolic.display.palette import HUES, blended
from symbolic.errors import SymbolicError
from symbolic.score import Score

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from symbolic.display.strip import Rows, Strip

WIDTH = 8.0  # inches
ROW, DRUM_ROW = 0.028, 0.11  # the height of a row of a rung; a drum's has room for its name
LOWEST, HIGHEST = 0.55, 1.4  # the height of a rung
AROUND = 0.35  # the height of the bar numbers
HEAD = 0.35  # that of the title
NUMBERS = 16  # bars that are numbered at most
CELL_NUMBERS = 4
SQUARE = 0.6  # the height of a cell of a grid, as a share of its width
MOST = 64  # rungs, or cells on a side
LABEL = 24  # letters

VIA = HUES[0], HUES[6], HUES[1]  # from A, on the way, and to B
CORNERS = HUES[0], HUES[1], HUES[2], HUES[6]  # A, B, C and D
AT = (0, 0), (0, -1), (-1, 0), (-1, -1)  # their rows and columns
BOLD: Any = {"fontsize": 9.5, "fontweight": "bold"}


def draw_ladder(
    scores: Sequence[Score],
    labels: Sequence[str] | None = None,
    *,
    bars: Bars | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    path: str | PathLike[str] | None = None,
) -> "Figure":
    """Draw an interpolation as a ladder of piano rolls, one above the other.

    All share one time axis and one set of pitches: of the drums that sound, if nothing else does.

    Parameters
    ----------
    scores
        From A, at the top, to B.
    labels
        What stands before each; by default how far it is on the way from A to B.
    bars
        Draw only these, counted from 0, the end not among them.
    title
        What stands on top.
    size
        Width and height of the figure in inches.
    path
        Also save the figure: .png, .svg, .pdf ...

    Examples
    --------
    >>> tunes = [Score(480, notes=[(0, 960, 60 + n, 80, 0)]) for n in range(5)]
    >>> figure = draw_ladder(tunes)
    >>> [axes.get_ylabel() for axes in figure.axes]
    ['A', '25 %', '50 %', '75 %', 'B']
    """
    rungs = _scores(scores)
    names = _shares(len(rungs)) if labels is None else [str(label) for label in labels]
    if len(names) != len(rungs):
        raise SymbolicError(f"{len(rungs)} scores need as many labels, not {len(names)}")
    strips, rows = _strips(rungs, bars)
    height = min(max(rows.count * (DRUM_ROW if rows.drums else ROW), LOWEST), HIGHEST)
    inches = WIDTH, len(rungs) * height + AROUND + HEAD * bool(title)
    figure, grid = _sheet(len(rungs), 1, size or inches, title)
    colours = blended(VIA, len(rungs))
    for strip, [ax], colour, name in zip(strips, grid, colours, names, strict=True):
        strip.draw(ax, rows, colour, figure.get_figwidth())
        _label(ax, name)
        _name_rows(ax, rows)
    strips[-1].number(grid[-1][0], NUMBERS)
    return _finished(figure, path)


def draw_grid(
    scores: Sequence[Sequence[Score]],
    *,
    corners: Sequence[str] = ("A", "B", "C", "D"),
    bars: Bars | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    path: str | PathLike[str] | None = None,
) -> "Figure":
    """Draw an interpolation among four scores as a grid of piano rolls.

    Parameters
    ----------
    scores
        Rows of as many scores each; the four corners are the four that lie between them.
    corners
        The names of those at the top left, the top right, the bottom left and the bottom right.
    bars, title, size, path
        As of `draw_ladder`.

    Examples
    --------
    >>> tune = Score(480, notes=[(0, 960, 60, 80, 0)])
    >>> tunes = [[tune.transpose(row + column) for column in range(3)] for row in range(4)]
    >>> figure = draw_grid(tunes)
    >>> len(figure.axes), figure.axes[0].get_title(loc="left")
    (12, 'A')
    """
    lines = [_scores(line) for line in _listed(scores)]
    if not lines or len({len(line) for line in lines}) != 1:
        raise SymbolicError("a grid has rows of as many scores each")
    if len(corners) != len(CORNERS):
        raise SymbolicError(f"a grid has four corners, not {len(corners)}")
    down, across = len(lines), len(lines[0])
    strips, rows = _strips([score for line in lines for score in line], bars)
    inches = WIDTH, down * WIDTH / across * SQUARE + AROUND + HEAD * bool(title)
    figure, grid = _sheet(down, across, size or inches, title)
    left, right = (blended(CORNERS[side::2], down) for side in (0, 1))
    for line in range(down):
        colours = blended((left[line], right[line]), across)
        for column, ax in enumerate(grid[line]):
            strip = strips[line * across + column]
            strip.draw(ax, rows, colours[column], figure.get_figwidth() / across)
        _name_rows(grid[line][0], rows)
    for column, ax in enumerate(grid[-1]):
        strips[(down - 1) * across + column].number(ax, CELL_NUMBERS)
    for name, (line, column) in zip(corners, AT, strict=True):
        _corner(grid[line][column], name, above=line == 0)
    return _finished(figure, path)


def _listed(scores: Any) -> list[Any]:
    if isinstance(scores, Score) or not isinstance(scores, Iterable):
        raise SymbolicError("an interpolation is a list of Scores")
    found = list(scores)
    if len(found) > MOST:
        raise SymbolicError(f"{len(found)} rolls are too small to see: draw {MOST} at most")
    return found


def _scores(scores: Any) -> list[Score]:
    found = _listed(scores)
    if not found or not all(isinstance(score, Score) for score in found):
        raise SymbolicError("an interpolation is a list of Scores with at least one in it")
    return found


def _shares(count: int) -> list[str]:
    """How far each is on the way."""
    if count == 1:
        return ["A"]
    between = (round(100 * n / (count - 1), 1) for n in range(1, count - 1))
    return ["A", *(f"{share:g} %" for share in between), "B"]


def _strips(scores: list[Score], bars: Bars | None) -> tuple[list["Strip"], "Rows"]:
    """The scores as strips of one length, and the rows that they share."""
    from symbolic.display.strip import Rows, Strip  # imports matplotlib

    strips = [Strip(score, bars) for score in scores]
    end = max(strip.end for strip in strips)
    for strip in strips:
        strip.extend(end)
    return strips, Rows(scores, [strip.edges for strip in strips])


def _sheet(
    down: int, across: int, size: tuple[float, float], title: str
) -> tuple["Figure", list[list["Axes"]]]:
    """A figure with axes in rows, close to one another."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    from symbolic.display.glyphs import literal
    from symbolic.display.sheet import Sheet

    close = ConstrainedLayoutEngine(h_pad=0.02, w_pad=0.03, hspace=0.0, wspace=0.0)
    sheet = Sheet(figsize=size, layout=close)
    if title:
        literal(sheet.suptitle("", x=0.01, ha="left", fontsize=11), caption(title, TITLE))
    return sheet, sheet.subplots(down, across, squeeze=False).tolist()


def _label(ax: "Axes", name: str) -> None:
    from symbolic.display.glyphs import literal

    label = ax.set_ylabel("", rotation=0, ha="right", va="center", labelpad=8, **BOLD)
    literal(label, caption(name, LABEL))


def _corner(ax: "Axes", name: str, above: bool) -> None:
    from symbolic.display.glyphs import literal

    if above:
        label = ax.set_title("", loc="left", pad=3, **BOLD)
    else:
        label = ax.set_xlabel("", loc="left", labelpad=1, **BOLD)
    literal(label, caption(name, LABEL))


def _name_rows(ax: "Axes", rows: "Rows") -> None:
    from symbolic.display.strip import name_rows

    name_rows(ax, rows)


def _finished(figure: "Figure", path: str | PathLike[str] | None) -> "Figure":
    from symbolic.display.sheet import save

    if path is not None:
        save(figure, path)
    return figure
