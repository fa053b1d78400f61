"""What the commands about spaces of points share: which model, and what it reads of a file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import symbolic
from symbolic.cli.sampling import add_telling
from symbolic.cli.starting import start_keras
from symbolic.errors import SymbolicError
from symbolic.score import Score

if TYPE_CHECKING:
    from symbolic.models.vae.latent_model import LatentModel
    from symbolic.models.vae.verbs import Line

MODEL = "melody-2bar"


def add_space(parser: argparse.ArgumentParser, out: str) -> None:
    """Declare the options that these commands have in common.

    Parameters
    ----------
    out
        The folder in which they put numbered ones.
    """
    parser.add_argument(
        "--model", metavar="NAME", help=f"a built-in MusicVAE, or a saved folder ({MODEL})"
    )
    parser.add_argument(
        "--temperature", type=float, default=0.0, metavar="T", help="0: the likeliest (0)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path(out), metavar="DIR", help=f"where to put it ({out}/)"
    )
    add_telling(parser)


def space_named(name: str | None) -> "LatentModel":
    """The model of a name, if it has a space of points."""
    built_in = symbolic.builtin_models()
    if name is None and MODEL not in built_in:
        raise SymbolicError(
            f"name a MusicVAE with --model: {MODEL} is not built in; built in are "
            f"{', '.join(built_in)}"
        )
    start_keras()
    model = symbolic.load_model(name or MODEL)
    if model.kind != "vae":
        raise SymbolicError(
            f"{name} is a {type(model).__name__}, which has no space of points: name a MusicVAE "
            f"with --model, such as {MODEL}"
        )
    return model  # type: ignore[return-value]


class Taken(NamedTuple):
    """What a model reads of a file.

    Attributes
    ----------
    line
        Its windows.
    text
        Which those are, in words.
    """

    line: "Line"
    text: str


def taken_of(
    model: "LatentModel", score: Score, path: Path, track: int | str | None = None
) -> Taken:
    """What a model takes of the score of a file; one sentence with its name if that is nothing."""
    from symbolic.models.vae.verbs import Line

    line = Line(model, score, track)
    try:
        found = line.found
    except SymbolicError as error:
        raise SymbolicError(f"{path}: {error}") from error
    number = int(found.tracks[0])
    of = "all tracks that play it" if number < 0 else f"track {number} {_named(score, number)}"
    first, last = int(found.bars[0]) + 1, int(found.bars[-1]) + model.bars
    count = f"{len(found):,} window{'s' if len(found) > 1 else ''}"
    return Taken(
        line, f"{path}: {of.strip()}, bars {first} to {last}, {count} of {model.bars} bars"
    )


def track_named(text: str | None) -> int | str | None:
    """A track by its number or its name."""
    return int(text) if text is not None and text.isdecimal() else text


def _named(score: Score, number: int) -> str:
    name = " ".join(score.tracks[number].name.split())
    return repr(name[:30]) if name else ""
