"""The history of a run: a CSV file to which rows are added for ever."""

import csv
import os
from pathlib import Path
from typing import Any

from symbolic.files.aside import finished_whole

FIRST = ("step", "epoch", "learning_rate", "loss", "accuracy", "valid_loss", "valid_accuracy")
SCHEDULED = ("beta", "sampling")  # which nothing that is held out can change
CLOCKED = ("tokens_per_second", "seconds")  # that differ from one machine, or hour, to another


class History:
    """The rows of a history file.

    Parameters
    ----------
    watched
        Columns that a kind of model has beside loss and accuracy.

    Attributes
    ----------
    columns
        All there are.
    rows
        One dict a row, numbers where there are any.
    """

    def __init__(self, path: Path, watched: tuple[str, ...] = ()):
        self.path = path
        held_out = tuple(f"valid_{name}" for name in watched if name not in SCHEDULED)
        self.columns = (*FIRST, *watched, *held_out, *CLOCKED)
        self.rows: list[dict[str, Any]] = []
        if path.exists():
            with path.open(newline="", encoding="utf-8") as file:
                self.rows = [self._numbers(row) for row in csv.DictReader(file)]

    def add(self, row: dict[str, Any]) -> None:
        """Add a row, and be sure that it is on the disk."""
        new = not self.path.exists()
        with self.path.open("a", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            if new:
                table.writerow(self.columns)
            table.writerow(self._cells(row))
            file.flush()
            os.fsync(file.fileno())
        self.rows.append(row)

    def cut_after(self, step: int) -> None:
        """Leave out rows of steps that will be taken again, and a row cut off in its middle."""
        self.rows = [
            row for row in self.rows if row.get("step") is not None and row["step"] <= step
        ]
        with finished_whole(self.path) as file:
            lines = [",".join(self.columns), *(",".join(self._cells(row)) for row in self.rows)]
            file.write(("\r\n".join(lines) + "\r\n").encode())

    def column(self, name: str) -> list[float]:
        """One column, where it has a number."""
        return [row[name] for row in self.rows if row.get(name) is not None]

    def _cells(self, row: dict[str, Any]) -> list[str]:
        return ["" if row.get(column) is None else repr(row[column]) for column in self.columns]

    def _numbers(self, row: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in self.columns:
            cell = row.get(column)
            try:
                found[column] = (int if column in ("step", "epoch") else float)(cell or "")
            except ValueError:
                found[column] = None
        return found
