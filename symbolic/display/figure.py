"""Plot scores as piano rolls with matplotlib, which is imported when something is plotted."""

from collections.abc import Iterable, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, cast

from symbolic.display.colouring import COLOURINGS
from symbolic.display.frame import Bars
from symbolic.errors import SymbolicError
from symbolic.score import Score

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def plot(
    scores: Score | Sequence[Score],
    *,
    bars: Bars | None = None,
    by: str = "track",
    chords: bool = False,
    title: str | Sequence[str] | None = None,
    ax: "Axes | Sequence[Axes] | None" = None,
    size: tuple[float, float] | None = None,
    path: str | PathLike[str] | None = None,
) -> "Figure":
    """Draw a score as a piano roll, or several one above the other on one time axis.

    The figure is shown by Jupyter, and saved by `path` or `figure.savefig`. To see it in a
    window, draw on axes of pyplot: `score.plot(ax=plt.gca()); plt.show()`.

    Parameters
    ----------
    scores
        What to draw.
    bars
        Draw only these, counted from 0, the end not among them: `bars=(0, 16)`. The axis
        numbers them from 1, as people read them.
    by
        What the colours mean: "track" or "pitch class".
    chords
        Write the chord symbols on top.
    title
        Instead of the title of the score; one for each of several scores.
    ax
        Draw here, and not on a new figure; one for each of several scores.
    size
        Width and height of the figure in inches; by default as the pitches need it.
    path
        Also save the figure: .png, .svg, .pdf ...

    Returns
    -------
    matplotlib.figure.Figure
        The figure, unknown to pyplot unless `ax` is pyplot's.

    Examples
    --------
    >>> figure = plot(Score(480, notes=[(0, 480, 60, 80, 0)], title="One note"))
    >>> figure.axes[0].get_title(loc="left")
    'One note'
    """
    pieces = [scores] if isinstance(scores, Score) else _listed(scores)
    if not pieces or not all(isinstance(piece, Score) for piece in pieces):
        raise SymbolicError("plot draws a Score, or a list of Scores with at least one in it")
    if by not in COLOURINGS:
        raise SymbolicError(f"plot colours by {' or '.join(map(repr, COLOURINGS))}, not {by!r}")
    titles = _one_each([piece.title for piece in pieces] if title is None else title, pieces)

    from symbolic.display.roll import Roll  # these two import matplotlib
    from symbolic.display.sheet import link, new_sheet, save

    rolls = [Roll(piece, COLOURINGS[by](piece), bars) for piece in pieces]
    end = max(roll.end for roll in rolls)
    for roll in rolls:
        roll.extend(end)
    axes = new_sheet(rolls, size) if ax is None else _one_each(ax, pieces)
    for roll, place, name in zip(rolls, axes, titles, strict=True):
        roll.draw(place, name, _chords(roll.score) if chords else [])
    link(axes)
    figure = cast("Figure", axes[0].figure.canvas.figure)
    if path is not None:
        save(figure, path)
    return figure


def _listed(given: Any) -> list[Any]:
    """One thing or several, as a list."""
    several = isinstance(given, Iterable) and not isinstance(given, str)
    return list(given) if several else [given]


def _one_each(given: Any, pieces: list[Score]) -> list[Any]:
    """One thing or several, as a list of as many as there are scores."""
    things = _listed(given)
    if len(things) != len(pieces):
        raise SymbolicError(f"{len(pieces)} scores need as many titles and axes, not {len(things)}")
    return things


def _chords(score: Score) -> list[tuple[int, int, str]]:
    """The chords of a score as times, durations and symbols."""
    return [(int(c.time), int(c.duration), str(c)) for c in score.chords()]
