"""How the built-in models are made: one row of a table each."""

from dataclasses import dataclass, field
from typing import Any

MELODY = {"velocities": 1, "pedal": False, "chords": False}
LEARNING = {
    "learning_rate": 3e-3, "warmup": 100, "final": 0.02, "weight_decay": 0.01,
}  # fmt: skip


@dataclass(frozen=True)
class Making:
    """How a model is made.

    Attributes
    ----------
    kind
        The class of the model.
    corpus
        A built-in corpus, whose own split says what is learned and what is held out.
    tokenizer, options
        The class of the tokenizer, and what it takes.
    model
        What the model takes.
    windows
        How windows are cut; those held out are neither transposed nor shuffled.
    fit
        Steps, and how to learn.
    about
        What its card says of it.
    """

    kind: str
    corpus: str
    tokenizer: str
    options: dict[str, Any] = field(default_factory=dict)
    model: dict[str, Any] = field(default_factory=dict)
    windows: dict[str, Any] = field(default_factory=dict)
    fit: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)


ABOUT_FOLK = {
    "summary": "folk tunes of Ireland, Scotland, England and America, told a key and a meter",
    "licence": "apache-2.0",
    "data": (
        "The training split of the built-in corpus `folk`: tunes from Ryan's Mammoth Collection "
        "(1883), O'Neill's Music of Ireland (1903), Aird's Airs (from 1778 on) and others, all long "
        "in the public domain, in the ABC editions that music21 carries by permission of Jack "
        "Campin and John Chambers. Every window is drawn in any of twelve keys."
    ),
}


def _melody(kind: str, steps: int) -> Making:
    return Making(
        kind,
        "folk",
        "BarTokenizer",
        MELODY,
        {"size": "small", "tied": True, "dropout": 0.1},
        {
            "length": 256,
            "batch_size": 64,
            "transpose": range(-5, 7),
            "labels": ["key", "meter"],
            "unlabelled": 0.4,
        },
        {**LEARNING, "steps": steps, "every": 100},
        ABOUT_FOLK,
    )


RECIPES = {"melody-lstm": _melody("NoteLSTM", 1400), "melody-gru": _melody("NoteGRU", 1400)}
