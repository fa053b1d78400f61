"""The options of how tokens are drawn, for all commands that write music."""

import argparse
from typing import Any

from symbolic.errors import SymbolicError

NUMBERS = {
    "temperature": (float, "above 1 bolder, below 1 safer (1)"),
    "top_k": (int, "only the K likeliest tokens"),
    "top_p": (float, "only the likeliest tokens that together have this probability (.98)"),
    "min_p": (float, "only tokens at least so many times as likely as the likeliest"),
    "repetition_penalty": (float, "above 1: tokens said lately become rarer"),
    "beams": (int, "search for the likeliest piece with so many beams"),
}
TOLD = {"key": "D minor", "meter": "3/4"}  # the conditions that most models have


def add_sampling(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for name, (kind, text) in NUMBERS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, metavar="N", help=text)
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
    chosen |= {name: getattr(arguments, name) for name in TOLD}
    for pair in arguments.tell:
        name, equals, value = pair.partition("=")
        if not equals:
            raise SymbolicError(f"--tell is NAME=VALUE, such as --tell meter=3/4, not {pair}")
        chosen[name] = value
    return {name: value for name, value in chosen.items() if value is not None}
