"""symbolic interpolate: pieces from one file to another, or a grid between four, and a picture."""

import argparse
import warnings
from pathlib import Path

import symbolic
from symbolic.cli.generate import fresh_seed
from symbolic.cli.numbered import new_folder
from symbolic.cli.sampling import told_of
from symbolic.cli.spaces import add_space, space_named, taken_of
from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.score.checks import whole

CORNERS = "ABCD"
STEPS, SIDE = 9, 5  # of a ladder, and of a side of a grid
MOST = 64  # that one picture shows
PICTURE = "interpolation.png"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.description = (
        "Walk through the points of a MusicVAE from one file to another, or between four as the"
        " corners of a grid: .mid files and a picture of them, in a new numbered folder."
    )
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="two files of music, or four"
    )
    parser.add_argument(
        "-n",
        "--steps",
        type=int,
        metavar="N",
        help=f"pieces, the ends among them ({STEPS}); on each side of a grid ({SIDE})",
    )
    add_space(parser, "interpolation")


def run(arguments: argparse.Namespace) -> int:
    """Interpolate, print what was read of each file and write the pieces."""
    files, told = arguments.files, told_of(arguments)
    if len(files) not in (2, 4):
        raise SymbolicError(f"interpolate takes two files, or four for a grid, not {len(files)}")
    default = STEPS if len(files) == 2 else SIDE
    steps = whole("-n", default if arguments.steps is None else arguments.steps, 2, MOST)
    scores = [symbolic.read(path) for path in files]
    model = space_named(arguments.model)
    for name, path, score in zip(CORNERS, files, scores, strict=False):
        print(f"{name}  {taken_of(model, score, path).text}")
    seed = fresh_seed() if arguments.seed is None else arguments.seed
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what was taken has been said above
        found = model.interpolate(
            *scores, steps=steps, temperature=arguments.temperature, seed=seed, **told
        )
    folder = new_folder(arguments.out)
    for name, piece in _named(found).items():
        path = piece.write(folder / f"{name}.mid")
        print(f"{path}  {piece.bars} bars, {len(piece.notes)} notes")
    picture = folder / PICTURE
    _draw(found, picture)
    print(f"wrote {picture}")
    return 0


def _named(found: list) -> dict[str, Score]:
    """Pieces by the names of their files: 01, 02, ... or row-column, 01-01, 01-02, ..."""
    if isinstance(found[0], Score):
        return {f"{number:02}": piece for number, piece in enumerate(found, 1)}
    return {
        f"{row:02}-{column:02}": piece
        for row, pieces in enumerate(found, 1)
        for column, piece in enumerate(pieces, 1)
    }


def _draw(found: list, path: Path) -> None:
    from symbolic.display import draw_grid, draw_ladder

    draw = draw_ladder if isinstance(found[0], Score) else draw_grid
    draw(found, path=path)
