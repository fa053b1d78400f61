"""Make the built-in models: train each, or go on with its training, then measure and keep it.

    python -m symbolic.pretrained.make melody-lstm --runs runs

A run that was stopped goes on where it was. What it makes is the same on the same machine. A
corpus that must be downloaded is named with its folder: --data groove=FOLDER.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symbolic.pretrained.catalogue import WEIGHTS
from symbolic.pretrained.recipes import RECIPES, Making

if TYPE_CHECKING:
    from symbolic.datasets import Corpus
    from symbolic.models import Model
    from symbolic.training import Run

SAMPLES = 400
SHAPE = "length", "batch_size"  # of windows that are held out, too
FIGURES = {
    "likelihood": ("nats_per_token", "bits_per_note", "accuracy"),
    "reconstruction": (
        "accuracy", "no_event_accuracy", "class_accuracy", "onset_f1", "note_f1", "pitch_accuracy",
        "hit_f1", "velocity_error", "offset_error",
    ),
    "space": (),
    "paths": (),
    "statistics": ("pitch_class_overlap", "duration_overlap", "inter_onset_overlap"),
    "novelty": (),
    "nearest in training": (),
    "change of attributes (%)": (),
}  # fmt: skip


def split(making: Making, folders: dict[str, str]) -> "tuple[Corpus, ...]":
    """What is learned from, what training is watched by, and what the card is measured on."""
    import symbolic

    if making.corpus in folders:
        return symbolic.Corpus.from_folder(folders[making.corpus]).split()
    return symbolic.load_corpus(making.corpus).split()


def train(name: str, runs: Path, parts: "tuple[Corpus, ...]") -> "Run":
    """The finished run of a built-in model."""
    import symbolic
    from symbolic.training.run import CONFIG

    making = RECIPES[name]
    tokenizer = getattr(symbolic, making.tokenizer)(**making.options)
    windows = parts[0].windows(tokenizer, **making.windows)
    shape = {key: making.windows[key] for key in SHAPE if key in making.windows}
    told = {"labels": windows.labels, "unlabelled": 0.0} if windows.labels else {}
    held_out = parts[1].windows(tokenizer, **shape, **told, shuffle=False)
    model = fresh(making, tokenizer, windows.labels)
    run = runs / name
    resume = (run / CONFIG).exists()
    fitting = {key: making.fit[key] for key in ("steps", "every")} if resume else making.fit
    return model.fit(windows, held_out, run=run, resume=resume, **fitting)


def fresh(making: Making, tokenizer: Any, conditions: Any) -> "Model":
    """A model that has learned nothing, or what a smaller one knows."""
    from symbolic.models import Model
    from symbolic.pretrained import load_model

    if making.grown:
        return load_model(making.grown).grown(making.options["bars"])  # type: ignore[attr-defined]
    return Model.known[making.kind](tokenizer, conditions=conditions, **making.model)


def keep(name: str, run: "Run", parts: "tuple[Corpus, ...]") -> Path:
    """Measure the best model of a run on the test split, and keep it with its card."""
    from symbolic.evaluation.of_model import evaluate_model
    from symbolic.models.artifact import read_model, save_model
    from symbolic.training.run import CONFIG

    making = RECIPES[name]
    learned, _, test = parts
    folder = WEIGHTS / name
    model = read_model(run.best)
    model.about = {"name": name, "corpus": making.corpus, **making.about}
    find_directions(model, learned)
    save_model(model, folder, half=True)
    model = read_model(folder)  # as it will be used
    report = evaluate_model(model, test, learned, SAMPLES)
    seconds = sum(run.history.column("seconds"))
    unit = f" of {making.windows['length']} tokens" if "length" in making.windows else ""
    model.about["training"] = (
        f"{run.history.rows[-1]['step']:,} steps of {making.windows['batch_size']} windows{unit}, "
        f"{seconds / 60:.0f} minutes on {run.config['data']['kernels']}; "
        f"made again by `python -m symbolic.pretrained.make {name}`."
    )
    model.about["figures"] = figures(report.sections)
    save_model(model, folder, half=True, history=run.history.path.read_text(encoding="utf-8"))
    shutil.copy(run.folder / CONFIG, folder / CONFIG)
    report.title = name
    report.write_json(folder / "report.json")
    print(report)
    return folder


def find_directions(model: "Model", corpus: "Corpus") -> None:
    """Let a space of melodies know along which directions the named attributes grow."""
    from symbolic.models import MusicVAE
    from symbolic.theory import ATTRIBUTES
    from symbolic.tokenizers import MelodyTokenizer

    if isinstance(model, MusicVAE) and isinstance(model.tokenizer, MelodyTokenizer):
        scores = list(corpus)
        model.directions = {name: model.attribute(name, scores) for name in ATTRIBUTES}


def figures(sections: dict[str, Any]) -> dict[str, str]:
    """The figures of the card, each beside its floor or ceiling."""
    rows = {}
    for section, names in FIGURES.items():
        found = sections.get(section, {})
        for name in names or found:
            if name in found:
                said = [f"{column} {value:.3f}" for column, value in found[name].items()]
                rows[name.replace("_", " ")] = ", ".join(said)
    return rows


def main() -> None:
    """Make what is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(RECIPES))
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--data", action="append", default=[], metavar="NAME=FOLDER")
    arguments = parser.parse_args()
    folders = dict(one.split("=", 1) for one in arguments.data)
    for name in arguments.names:
        parts = split(RECIPES[name], folders)
        run = train(name, arguments.runs, parts)
        print(json.dumps({"name": name, "held out": run.least()}))
        print(keep(name, run, parts))


if __name__ == "__main__":
    main()
