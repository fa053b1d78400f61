"""The page of plots: panels of a report, drawn with matplotlib, which is imported when drawn."""

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.files.aside import finished_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")  # told apart with any colour vision
WIDTH, ROW, HEAD = 11.0, 2.7, 0.4  # inches
ACROSS = 2  # panels
MANY = 16  # labels; of more every second is left out
LONG = 50  # letters of all labels; more stand aslant
ABOVE: Any = {"loc": "lower right", "bbox_to_anchor": (1, 1), "ncols": 4, "borderaxespad": 0}
STYLE: Any = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "legend.frameon": False,
}


class Panel(ABC):
    """One plot of the page."""

    title: str

    @abstractmethod
    def draw(self, axes: Any) -> None:
        """Draw on axes of matplotlib."""


@dataclass(frozen=True)
class Bars(Panel):
    """Columns side by side: one for each series over each label."""

    title: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[float]]

    def draw(self, axes: Any) -> None:
        """Draw on axes of matplotlib."""
        places = np.arange(len(self.labels))
        width = 0.8 / len(self.series)
        for number, (name, heights) in enumerate(self.series.items()):
            shift = (number - (len(self.series) - 1) / 2) * width
            colour = COLOURS[number % len(COLOURS)]
            axes.bar(places + shift, heights, width, label=name, color=colour)
        shown = places[:: 2 if len(places) > MANY else 1]
        names = [self.labels[place] for place in shown]
        slanted = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"}
        axes.set_xticks(shown, names, **(slanted if len("".join(names)) > LONG else {}))
        if len(self.series) > 1:
            axes.legend(**ABOVE)


@dataclass(frozen=True)
class Shares(Panel):
    """How large a share of each series is at least as large as what stands below."""

    title: str
    label: str
    series: Mapping[str, np.ndarray]

    def draw(self, axes: Any) -> None:
        """Draw on axes of matplotlib."""
        for number, (name, values) in enumerate(self.series.items()):
            ordered = np.sort(values)
            shares = 1 - np.arange(len(ordered) + 1) / max(len(ordered), 1)
            steps = np.append(0, ordered)
            colour = COLOURS[number % len(COLOURS)]
            axes.step(steps, shares, where="post", label=name, color=colour)
        axes.set(xlabel=self.label, ylabel="share of pieces", ylim=(0, 1.02))
        axes.set_xlim(left=0)
        axes.legend(**ABOVE)


@dataclass(frozen=True)
class Matrix(Panel):
    """How alike each bar is to each other."""

    title: str
    values: np.ndarray

    def draw(self, axes: Any) -> None:
        """Draw on axes of matplotlib."""
        edge = len(self.values) + 0.5  # bars are numbered from 1
        shown = axes.imshow(
            self.values, cmap="Blues", vmin=0, vmax=1, extent=(0.5, edge, edge, 0.5)
        )
        axes.figure.colorbar(shown, ax=axes)
        axes.set(xlabel="bar", ylabel="bar")


def page(panels: Sequence[Panel], title: str = "") -> "Figure":
    """A figure with all panels, two abreast; unknown to pyplot."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    rows = -(-len(panels) // ACROSS)
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, ROW * rows + HEAD * bool(title)), layout="constrained")
        grid = figure.subplots(rows, ACROSS, squeeze=False).ravel()
        for axes, panel in zip(grid, panels, strict=False):
            axes.set_title(panel.title)
            panel.draw(axes)
        for axes in grid[len(panels) :]:
            axes.remove()
        if title:
            figure.suptitle(title)
    return figure


def save(figure: "Figure", path: str | os.PathLike) -> None:
    """Save a figure in the format that the suffix names."""
    path = Path(path)
    try:
        with finished_whole(path) as file:
            figure.savefig(file, format=path.suffix.lstrip(".") or "png")
    except ValueError as error:
        raise SymbolicError(f"cannot save a picture as {str(path)!r}: {error}") from error
    except OSError as error:
        raise SymbolicError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
