"""Make the built-in models: train each, or go on with its training, then measure and keep it.

    python -m symbolic.pretrained.make melody-lstm --runs runs

A run that was stopped goes on where it was. What it makes is the same on the same machine.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symbolic.pretrained.catalogue import WEIGHTS
from symbolic.pretrained.recipes import RECIPES

if TYPE_CHECKING:
    from symbolic.training import Run

SAMPLES = 400
FIGURES = {
    "likelihood": ("nats_per_token", "bits_per_note", "accuracy"),
    "statistics": ("pitch_class_overlap", "duration_overlap", "inter_onset_overlap"),
    "novelty": (),
}


def train(name: str, runs: Path) -> "Run":
    """The finished run of a built-in model."""
    import symbolic
    from symbolic.models import Model
    from symbolic.training.run import CONFIG

    making = RECIPES[name]
    train, valid, _ = symbolic.load_corpus(making.corpus).split()
    tokenizer = getattr(symbolic, making.tokenizer)(**making.options)
    windows = train.windows(tokenizer, **making.windows)
    told = {**making.windows, "transpose": 0, "labels": windows.labels, "unlabelled": 0.0}
    held_out = valid.windows(tokenizer, **told, shuffle=False)
    model = Model.known[making.kind](tokenizer, conditions=windows.labels, **making.model)
    run = runs / name
    resume = (run / CONFIG).exists()
    fitting = {key: making.fit[key] for key in ("steps", "every")} if resume else making.fit
    return model.fit(windows, held_out, run=run, resume=resume, **fitting)


def keep(name: str, run: "Run") -> Path:
    """Measure the best model of a run on the test split, and keep it with its card."""
    import symbolic
    from symbolic.evaluation.of_model import evaluate_model
    from symbolic.models.artifact import read_model, save_model
    from symbolic.training.run import CONFIG

    making = RECIPES[name]
    train, _, test = symbolic.load_corpus(making.corpus).split()
    folder = WEIGHTS / name
    model = read_model(run.best)
    model.about = {"name": name, "corpus": making.corpus, **making.about}
    save_model(model, folder, half=True)
    model = read_model(folder)  # as it will be used
    report = evaluate_model(model, test, train, SAMPLES)
    seconds = sum(run.history.column("seconds"))
    model.about["training"] = (
        f"{run.history.rows[-1]['step']:,} steps of {making.windows['batch_size']} windows of "
        f"{making.windows['length']} tokens, {seconds / 60:.0f} minutes on {run.config['data']['kernels']}; "
        f"made again by `python -m symbolic.pretrained.make {name}`."
    )
    model.about["figures"] = figures(report.sections)
    save_model(model, folder, half=True, history=run.history.path.read_text(encoding="utf-8"))
    shutil.copy(run.folder / CONFIG, folder / CONFIG)
    report.title = name
    report.write_json(folder / "report.json")
    print(report)
    return folder


def figures(sections: dict[str, Any]) -> dict[str, str]:
    """The figures of the card, each beside its floor or ceiling."""
    rows = {}
    for section, names in FIGURES.items():
        found = sections.get(section, {})
        for name in names or found:
            said = [f"{column} {value:.3f}" for column, value in found[name].items()]
            rows[name.replace("_", " ")] = ", ".join(said)
    return rows


def main() -> None:
    """Make what is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(RECIPES))
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    arguments = parser.parse_args()
    for name in arguments.names:
        run = train(name, arguments.runs)
        print(json.dumps({"name": name, "held out": run.least()}))
        print(keep(name, run))


if __name__ == "__main__":
    main()
