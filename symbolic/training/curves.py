"""The picture of a run: training and held-out loss, with baselines as lines."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symbolic.training.history import History

COLOURS = {"loss": "#4c78a8", "valid_loss": "#e45756"}
LABELS = {"loss": "training", "valid_loss": "held out"}
# What a space of points shows beside its losses; a column that is held out is drawn as one.
PANELS = {
    "bits a point tells": ("kl_bits", "valid_kl_bits"),
    "active units": ("active_units", "valid_active_units"),
    "shares": ("beta", "sampling"),
}
NAMED = {"beta": "cost of a nat (beta)", "sampling": "own steps fed"}


def draw_curves(history: "History", baselines: dict[str, float], path: Path) -> Path:
    """Draw loss over steps."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from symbolic.files.aside import finished_whole

    more = [panel for panel in PANELS.items() if history.column(panel[1][0])]
    figure = Figure(figsize=(8, 4.5 + 2.2 * len(more)), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    rows = figure.subplots(
        1 + len(more), 1, sharex=True, squeeze=False, height_ratios=[2] + [1] * len(more)
    )[:, 0]
    for axes, (title, columns) in zip(rows[1:], more, strict=True):
        _draw_panel(axes, history, title, columns)
    axes = rows[0]
    for column, colour in COLOURS.items():
        points = [(row["step"], row[column]) for row in history.rows if row.get(column) is not None]
        if points:
            axes.plot(*zip(*points, strict=True), color=colour, label=LABELS[column], linewidth=1.8)
    right = max((row["step"] for row in history.rows), default=1)
    for name, value in baselines.items():
        axes.axhline(value, color="#888888", linewidth=0.9, linestyle="--")
        axes.annotate(name, (right, value), ha="right", va="bottom", color="#666666", fontsize=9)
    rows[-1].set_xlabel("step")
    axes.set_ylabel("nats per step" if more else "nats per token")
    _bare(axes)
    if history.rows:
        axes.legend(frameon=False, loc="upper right")
    with finished_whole(path) as file:
        figure.savefig(file, format="png")
    return path


def _draw_panel(axes: "Axes", history: "History", title: str, columns: tuple[str, str]) -> None:
    """One of the smaller panels below the losses."""
    for column, colour in zip(columns, COLOURS.values(), strict=True):
        points = [(row["step"], row[column]) for row in history.rows if row.get(column) is not None]
        if points:
            axes.plot(
                *zip(*points, strict=True), color=colour, label=NAMED.get(column), linewidth=1.8
            )
    axes.set_ylabel(title)
    axes.set_ylim(bottom=0)
    if any(column in NAMED for column in columns):
        axes.legend(frameon=False)
    _bare(axes)


def _bare(axes: "Axes") -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", alpha=0.25)
