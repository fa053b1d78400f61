"""symbolic train: a model learns from a corpus, a folder or shards; a run can always go on."""

import argparse
import json
from pathlib import Path
from typing import Any

from symbolic.cli.kinds import (
    KINDS,
    OF_FIT,
    OF_MODEL,
    OF_WINDOWS,
    add_options,
    check_kind,
    given,
    kind_of,
)
from symbolic.cli.lessons import lesson
from symbolic.errors import MissingFileError, SymbolicError
from symbolic.training.run import COMMAND

ALL_KEYS = -5, 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.description = (
        "Train a model. All is kept in a run folder; `symbolic train --resume RUN` goes on where it"
        " was stopped or killed, and comes to the same result."
    )
    parser.add_argument("kind", nargs="?", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument(
        "--data", metavar="NAME", help="a corpus, a folder, a .tfrecord or shards (folk)"
    )
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
    parser.add_argument(
        "--labels", metavar="NAMES", help="what the model is told, as key,meter; a vae chords, too"
    )
    parser.add_argument("--tied", action="store_true", default=None, help="one matrix in and out")
    parser.add_argument(
        "--baselines", action="store_true", help="draw n-grams into the picture of the losses"
    )
    parser.add_argument("--devices", metavar="N", help="how many devices of this machine, or all")
    parser.add_argument("--tensorboard", action="store_true", help="write for TensorBoard, too")
    add_options(parser)


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
    model, windows, held_out = lesson(told)
    if not resume:
        _remember(folder, told)
    fitting = _again(told["fit"]) if resume else told["fit"]
    done = model.fit(windows, held_out, run=folder, resume=resume, **fitting)
    print(f"{done}\nthe best model: {done.best}\nits losses: {done.folder / 'loss.png'}")
    return 0


def _told(arguments: argparse.Namespace) -> dict[str, Any]:
    """All that makes the run, as plain values, so that it can be made again."""
    if arguments.kind is None and arguments.base is None:
        raise SymbolicError(
            f"name what to train: {', '.join(KINDS)}; or --from MODEL, or --resume RUN"
        )
    if arguments.base is not None:
        kind = kind_of(arguments.base)
        if arguments.kind not in (None, kind):
            raise SymbolicError(f"{arguments.base} is no {arguments.kind}: leave that out")
    else:
        kind = arguments.kind
    check_kind(arguments, kind, arguments.base)
    fit = given(arguments, OF_FIT)
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
        "model": {**given(arguments, OF_MODEL), **({"tied": True} if arguments.tied else {})},
        "windows": given(arguments, OF_WINDOWS),
        "fit": fit,
        "seed": arguments.seed or 0,
    }


def _again(fit: dict[str, Any]) -> dict[str, Any]:
    """A run that goes on has its recipe: only how long, and how often, is said again."""
    known = "epochs", "steps", "every", "devices", "tensorboard"
    return {name: fit[name] for name in known if name in fit}


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
