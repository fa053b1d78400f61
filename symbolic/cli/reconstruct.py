"""symbolic reconstruct: a file as a MusicVAE tells it, a picture of both, and how alike they are."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import symbolic
from symbolic.cli.generate import fresh_seed
from symbolic.cli.numbered import new_folder
from symbolic.cli.sampling import told_of
from symbolic.cli.spaces import add_space, space_named, taken_of, track_named

if TYPE_CHECKING:
    import numpy as np

    from symbolic.models.vae.latent_model import LatentModel
    from symbolic.tokenizers.windows.extraction import Extraction

ORIGINAL, BACK, PICTURE = "original.mid", "reconstruction.mid", "reconstruction.png"
UNSAID = "hamming", "class_accuracy"  # figures for a report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.description = (
        "Put a file into the points of a MusicVAE and take it out again: what was read and what"
        " came back as .mid files, and a picture of both, in a new numbered folder."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a file of music")
    parser.add_argument("--track", metavar="N", help="which one is read (the one with most notes)")
    add_space(parser, "reconstruction")


def run(arguments: argparse.Namespace) -> int:
    """Reconstruct, print how alike both are and write them."""
    score, told = symbolic.read(arguments.file), told_of(arguments)
    model = space_named(arguments.model)
    line, text = taken_of(model, score, arguments.file, track_named(arguments.track))
    seed = fresh_seed() if arguments.seed is None else arguments.seed
    points = model.encode(line.found.windows, **told).mean
    windows = model.decode_windows(points, arguments.temperature, seed, **told)
    original, back = line.played(line.found.windows), line.played(windows)
    print(f"took {text}")
    for name, value in alike(model, line.found, windows).items():
        print(f"{value:6.3f}  {name}")
    folder = new_folder(arguments.out)
    paths = original.write(folder / ORIGINAL), back.write(folder / BACK), folder / PICTURE
    from symbolic.display import draw_pair

    draw_pair(original, back, path=paths[-1])
    print("\n".join(f"wrote {path}" for path in paths))
    return 0


def alike(model: "LatentModel", found: "Extraction", windows: "np.ndarray") -> dict[str, float]:
    """How alike windows are to those of a file, each bar of it counted once."""
    from symbolic.evaluation import reconstruction
    from symbolic.evaluation.steps import kind_of
    from symbolic.models.vae.joining import joined

    one, other = (
        joined(part, found.bars, model.tokenizer.shape)[None] for part in (found.windows, windows)
    )
    figures = reconstruction.evaluate(one, other, kind_of(model.tokenizer))
    return {
        name.replace("_", " "): value
        for name, value in figures.items()
        if not name.endswith(UNSAID)
    }
