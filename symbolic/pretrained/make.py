"""Make a built-in model: train it, or go on with its training.

    python -m symbolic.pretrained.make melody-lstm --runs runs

A run that was stopped goes on where it was. What it makes is the same on the same machine.
"""

import argparse
from pathlib import Path

from symbolic.pretrained.recipes import RECIPES, Making


def train(name: str, runs: Path):
    """The finished run of a built-in model."""
    import symbolic
    from symbolic.models import NoteModel
    from symbolic.training.run import CONFIG

    making = RECIPES[name]
    train, valid, _ = symbolic.load_corpus(making.corpus).split()
    tokenizer = getattr(symbolic, making.tokenizer)(**making.options)
    windows = train.windows(tokenizer, **making.windows)
    held_out = valid.windows(
        tokenizer, **{**making.windows, "transpose": 0, "labels": windows.labels}, shuffle=False
    )
    model = NoteModel.known[making.kind](tokenizer, conditions=windows.labels, **making.model)
    run = runs / name
    resume = (run / CONFIG).exists()
    told = {key: making.fit[key] for key in ("steps", "every")} if resume else making.fit
    return model, model.fit(windows, held_out, run=run, resume=resume, **told)


def main() -> None:
    """Train what is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(RECIPES))
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    arguments = parser.parse_args()
    for name in arguments.names:
        model, run = train(name, arguments.runs)
        print(run)


if __name__ == "__main__":
    main()
