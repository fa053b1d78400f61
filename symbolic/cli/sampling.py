"""The options of how tokens are drawn, for all commands that write music."""

import argparse
from typing import TYPE_CHECKING, Any

from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from symbolic.models import Model

NUMBERS = {
    "temperature": (float, "above 1 bolder, below 1 safer (1; .5 for a MusicVAE)"),
    "top_k": (int, "only the K likeliest tokens"),
    "top_p": (float, "only the likeliest tokens that together have this probability (.98)"),
    "min_p": (float, "only tokens at least so many times as likely as the likeliest"),
    "repetition_penalty": (float, "above 1: tokens said lately become rarer"),
    "beams": (int, "search for the likeliest piece with so many beams"),
}
OF_SPACES = ("temperature",)  # what a MusicVAE takes of them
TOLD = {"key": "D minor", "meter": "3/4"}  # the conditions that most models have


def add_sampling(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for name, (kind, text) in NUMBERS.items():
        parser.add_argument(_option(name), type=kind, metavar="N", help=text)
    add_telling(parser)


def add_telling(parser: argparse.ArgumentParser) -> None:
    """Declare those by which a model is told what to write."""
    for name, example in TOLD.items():
        parser.add_argument(f"--{name}", metavar=name.upper(), help=f'such as "{example}"')
    parser.add_argument(
        "--tell",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="anything else that the model was made to be told; again for more",
    )


def sampling_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """The options as `generate` takes them."""
    chosen = {name: getattr(arguments, name) for name in NUMBERS}
    return {name: value for name, value in chosen.items() if value is not None} | told_of(arguments)


def told_of(arguments: argparse.Namespace) -> dict[str, str]:
    """What the model is told, by name."""
    chosen = {name: getattr(arguments, name) for name in TOLD}
    for pair in arguments.tell:
        name, equals, value = pair.partition("=")
        if not equals:
            raise SymbolicError(f"--tell is NAME=VALUE, such as --tell meter=3/4, not {pair}")
        chosen[name] = value
    return {name: value for name, value in chosen.items() if value is not None}


def check_sampling(model: "Model", sampling: dict[str, Any]) -> None:
    """Say in one sentence what a model has no use for: one of points draws no tokens one by one."""
    if model.kind != "vae":
        return
    if others := [_option(name) for name in NUMBERS if name in sampling and name not in OF_SPACES]:
        raise SymbolicError(
            f"{type(model).__name__} decodes points, so of how tokens are drawn it takes "
            f"{', '.join(map(_option, OF_SPACES))} alone: leave out {', '.join(others)}"
        )


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
