"""How the built-in models are made: one row of a table each."""

from dataclasses import dataclass, field
from typing import Any

MELODY = {"velocities": 1, "pedal": False, "chords": False}
LEARNING = {
    "learning_rate": 3e-3, "warmup": 100, "final": 0.02, "weight_decay": 0.01,
}  # fmt: skip
ALL_KEYS = range(-5, 7)
QUALITIES = ["diatonic", "density", "interval", "syncopation_16", "syncopation_8"]


@dataclass(frozen=True)
class Making:
    """How a model is made.

    Attributes
    ----------
    kind
        The class of the model.
    corpus
        The name of a corpus, whose own split says what is learned and what is held out.
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
    grown
        The built-in model of fewer bars that it begins with.
    """

    kind: str
    corpus: str
    tokenizer: str
    options: dict[str, Any] = field(default_factory=dict)
    model: dict[str, Any] = field(default_factory=dict)
    windows: dict[str, Any] = field(default_factory=dict)
    fit: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    grown: str = ""


FOLK = {
    "licence": "apache-2.0",
    "data": (
        "The training split of the built-in corpus `folk`: tunes from Ryan's Mammoth Collection "
        "(1883), O'Neill's Music of Ireland (1903), Aird's Airs (from 1778 on) and others, all long "
        "in the public domain, in the ABC editions that music21 carries by permission of Jack "
        "Campin and John Chambers. Every window is drawn in any of twelve keys."
    ),
}
GROOVE = {
    "licence": "apache-2.0",
    "data": (
        "The training split of files of drummers 1, 3, 7 and 8 of the Groove MIDI Dataset, (c) 2019 "
        "Google LLC, CC BY 4.0: Gillick, Roberts, Engel, Eck and Bamman, Learning to Groove with "
        "Inverse Sequence Transformations, ICML 2019, https://magenta.tensorflow.org/datasets/groove."
    ),
}


def _notes(kind: str, steps: int) -> Making:
    return Making(
        kind,
        "folk",
        "BarTokenizer",
        MELODY,
        {"size": "small", "tied": True, "dropout": 0.1},
        {
            "length": 256,
            "batch_size": 64,
            "transpose": ALL_KEYS,
            "labels": ["key", "meter"],
            "unlabelled": 0.4,
        },
        {**LEARNING, "steps": steps, "every": 100},
        {
            "summary": "folk tunes of Ireland, Scotland, England and America, told a key and a meter",
            **FOLK,
        },
    )


def _melodies(bars: int, batch_size: int, grown: str = "", **fit: Any) -> Making:
    return Making(
        "MusicVAE",
        "folk",
        "MelodyTokenizer",
        {"bars": bars, "hop": 1, "gap": 1},
        {"size": "small"},
        {"batch_size": batch_size, "transpose": ALL_KEYS, "drop_remainder": True},
        {**LEARNING, "weight_decay": 0.001, "every": 100, "forgetting": 0.1, **fit},
        {"summary": f"a space of folk tunes in 4/4, {bars} bars at a time", **FOLK},
        grown,
    )


def _drums(tokenizer: str, options: dict[str, Any], about: str, **fit: Any) -> Making:
    return Making(
        "MusicVAE",
        "groove",
        tokenizer,
        options,
        {"size": "small"},
        {"batch_size": 64, "drop_remainder": True},
        {**LEARNING, "weight_decay": 0.001, "every": 100, **fit},
        {"summary": about, **GROOVE},
    )


RECIPES = {
    "melody-lstm": _notes("NoteLSTM", 1400),
    "melody-gru": _notes("NoteGRU", 1400),
    "melody-2bar": _melodies(
        2, 64, steps=2500, beta=0.5, free_bits=40, sampling=0.5, ties=QUALITIES
    ),
    "melody-16bar": _melodies(
        16, 32, "melody-2bar", steps=2000, learning_rate=1e-3, beta=0.5, free_bits=256, sampling=0.5
    ),
    "drums-2bar": _drums(
        "DrumTokenizer",
        {"bars": 2, "hop": 1, "gap": 1, "kit": "roland"},
        "a space of drum patterns, 2 bars at a time",
        steps=2000, beta=0.5, free_bits=32, sampling=0.5,
    ),
    "groove-2bar": _drums(
        "GrooveTokenizer",
        {"bars": 2, "hop": 1, "gap": 1},
        "a space of drummers' grooves, with how loud and how early, 2 bars at a time",
        steps=2000, beta=0.2, free_bits=48, spoiling=0.8,
    ),
}  # fmt: skip
