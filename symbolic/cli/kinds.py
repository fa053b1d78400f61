"""The kinds of models that `symbolic train` teaches, and the options that each has."""

import argparse
from collections.abc import Callable
from typing import Any, NamedTuple

from symbolic.errors import SymbolicError
from symbolic.models.vae.presets import PRESETS

KINDS = {"lstm": "NoteLSTM", "gru": "NoteGRU", "vae": "MusicVAE"}
PRESET = "melody-2bar"
NOTES, SPACES = ("lstm", "gru"), ("vae",)


class Option(NamedTuple):
    """An option of `symbolic train`; where it is not given, model, windows or fit have a default.

    Attributes
    ----------
    read
        From the text.
    text
        What it is.
    kinds
        Those that have it.
    """

    read: Callable[[str], Any]
    text: str
    kinds: tuple[str, ...] = tuple(KINDS)


OF_MODEL = {
    "preset": Option(str, f"what a vae reads: {', '.join(PRESETS)} ({PRESET})", SPACES),
    "bars": Option(int, "in a window of a vae (as many as the preset's)", SPACES),
    "meter": Option(str, "of the windows of a vae, as 3/4 (4/4)", SPACES),
    "size": Option(str, "tiny, small or base (small); a vae can be of the size magenta, too"),
    "embedding": Option(int, "numbers that stand for a token, or a step"),
    "latent": Option(int, "dimensions of a point of a vae (32 a bar)", SPACES),
    "units": Option(int, "of each recurrent layer", NOTES),
    "layers": Option(int, "recurrent layers", NOTES),
    "dropout": Option(float, "share that is left out between layers in training"),
}
OF_WINDOWS = {
    "length": Option(int, "tokens in a window, or bars with --by bars (128; 8)", NOTES),
    "batch_size": Option(int, "windows in a batch (64)"),
    "by": Option(str, "tokens or bars: what --length counts (tokens)", NOTES),
}
OF_FIT = {
    "epochs": Option(int, "how long (10)"),
    "steps": Option(int, "how long, in batches"),
    "every": Option(int, "steps from one checkpoint to the next (an epoch)"),
    "learning_rate": Option(float, "at its highest (.001)"),
    "warmup": Option(int, "steps until it is that high (100)"),
    "clip": Option(float, "the norm at which gradients are clipped; 0 leaves them (1)"),
    "weight_decay": Option(float, "of AdamW (0)"),
    "accumulate": Option(int, "batches for one update (1)"),
    "precision": Option(str, "float32, mixed_float16 or mixed_bfloat16"),
    "patience": Option(int, "checkpoints without a better one after which it stops (0: never)"),
    "beta": Option(
        float, "what a nat costs that a point of a vae tells beyond the free (.2)", SPACES
    ),
    "beta_rate": Option(float, "it rises as 1 - rate ** step (to be up in time)", SPACES),
    "free_bits": Option(float, "bits that a point of a vae tells at no cost (48)", SPACES),
    "sampling": Option(
        float, "share of the run after which a vae is fed half of its own steps (0: never)", SPACES
    ),
    "forgetting": Option(float, "share of the true steps that a vae is not told (0)", SPACES),
    "spoiling": Option(
        float,
        "share of the grooves that a vae reads without dynamics, drums or hi-hats (0)",
        SPACES,
    ),
    "ties": Option(
        lambda text: text.split(","),
        "what the first dimensions of a vae grow with, as density,interval (nothing)",
        SPACES,
    ),
}
GROUPS = {"model": OF_MODEL, "windows": OF_WINDOWS, "training": OF_FIT}
OTHERS = {"tokenizer": NOTES, "tied": NOTES, "baselines": NOTES}  # options that stand in no group
CHANGING = "preset", "bars"  # what a model may be told that learns on


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of all kinds."""
    for title, group in GROUPS.items():
        options = parser.add_argument_group(title)
        for name, option in group.items():
            options.add_argument(said(name), type=option.read, metavar="X", help=option.text)


def given(arguments: argparse.Namespace, group: dict[str, Option]) -> dict[str, Any]:
    """Those options of a group that were given."""
    found = {name: getattr(arguments, name) for name in group}
    return {name: value for name, value in found.items() if value is not None}


def check_kind(arguments: argparse.Namespace, kind: str | None, base: str | None) -> None:
    """Say in one sentence which option is of another kind, or not of a model that learns on."""
    kinds = {name: option.kinds for group in GROUPS.values() for name, option in group.items()}
    for name, those in (kinds | OTHERS).items():
        if getattr(arguments, name) in (None, False):
            continue
        if kind in KINDS and kind not in those:
            raise SymbolicError(f"{said(name)} is for {' and '.join(those)}, not for {kind}")
        if base is not None and name not in CHANGING and (name in OF_MODEL or name == "tied"):
            raise SymbolicError(
                f"{said(name)} is of a fresh model, and {base} is as it is: leave it out"
            )


def kind_of(base: str) -> str | None:
    """The kind of a saved or built-in model, without reading its weights."""
    from symbolic.models.artifact import read_config
    from symbolic.pretrained.catalogue import folder_of

    kept = read_config(folder_of(base))["class"]
    return next((kind for kind, name in KINDS.items() if name == kept), None)


def said(name: str) -> str:
    """An option as it is written on the command line."""
    return f"--{name.replace('_', '-')}"
