"""The picture of a run: training and held-out loss, with baselines as lines."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symbolic.training.history import History

COLOURS = {"loss": "#4c78a8", "valid_loss": "#e45756"}
LABELS = {"loss": "training", "valid_loss": "held out"}


def draw_curves(history: "History", baselines: dict[str, float], path: Path) -> Path:
    """Draw loss over steps."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from symbolic.files.aside import finished_whole

    figure = Figure(figsize=(8, 4.5), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for column, colour in COLOURS.items():
        points = [(row["step"], row[column]) for row in history.rows if row.get(column) is not None]
        if points:
            axes.plot(*zip(*points, strict=True), color=colour, label=LABELS[column], linewidth=1.8)
    right = max((row["step"] for row in history.rows), default=1)
    for name, value in baselines.items():
        axes.axhline(value, color="#888888", linewidth=0.9, linestyle="--")
        axes.annotate(name, (right, value), ha="right", va="bottom", color="#666666", fontsize=9)
    axes.set_xlabel("step")
    axes.set_ylabel("nats per token")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", alpha=0.25)
    if history.rows:
        axes.legend(frameon=False, loc="upper right")
    with finished_whole(path) as file:
        figure.savefig(file, format="png")
    return path
