"""symbolic demo: a first piece, as a .mid file and a picture."""

import argparse
from pathlib import Path

from symbolic.cli.numbered import new_folder
from symbolic.errors import SymbolicError
from symbolic.files import read
from symbolic.score import Score

TUNE = ("ryansMammoth", "BellesOfTipperaryReel.abc")  # a reel in the corpus inside music21


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path("demo"), metavar="DIR", help="where to put it (demo/)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read the built-in tune, print what it is, write it and draw it."""
    score = tune()
    print(score.summary())
    folder = new_folder(arguments.out)
    midi = score.write(folder / "tune.mid")
    picture = folder / "tune.png"
    score.plot(chords=True).savefig(picture, dpi=150)
    print(f"\nkey: {score.key()}\nwrote {midi}\nwrote {picture}")
    return 0


def tune() -> Score:
    """The built-in tune, read in place from the music21 that is installed."""
    from importlib.util import find_spec

    spec = find_spec("music21")  # found, not imported: that takes a second
    if spec is None or spec.origin is None:
        raise SymbolicError("the demo's tune is in music21, which is missing: pip install music21")
    return read(Path(spec.origin).parent / "corpus" / Path(*TUNE))
