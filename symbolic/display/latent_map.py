"""Draw a latent space as a map: points in a plane, coloured by something they are known for."""

from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.display.captions import TITLE, caption
from symbolic.display.palette import EDGE
from symbolic.display.plane import plane
from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE = 8.0, 6.2  # inches
COLOURS = "viridis_r"  # darker is more, in grey too
PALEST = 0.06  # of these colours: what is paler is lost on white
OUTSIDE = 1.0  # percent of the values on either side that share the last colour
AREA, LARGEST, SMALLEST = 30_000, 60.0, 6.0  # of all points, and of each, in square points
IN_PIXELS = 20_000  # more points than this are pixels in a PDF or SVG too
ONE_COLOUR = "#3b528b"


def draw_latent_map(
    points: Any,
    values: Any = None,
    name: str = "",
    *,
    title: str = "",
    size: tuple[float, float] | None = None,
    path: str | PathLike[str] | None = None,
) -> "Figure":
    """Draw points of a latent space in the plane in which they lie most widely.

    Parameters
    ----------
    points
        (points, dimensions): the means to which a model encodes windows, say.
    values
        A number for each, shown by its colour; points whose number is nan are hollow.
    name
        What the numbers are.
    title
        What stands on top.
    size
        Width and height of the figure in inches.
    path
        Also save the figure: .png, .svg, .pdf ...

    Examples
    --------
    >>> figure = draw_latent_map([[0, 0, 1], [0, 4, 1], [3, 0, 1]], [1, 2, 3], "density")
    >>> [axes.get_ylabel() for axes in figure.axes]
    ['second component, 22 % of the variance', 'density']
    """
    places, shares = plane(points)
    numbers = None if values is None else np.asarray(values, float)
    if numbers is not None and numbers.shape != (len(places),):
        raise SymbolicError(
            f"{len(places)} points need as many values, not an array of shape {numbers.shape}"
        )

    from symbolic.display.glyphs import literal  # imports matplotlib
    from symbolic.display.sheet import Sheet, save

    sheet = Sheet(figsize=size or SIZE, layout="constrained")
    ax = sheet.subplots()
    _draw(ax, places, numbers, name)
    for axis, which, share in zip((ax.xaxis, ax.yaxis), ("first", "second"), shares, strict=True):
        part = "" if np.isnan(share) else f", {share:.0%} of the variance".replace("%", " %")
        axis.set_label_text(f"{which} component{part}")
    if title:
        literal(ax.set_title("", loc="left", pad=9), caption(title, TITLE))
    if path is not None:
        save(sheet, path)
    return sheet


def _draw(ax: "Axes", places: np.ndarray, values: np.ndarray | None, name: str) -> None:
    """The points on axes of one scale, and what their colours mean."""
    area = float(np.clip(AREA / len(places), SMALLEST, LARGEST))
    look: dict[str, Any] = {"s": area, "linewidths": 0.3, "edgecolors": ax.get_facecolor()}
    look |= {"rasterized": len(places) > IN_PIXELS, "zorder": 2}
    known = np.ones(len(places), bool) if values is None else np.isfinite(values)
    if not known.all():
        hollow = {**look, "edgecolors": EDGE, "linewidths": 0.7, "zorder": 1.9}
        unknown = ax.scatter(*places[~known].T, facecolors="none", label="no value", **hollow)
        unknown.set_gid("unknown")
        ax.legend(loc="best", fontsize=8.5, framealpha=0.8, edgecolor="none")
    if values is None:
        ax.scatter(*places.T, facecolors=ONE_COLOUR, alpha=0.7, **look).set_gid("points")
    elif known.any():
        _coloured(ax, places[known], values[known], name, look)
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.04)
    ax.axhline(0, color=EDGE, alpha=0.4, linewidth=0.6, zorder=0)
    ax.axvline(0, color=EDGE, alpha=0.4, linewidth=0.6, zorder=0)
    ax.tick_params(labelsize=8.5, length=2.5, color=EDGE)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set(color=EDGE, alpha=0.6)


def _coloured(
    ax: "Axes", places: np.ndarray, values: np.ndarray, name: str, look: dict[str, Any]
) -> None:
    """Points in the colours of their values, and a bar that says which is which.

    A few values far from the rest do not leave one colour to all others.
    """
    from matplotlib import colormaps
    from matplotlib.colors import LinearSegmentedColormap

    from symbolic.display.glyphs import literal

    low, high = (float(end) for end in np.percentile(values, [OUTSIDE, 100 - OUTSIDE]))
    if low == high:
        low, high = float(values.min()), float(values.max())
    beyond = {(False, False): "neither", (True, False): "min", (False, True): "max"}
    extend = beyond.get((bool(values.min() < low), bool(values.max() > high)), "both")
    shades = colormaps[COLOURS](np.linspace(PALEST, 1, 256))
    colours = LinearSegmentedColormap.from_list("values", shades)
    drawn = ax.scatter(
        places[:, 0], places[:, 1], c=values, cmap=colours, vmin=low, vmax=high, **look
    )
    drawn.set_gid("points")
    bar = ax.figure.colorbar(drawn, ax=ax, extend=extend, shrink=0.8, aspect=28, pad=0.02)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=8.5, length=2.5)
    literal(bar.ax.yaxis.label, caption(name))
