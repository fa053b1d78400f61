"""symbolic demo: a new piece, as a .mid file and a picture."""

import argparse
from pathlib import Path

import symbolic
from symbolic.cli.generate import fresh_seed
from symbolic.cli.numbered import new_folder
from symbolic.cli.starting import start_keras

MODEL, BARS = "melody-lstm", 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path("demo"), metavar="DIR", help="where to put it (demo/)"
    )
    parser.add_argument("--model", default=MODEL, metavar="NAME", help=f"what writes it ({MODEL})")


def run(arguments: argparse.Namespace) -> int:
    """Write a piece with a built-in model, print what it is, save it and draw it."""
    start_keras()
    seed = fresh_seed() if arguments.seed is None else arguments.seed
    model = symbolic.load_model(arguments.model)
    bars = None if model.kind == "vae" else BARS  # which has a length of its own
    (score,) = model.generate(1, bars, seed=seed)
    folder = new_folder(arguments.out)
    midi = score.write(folder / "piece.mid")
    picture = folder / "piece.png"
    score.plot(chords=True).savefig(picture, dpi=150)
    print(f"{score.summary()}\n\nkey: {score.key()}\nwrote {midi}\nwrote {picture}")
    print(f"again the same: symbolic demo --seed {seed}")
    return 0
