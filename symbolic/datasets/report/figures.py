"""The plots of the page: matplotlib figures as SVG elements that take the page's colours."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import StringIO
from typing import Any

import numpy as np

from symbolic.datasets.report.bins import Bins

WIDTH, HEIGHT, ROW = 4.7, 2.3, 0.23  # inches
TEXT = 9  # points
# Colours that matplotlib draws with, and what stands for them in the page.
INK, FAINT, FIRST, SECOND = "#010101", "#020202", "#030303", "#040404"
IN_PAGE = {
    INK: "currentColor",
    FAINT: "var(--faint)",
    FIRST: "var(--first)",
    SECOND: "var(--second)",
}
STYLE: dict[Any, Any] = {
    "font.size": TEXT,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "svg.fonttype": "none",
}
HEAD = re.compile(r"^.*?<svg [^>]*?(viewBox=\"[^\"]*\")[^>]*>", re.DOTALL)
LEFT_OUT = re.compile(r"<metadata>.*?</metadata>|<style type=.*?</style>|<!--.*?-->", re.DOTALL)
GROUP = re.compile(r"<g id=\"[^\"]*\"")  # the same in every picture
FONT = re.compile(r"font: ([0-9.]+)px [^;\"]*")


def histogram(series: Mapping[str, np.ndarray], bins: Bins, label: str, about: str) -> str:
    """How many pieces lie in each bin; several series one over the other, with a legend."""

    def draw(axes: Any) -> None:
        for (name, values), colour in zip(series.items(), (FIRST, SECOND), strict=False):
            heights, _ = np.histogram(values, bins.edges)
            axes.stairs(
                heights, bins.edges, fill=True, color=colour, alpha=0.75, label=name, clip_on=False
            )
        axes.set_xscale(bins.scale)
        axes.set_xticks(bins.ticks, bins.labels)
        axes.set_xticks([], minor=True)
        axes.set_xlim(bins.edges[0], bins.edges[-1])
        _count_pieces(axes.yaxis)
        axes.set(xlabel=label, ylabel="pieces")
        if len(series) > 1:
            axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)

    return _svg(draw, (WIDTH, HEIGHT), about)


def columns(groups: Sequence[str], series: Mapping[str, Sequence[int]], about: str) -> str:
    """A column for every group and series, side by side."""

    def draw(axes: Any) -> None:
        places = np.arange(len(groups))
        width = 0.8 / len(series)
        for number, (name, heights) in enumerate(series.items()):
            shift = (number - (len(series) - 1) / 2) * width
            axes.bar(places + shift, heights, width, color=(FIRST, SECOND)[number], label=name)
        axes.set_xticks(places, groups)
        axes.set_xlim(-0.6, len(groups) - 0.4)
        _count_pieces(axes.yaxis)
        axes.set(ylabel="pieces")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)

    return _svg(draw, (WIDTH, HEIGHT), about)


def ranking(rows: Sequence[tuple[str, int]], about: str) -> str:
    """A bar for every name, the first on top, with its number."""

    def draw(axes: Any) -> None:
        names, counts = zip(*rows, strict=True)
        places = np.arange(len(rows))
        axes.barh(places, counts, 0.72, color=FIRST)
        for place, count in zip(places, counts, strict=True):
            axes.annotate(
                f"{count:,}", (count, place), (3, 0), textcoords="offset points", va="center"
            )
        axes.set_yticks(places, names)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, max(counts) * 1.16)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.set(xlabel="pieces")

    return _svg(draw, (WIDTH, 0.45 + ROW * len(rows)), about)


def _count_pieces(axis: Any) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(4, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:,.0f}"))
    axis.grid(True)


def _svg(draw: Callable[[Any], None], size: tuple[float, float], about: str) -> str:
    """Draw on new axes, unknown to pyplot, and give the picture as an element of a page."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    text = StringIO()
    with rc_context(STYLE | {"svg.hashsalt": about}):  # so that no two pictures share an id
        figure = Figure(figsize=size, layout="constrained")
        draw(figure.add_subplot())
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None})
    drawn = LEFT_OUT.sub("", text.getvalue())
    drawn = GROUP.sub("<g", drawn)
    drawn = FONT.sub(r"font: \1px sans-serif", drawn)
    for colour, name in IN_PAGE.items():
        drawn = drawn.replace(colour, name)
    return HEAD.sub(
        lambda head: f'<svg {head[1]} role="img" aria-label="{escape(about)}">', drawn, count=1
    )
