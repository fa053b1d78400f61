"""Doors: the methods of a model that lead to later stations. Each imports when it is called."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from symbolic.datasets.windows import Windows
    from symbolic.generation.stream import NoteEvent
    from symbolic.models.model import Model
    from symbolic.models.note_model import NoteModel
    from symbolic.score import Score
    from symbolic.training import Run


def fit(model: "Model", windows: "Windows", *args: Any, **options: Any) -> "Run":
    """Learn from windows, in a run folder. See `symbolic.training.fit`."""
    from symbolic.training.fit import fit

    return fit(model, windows, *args, **options)


def generate(model: "NoteModel", *args: Any, **options: Any) -> "list[Score]":
    """Write new pieces. See `symbolic.generation.generate.generate`."""
    from symbolic.generation.generate import generate

    return generate(model, *args, **options)


def stream(model: "NoteModel", *args: Any, **options: Any) -> "Iterator[NoteEvent]":
    """Write a piece, note by note. See `symbolic.generation.stream.stream`."""
    from symbolic.generation.stream import stream

    return stream(model, *args, **options)


def save(model: "Model", folder, **options: Any) -> "Path":
    """Write the model as a folder. See `symbolic.models.artifact.save_model`."""
    from symbolic.models.artifact import save_model

    return save_model(model, folder, **options)


def summary(model: "Model") -> str:
    """Layers, weights, and on which kernels the model runs here."""
    from symbolic.models.summary import summary

    return summary(model)
