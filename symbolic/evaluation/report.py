"""The report: figures beside their floors and ceilings, as a table, as JSON and as a page."""

import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symbolic.errors import SymbolicError
from symbolic.evaluation.plots import Bars, Panel, page, save
from symbolic.files.aside import finished_whole
from symbolic.score.checks import text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GAP = 2  # spaces between columns


class Report:
    """Figures in sections: each a table with a row for each figure and a column for each source.

    Attributes
    ----------
    title
        What is reported on.
    sections
        `sections[section][figure][column]` is a number.
    panels
        What `plot` draws.

    Examples
    --------
    >>> report = Report("A first model")
    >>> report.add("likelihood", "bigram", {"nats_per_token": 2.5, "accuracy": 0.25})
    >>> report.add("likelihood", "model", {"nats_per_token": 1.75, "accuracy": 0.5})
    >>> print(report)
    A first model
    <BLANKLINE>
    likelihood      bigram  model
    nats per token   2.500  1.750
    accuracy         0.250  0.500
    >>> report.sections["likelihood"]["accuracy"]["model"]
    0.5
    """

    def __init__(self, title: str = ""):
        self.title = text("title", title)
        self.sections: dict[str, dict[str, dict[str, float]]] = {}
        self.panels: list[Panel] = []

    def add(self, section: str, column: str, figures: Mapping[str, float]) -> None:
        """Put figures into a column of a section; what stands there already is replaced."""
        rows = self.sections.setdefault(section, {})
        for name, value in figures.items():
            rows.setdefault(name, {})[column] = float(value)

    def columns(self, section: str) -> list[str]:
        """The columns of a section, as they came."""
        return list(dict.fromkeys(name for row in self._rows(section).values() for name in row))

    def _rows(self, section: str) -> dict[str, dict[str, float]]:
        try:
            return self.sections[section]
        except KeyError:
            known = ", ".join(self.sections) or "none"
            raise SymbolicError(
                f"the report has no section {section!r}: there are {known}"
            ) from None

    # -- as text, JSON and pictures ---------------------------------------------------

    def __str__(self) -> str:
        parts = [self.title] if self.title else []
        return "\n\n".join([*parts, *map(self._table, self.sections)])

    def _table(self, section: str) -> str:
        columns = self.columns(section)
        rows = [[section, *columns]]
        for name, row in self._rows(section).items():
            cells = [written(row[column]) if column in row else "" for column in columns]
            rows.append([name.replace("_", " "), *cells])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = []
        for first, *others in rows:
            cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
            lines.append((" " * GAP).join([first.ljust(widths[0]), *cells]).rstrip())
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values; a number that is none, or has no end, is None."""
        sections = {
            section: {
                name: {
                    column: value if math.isfinite(value) else None for column, value in row.items()
                }
                for name, row in rows.items()
            }
            for section, rows in self.sections.items()
        }
        return {"title": self.title, "sections": sections}

    def write_json(self, path: str | os.PathLike) -> Path:
        """Write the figures as JSON."""
        path = Path(path)
        written_out = json.dumps(self.to_dict(), indent=1, allow_nan=False) + "\n"
        try:
            with finished_whole(path) as file:
                file.write(written_out.encode())
        except OSError as error:
            raise SymbolicError(f"{path}: {error.strerror or error}") from error
        return path

    def plot(self, path: str | os.PathLike | None = None) -> "Figure":
        """Draw the page of plots; with `path`, also save it: .png, .svg, .pdf ..."""
        panels = self.panels
        likelihood = self.sections.get("likelihood", {}).get("nats_per_token")
        if likelihood:
            values = {"": list(likelihood.values())}
            panels = [Bars("nats per token", tuple(likelihood), values), *panels]
        if not panels:
            raise SymbolicError("there is nothing to draw in this report yet")
        figure = page(panels, self.title)
        if path is not None:
            save(figure, path)
        return figure

    def __repr__(self) -> str:
        count = sum(map(len, self.sections.values()))
        title = f" {self.title!r}" if self.title else ""
        return f"<Report{title}: {count} figures in {', '.join(self.sections) or 'no section'}>"


def written(value: float) -> str:
    """A figure as people read it.

    >>> written(0.12345), written(12.0), written(1234567.8), written(float("nan"))
    ('0.123', '12', '1,234,568', '-')
    """
    if math.isnan(value):
        return "-"
    if not math.isfinite(value):
        return "inf" if value > 0 else "-inf"
    whole = value == int(value) and abs(value) >= 2
    return f"{value:,.0f}" if whole or abs(value) >= 1000 else f"{value:,.3f}"
