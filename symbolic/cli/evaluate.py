"""symbolic evaluate: how good a model is, as a table, JSON and a page of plots."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import symbolic
from symbolic.cli.data import data_named
from symbolic.cli.numbered import new_folder
from symbolic.cli.sampling import add_sampling, check_sampling, sampling_of, told_of
from symbolic.cli.starting import start_keras
from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from symbolic.models import Model

FILES = "report.json", "report.png"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.description = (
        "Hold a model against pieces that it did not learn from: likelihood beside n-grams, and"
        " what it writes beside real pieces; of a MusicVAE what comes back from its points, and"
        " what lies between them."
    )
    parser.add_argument("model", metavar="MODEL", help="a built-in model's name, or a saved folder")
    parser.add_argument(
        "--data", metavar="NAME", help="a corpus, folder or shards (what the model was made of)"
    )
    parser.add_argument(
        "--samples", type=int, default=64, metavar="N", help="pieces to write; 0 for none (64)"
    )
    parser.add_argument("--bars", type=int, metavar="N", help="how long; or as the model ends it")
    parser.add_argument(
        "--out", type=Path, default=Path("evaluation"), metavar="DIR", help="where (evaluation/)"
    )
    add_sampling(parser)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate on the test split of the data, print the table and write the report."""
    from symbolic.evaluation.of_model import evaluate_model

    start_keras()
    model = symbolic.load_model(arguments.model)
    sampling = _sampling(model, arguments)
    data = data_named(arguments.data or model.about.get("corpus", "folk"))
    train, _, test = data.split()
    report = evaluate_model(model, test, train, arguments.samples, arguments.seed or 0, **sampling)
    print(report)
    folder = new_folder(arguments.out)
    json, picture = (folder / name for name in FILES)
    report.write_json(json)
    report.plot(picture)
    print(f"\nwrote {json}\nwrote {picture}")
    return 0


def _sampling(model: "Model", arguments: argparse.Namespace) -> dict[str, Any]:
    """How the model writes; one sentence if it does not write so."""
    sampling = sampling_of(arguments)
    check_sampling(model, sampling)
    if model.kind != "vae":
        return {"bars": arguments.bars, **sampling}
    given = {"bars": arguments.bars, **told_of(arguments)}
    if others := [f"--{name}" for name, value in given.items() if value is not None]:
        raise SymbolicError(
            f"{type(model).__name__} is measured on windows as it has them, told nothing: leave"
            f" out {', '.join(others)}"
        )
    return sampling
