"""fit: a model learns from windows, in a run folder from which it can always go on."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from symbolic.errors import SymbolicError
from symbolic.score.checks import whole
from symbolic.training.checks import check_windows
from symbolic.training.compiling import kernels
from symbolic.training.hosts import folder_of, join_if_told
from symbolic.training.loop import Training
from symbolic.training.recipe import Recipe, recipe_of
from symbolic.training.run import Run
from symbolic.training.scalars import Scalars
from symbolic.training.spreading import spread

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows
    from symbolic.models import Model

ROWS = 100  # of history in a run, unless epochs are fewer or `every` says otherwise


def fit(
    model: "Model",
    windows: "Windows",
    validation: "Windows | None" = None,
    *,
    run: str | os.PathLike,
    epochs: int = 10,
    steps: int | None = None,
    every: int | None = None,
    resume: bool = False,
    baselines: bool | Mapping[str, float] = False,
    devices: int | str | None = None,
    tensorboard: bool = False,
    progress: bool | None = None,
    **recipe: Any,
) -> Run:
    """Train a model; everything is kept in the folder `run`.

    Killed at any moment, `fit` with `resume=True` comes to the same weights and history as a run
    that was never interrupted. A model that was loaded learns on from the weights it has.

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
    baselines
        Lines for the picture of the losses: held-out nats per token of other models by name, or
        True for those of n-grams that count an epoch of `windows`.
    devices
        On how many devices of this machine: each takes a part of every batch. "all" takes all;
        by default it is all GPUs, or else one device. For several machines, see
        `symbolic.training.hosts`: each of them runs this same call.
    tensorboard
        Whether to write the history for TensorBoard too, into the folder "tensorboard" of the run.
    progress
        Whether to show a progress bar; by default where a person looks on.
    recipe
        See `symbolic.training.Recipe`: learning_rate, warmup, clip, precision, patience, ...
    """
    join_if_told()
    check_windows(model, windows, "windows")
    if validation is not None:
        check_windows(model, validation, "validation")
    total = steps if steps is not None else whole("epochs", epochs, 1, 2**40) * len(windows)
    every = every or max(min(len(windows), total), total // ROWS)
    folder = folder_of(run)
    with spread(model, devices) as count:
        if resume:
            opened = Run.open(folder)
            opened.recipe = _longer(opened, total, recipe)
        else:
            told = _told(model, total, every, recipe)
            if baselines is True and validation is None:
                raise SymbolicError(
                    "baselines=True measures held-out windows: give validation, too"
                )
            opened = Run.begin(folder, model, told, _described(windows, validation))
            opened.config["baselines"] = _measured(baselines, windows, validation)
        scalars = Scalars(opened.folder) if tensorboard else None
        training = Training(model, windows, validation, opened, count, progress, scalars)
        return training.resume() if resume else training.begin()


def resumed_model(run: str | os.PathLike) -> "Model":
    """The model of a run, with fresh weights: `fit(..., resume=True)` gives it those it had."""
    from symbolic.models import Model

    opened = Run.open(run)
    return Model.known[opened.config["class"]].from_config(opened.config["model"])


def _told(model: "Model", steps: int, every: int, recipe: dict[str, Any]) -> Recipe:
    """The recipe of a new run."""
    kind = recipe_of(type(model).__name__)
    try:
        return kind(steps, every, **recipe)
    except TypeError as error:
        raise SymbolicError(f"fit: {error}".replace(f"{kind.__name__}.__init__() ", "")) from None


def _described(windows: "Windows", validation: "Windows | None") -> dict[str, Any]:
    return {
        "windows": windows.fingerprint,
        "validation": None if validation is None else validation.fingerprint,
        "kernels": kernels(),
    }


def _measured(
    baselines: bool | Mapping[str, float], windows: "Windows", validation: "Windows | None"
) -> dict[str, float]:
    """The baselines that were given, or those of n-grams."""
    if isinstance(baselines, Mapping):
        return {str(name): float(nats) for name, nats in baselines.items()}
    if not baselines or validation is None:
        return {}
    from symbolic.training.floors import floors

    return floors(windows, validation)


def _longer(run: Run, total: int, changes: dict[str, Any]) -> Recipe:
    """The recipe to go on with: that of the run, for at least as many steps."""
    if changes:
        raise SymbolicError(
            f"{run.folder}: a run goes on as it began; leave out {', '.join(sorted(changes))}"
        )
    return replace(run.recipe, steps=max(run.recipe.steps, total))
