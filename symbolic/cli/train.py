"""symbolic train: a model learns from a corpus, a folder or shards; a run can always go on."""

import argparse
import json
from pathlib import Path
from typing import Any

import symbolic
from symbolic.cli.choosing import tokenizer_named
from symbolic.cli.data import data_named
from symbolic.cli.starting import start_keras
from symbolic.errors import MissingFileError, SymbolicError
from symbolic.training.run import COMMAND

KINDS = {"lstm": "NoteLSTM", "gru": "NoteGRU"}
ALL_KEYS = -5, 6

# name: how it is read, what it is; None where the model, the windows or fit have a default.
OF_MODEL = {
    "size": (str, "tiny, small or base (small)"),
    "embedding": (int, "numbers that stand for a token"),
    "units": (int, "of each recurrent layer"),
    "layers": (int, "recurrent layers"),
    "dropout": (float, "share that is left out between layers in training"),
}
OF_WINDOWS = {
    "length": (int, "tokens in a window, or bars with --by bars (128; 8)"),
    "batch_size": (int, "windows in a batch (64)"),
    "by": (str, "tokens or bars: what --length counts (tokens)"),
}
OF_FIT = {
    "epochs": (int, "how long (10)"),
    "steps": (int, "how long, in batches"),
    "every": (int, "steps from one checkpoint to the next (an epoch)"),
    "learning_rate": (float, "at its highest (.001)"),
    "warmup": (int, "steps until it is that high (100)"),
    "clip": (float, "the norm at which gradients are clipped; 0 leaves them (1)"),
    "weight_decay": (float, "of AdamW (0)"),
    "accumulate": (int, "batches for one update (1)"),
    "precision": (str, "float32, mixed_float16 or mixed_bfloat16"),
    "patience": (int, "checkpoints without a better one after which it stops (0: never)"),
}
GROUPS = {"model": OF_MODEL, "windows": OF_WINDOWS, "training": OF_FIT}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.description = (
        "Train a model. All is kept in a run folder; `symbolic train --resume RUN` goes on where it"
        " was stopped or killed, and comes to the same result."
    )
    parser.add_argument("kind", nargs="?", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--data", metavar="NAME", help="a corpus, a folder or shards (folk)")
    parser.add_argument(
        "--run", dest="folder", type=Path, metavar="DIR", help="a new folder (runs/KIND)"
    )
    parser.add_argument("--resume", type=Path, metavar="RUN", help="go on with a run")
    parser.add_argument(
        "--from", dest="base", metavar="MODEL", help="learn on from a saved or built-in model"
    )
    parser.add_argument("--tokenizer", metavar="NAME", help="as symbolic prepare takes it (bar)")
    parser.add_argument(
        "--transpose", metavar="N", help="draw from so many semitones up and down; or all"
    )
    parser.add_argument("--labels", metavar="NAMES", help="what the model is told, as key,meter")
    parser.add_argument("--tied", action="store_true", default=None, help="one matrix in and out")
    parser.add_argument(
        "--baselines", action="store_true", help="draw n-grams into the picture of the losses"
    )
    parser.add_argument("--devices", metavar="N", help="how many devices of this machine, or all")
    parser.add_argument("--tensorboard", action="store_true", help="write for TensorBoard, too")
    for title, group in GROUPS.items():
        options = parser.add_argument_group(title)
        for name, (kind, text) in group.items():
            options.add_argument(f"--{name.replace('_', '-')}", type=kind, metavar="X", help=text)


def run(arguments: argparse.Namespace) -> int:
    """Train, and say where the model is."""
    if arguments.resume is not None:
        told = _told_before(arguments.resume)
        folder, resume = arguments.resume, True
        told["fit"] |= {
            name: getattr(arguments, name)
            for name in ("epochs", "steps")
            if getattr(arguments, name) is not None
        }
    else:
        told, resume = _told(arguments), False
        folder = arguments.folder or Path("runs") / told["kind"]
    train, valid = _windows(told)
    start_keras()
    model = _model(told, train)
    if not resume:
        _remember(folder, told)
    fitting = _again(told["fit"]) if resume else told["fit"]
    done = model.fit(train, valid, run=folder, resume=resume, **fitting)
    print(f"{done}\nthe best model: {done.best}\nits losses: {done.folder / 'loss.png'}")
    return 0


def _told(arguments: argparse.Namespace) -> dict[str, Any]:
    """All that makes the run, as plain values, so that it can be made again."""
    if arguments.kind is None and arguments.base is None:
        raise SymbolicError(
            f"name what to train: {', '.join(KINDS)}; or --from MODEL, or --resume RUN"
        )
    fit = _given(arguments, OF_FIT)
    if arguments.seed is not None:
        fit["seed"] = arguments.seed
    for name in ("baselines", "tensorboard"):
        if getattr(arguments, name):
            fit[name] = True
    if arguments.devices is not None:
        is_number = arguments.devices.isdecimal()
        fit["devices"] = int(arguments.devices) if is_number else arguments.devices
    return {
        "kind": arguments.kind or "tuned",
        "base": arguments.base,
        "data": arguments.data or "folk",
        "tokenizer": arguments.tokenizer,
        "labels": arguments.labels.split(",") if arguments.labels else [],
        "transpose": _semitones(arguments.transpose),
        "model": {**_given(arguments, OF_MODEL), **({"tied": True} if arguments.tied else {})},
        "windows": _given(arguments, OF_WINDOWS),
        "fit": fit,
        "seed": arguments.seed or 0,
    }


def _given(arguments: argparse.Namespace, names: dict) -> dict[str, Any]:
    found = {name: getattr(arguments, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _again(fit: dict[str, Any]) -> dict[str, Any]:
    """A run that goes on has its recipe: only how long, and how often, is said again."""
    known = "epochs", "steps", "every", "devices", "tensorboard"
    return {name: fit[name] for name in known if name in fit}


def _windows(told: dict[str, Any]) -> tuple[Any, Any]:
    data = data_named(told["data"])
    train, valid, _ = data.split()
    base = symbolic.load_model(told["base"]) if told["base"] else None
    named = told["tokenizer"]
    tokenizer = tokenizer_named(named) if named else base.tokenizer if base else None
    if tokenizer is None:
        tokenizer = getattr(data, "tokenizer", None) or tokenizer_named("bar")
    options = {**told["windows"], "seed": told["seed"], "task": "next"}
    labels = base.conditions if base else told["labels"]
    low, high = told["transpose"]
    windows = train.windows(
        tokenizer, transpose=range(low, high + 1), labels=labels or None, **options
    )
    held_out = valid.windows(tokenizer, labels=windows.labels or None, shuffle=False, **options)
    return windows, held_out


def _model(told: dict[str, Any], windows: Any) -> Any:
    if told["base"]:
        return symbolic.load_model(told["base"])
    kind = getattr(symbolic, KINDS[told["kind"]])
    return kind(windows.tokenizer, conditions=windows.labels, seed=told["seed"], **told["model"])


def _semitones(text: str | None) -> tuple[int, int]:
    if text == "all":
        return ALL_KEYS
    if text is not None and not text.isdecimal():
        raise SymbolicError(f"--transpose is a number of semitones, or all, not {text}")
    return -int(text or 0), int(text or 0)


def _remember(folder: Path, told: dict[str, Any]) -> None:
    """Keep what the command was told, before the run begins."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            (folder / COMMAND).write_text(json.dumps(told, indent=1), encoding="utf-8")
    except OSError as error:
        raise SymbolicError(f"{folder}: {error.strerror or error}") from error


def _told_before(folder: Path) -> dict[str, Any]:
    try:
        return json.loads((folder / COMMAND).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingFileError(
            f"{folder}: no run of symbolic train is here (no {COMMAND}); one that was begun in Python"
            " goes on with fit(..., resume=True)"
        ) from None
    except (OSError, ValueError) as error:
        raise SymbolicError(f"{folder / COMMAND} cannot be read ({error})") from error
