"""fit: a model learns from windows, in a run folder from which it can always go on."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import keras
from tqdm import tqdm

from symbolic.errors import SymbolicError
from symbolic.models.artifact import put_weights, read_model, save_model, weights_of
from symbolic.score.checks import whole
from symbolic.training.checkpoint import checkpoints, load_checkpoint, save_checkpoint
from symbolic.training.compiling import compile_network, kernels
from symbolic.training.precision import computing_in
from symbolic.training.recipe import Recipe
from symbolic.training.run import Run
from symbolic.training.steps import Steps
from symbolic.training.watching import Watch, check_loss, interruptible

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows
    from symbolic.models import NoteModel

ROWS = 100  # of history in a run, unless epochs are fewer or `every` says otherwise


def fit(
    model: "NoteModel",
    windows: "Windows",
    validation: "Windows | None" = None,
    *,
    run: str | os.PathLike,
    epochs: int = 10,
    steps: int | None = None,
    every: int | None = None,
    resume: bool = False,
    progress: bool | None = None,
    **recipe: Any,
) -> Run:
    """Train a model; everything is kept in the folder `run`.

    Killed at any moment, `fit` with `resume=True` comes to the same weights and history as a run
    that was never interrupted.

    Parameters
    ----------
    windows, validation
        What to learn from, and what is held out.
    epochs, steps
        How long; `steps` counts batches and goes before.
    every
        Steps from one row of the history and one checkpoint to the next; by default an epoch, or
        a hundredth of the run if that is more.
    resume
        Go on with the run in the folder. With more `epochs` or `steps` it goes on beyond its end.
    progress
        Whether to show a progress bar; by default where a person looks on.
    recipe
        See `symbolic.training.Recipe`: learning_rate, warmup, clip, precision, patience, ...
    """
    _check_windows(model, windows, "windows")
    if validation is not None:
        _check_windows(model, validation, "validation")
    total = steps if steps is not None else whole("epochs", epochs, 1, 2**40) * len(windows)
    every = every or max(min(len(windows), total), total // ROWS)
    if resume:
        opened = Run.open(run)
        opened.recipe = _longer(opened, total, recipe)
        return _Training(model, windows, validation, opened, progress).resume()
    try:
        told = Recipe(total, every, **recipe)
    except TypeError as error:
        raise SymbolicError(f"fit: {error}".replace("Recipe.__init__() ", "")) from None
    opened = Run.begin(run, model, told, _described(windows, validation))
    return _Training(model, windows, validation, opened, progress).begin()


class _Training:
    """One call of `fit`."""

    def __init__(self, model, windows, validation, run: Run, progress: bool | None):
        self.model, self.windows, self.validation, self.run = model, windows, validation, run
        self.progress = progress
        self.network: keras.Model = model.network
        self.state: dict[str, Any] = {"least": None, "since": 0}

    def begin(self) -> Run:
        keras.utils.set_random_seed(self.run.recipe.seed)
        with computing_in(self.network, self.run.recipe.precision):
            compile_network(self.network, self.run.recipe)
            save_checkpoint(self.run.checkpoints, 0, self.network, self.state)
            return self._go_on(0)

    def resume(self) -> Run:
        _check_same(self.run, self.model, self.windows, self.validation)
        found = checkpoints(self.run.checkpoints)
        if not found:
            raise SymbolicError(f"{self.run.folder}: there is no checkpoint to go on from")
        with computing_in(self.network, self.run.recipe.precision):
            compile_network(self.network, self.run.recipe)
            self.state = load_checkpoint(found[-1], self.network)
            step = self.state.pop("step")
            self.run.history.cut_after(step)
            return self._go_on(step)

    def _go_on(self, step: int) -> Run:
        recipe = self.run.recipe
        disable = None if self.progress is None else not self.progress
        with tqdm(
            total=recipe.steps, initial=step, unit="step", disable=disable, file=sys.stderr
        ) as bar:
            while step < recipe.steps and not self._weary():
                last = min(step - step % recipe.every + recipe.every, recipe.steps)
                watch = Watch(bar, step, _tokens(self.windows))
                logs = self._stretch(step, last, watch)
                step += watch.taken
                self._keep(step, logs, watch)
                if watch.stopped:
                    print(f"stopped at step {step:,}; resume=True goes on", file=sys.stderr)
                    return self.run
        self._take_best()
        return self.run

    def _stretch(self, first: int, last: int, watch: Watch) -> dict[str, Any]:
        with interruptible(watch):
            told = self.network.fit(
                Steps(self.windows, first, last),
                epochs=1,
                shuffle=False,
                verbose=0,
                callbacks=[watch],
            )
        return {name: values[-1] for name, values in told.history.items()}

    def _keep(self, step: int, logs: dict[str, Any], watch: Watch) -> None:
        seconds = watch.seconds
        check_loss(logs["loss"], step)
        row: dict[str, Any] = {
            "step": step,
            "epoch": step // len(self.windows),
            "learning_rate": float(self.network.optimizer.learning_rate),
            "loss": float(logs["nats"]),
            "accuracy": float(logs["accuracy"]),
            "tokens_per_second": round(watch.taken * _tokens(self.windows) / seconds, 1),
            "seconds": round(seconds, 3),
        }
        if self.validation is not None:
            held = self.network.evaluate(
                Steps(self.validation, 0, len(self.validation)), verbose=0, return_dict=True
            )
            row |= {"valid_loss": float(held["nats"]), "valid_accuracy": float(held["accuracy"])}
            self._compare(held["nats"])
        self.run.history.add(row)
        save_checkpoint(self.run.checkpoints, step, self.network, self.state)
        self.run.plot()

    def _compare(self, loss: float) -> None:
        """Keep the best model, and count how long there was none better."""
        if self.state["least"] is None or loss < self.state["least"]:
            self.state |= {"least": float(loss), "since": 0}
            save_model(self.model, self.run.best)
        else:
            self.state["since"] += 1

    def _weary(self) -> bool:
        patience = self.run.recipe.patience
        return bool(patience) and self.state["since"] >= patience

    def _take_best(self) -> None:
        """Leave the model with the weights that did best on what is held out."""
        if self.validation is not None and self.run.best.exists():
            best = read_model(self.run.best)
            put_weights(self.network, weights_of(best.network), str(self.run.best))


def _check_windows(model: "NoteModel", windows: "Windows", name: str) -> None:
    if windows.tokenizer != model.tokenizer:
        raise SymbolicError(
            f"{name} are tokens of {windows.tokenizer!r:.80}, but the model reads {model.tokenizer!r:.80}"
        )
    if {name: tuple(values) for name, values in windows.labels.items()} != model.conditions:
        raise SymbolicError(
            f"{name} have the labels {_named(windows.labels)}, but the model was made for "
            f"{_named(model.conditions)}: make it with conditions=windows.labels, and other windows "
            "with labels=windows.labels"
        )
    if len(windows) == 0 or windows.count < windows.batch_size:
        raise SymbolicError(
            f"{name}: {windows.count:,} windows do not fill a batch of {windows.batch_size}: take a "
            "smaller batch_size, shorter windows or more data"
        )


def _named(labels: Mapping[str, Sequence[str]]) -> str:
    counts = [f"{name} ({len(values)} values)" for name, values in labels.items()]
    return ", ".join(counts) or "none"


def _tokens(windows: "Windows") -> int:
    return windows.batch_size * windows.length


def _described(windows: "Windows", validation: "Windows | None") -> dict[str, Any]:
    return {
        "windows": windows.fingerprint,
        "validation": None if validation is None else validation.fingerprint,
        "kernels": kernels(),
    }


def _check_same(run: Run, model: "NoteModel", windows: "Windows", validation) -> None:
    if run.config["model"] != model.config or run.config["class"] != type(model).__name__:
        raise SymbolicError(f"{run.folder}: the run is of another model than this one")
    told = run.config["data"]
    if told["windows"] != windows.fingerprint:
        raise SymbolicError(f"{run.folder}: the run learned from other windows than these")
    if validation is not None and told["validation"] != validation.fingerprint:
        raise SymbolicError(f"{run.folder}: the run was held against other windows than these")


def _longer(run: Run, total: int, changes: dict[str, Any]) -> Recipe:
    """The recipe to go on with: that of the run, for at least as many steps."""
    if changes:
        raise SymbolicError(
            f"{run.folder}: a run goes on as it began; leave out {', '.join(sorted(changes))}"
        )
    return replace(run.recipe, steps=max(run.recipe.steps, total))


def resumed_model(run: str | os.PathLike) -> "NoteModel":
    """The model of a run, with fresh weights: `fit(..., resume=True)` gives it those it had."""
    from symbolic.models import NoteModel

    opened = Run.open(run)
    return NoteModel.known[opened.config["class"]].from_config(opened.config["model"])
