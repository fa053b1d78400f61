"""The loop of training: stretches of steps, after each of which everything is kept."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import keras
from tqdm import tqdm

from symbolic.errors import SymbolicError
from symbolic.models.artifact import put_weights, read_model, save_model, weights_of
from symbolic.training.checkpoint import checkpoint_at, load_checkpoint, newest, save_checkpoint
from symbolic.training.checks import check_same
from symbolic.training.compiling import compile_network
from symbolic.training.history import SCHEDULED
from symbolic.training.hosts import agreed, process_and_count, share_of
from symbolic.training.precision import computing_in
from symbolic.training.run import Run
from symbolic.training.scalars import Scalars
from symbolic.training.steps import Steps
from symbolic.training.watching import Watch, check_loss, interruptible

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows
    from symbolic.models import Model


class Training:
    """One call of `fit`.

    Parameters
    ----------
    devices
        Of this process: rows are filled up to a multiple of them.
    progress
        Whether to show a bar; None where a person looks on.
    scalars
        Where TensorBoard's numbers go, if anywhere.
    """

    def __init__(
        self,
        model: "Model",
        windows: "Windows",
        validation: "Windows | None",
        run: Run,
        devices: int,
        progress: bool | None,
        scalars: Scalars | None,
    ):
        self.model, self.windows, self.validation, self.run = model, windows, validation, run
        self.devices, self.scalars = devices, scalars
        self.hidden = None if progress is None else not progress
        if process_and_count()[0]:
            self.hidden = True
        self.network: keras.Model = model.network
        self.state: dict[str, Any] = {"least": None, "since": 0}

    def begin(self) -> Run:
        """Learn from the first step on."""
        keras.utils.set_random_seed(self.run.recipe.seed)
        with computing_in(self.network, self.run.recipe.precision):
            compile_network(self.network, self.run.recipe)
            with kept_in(self.run):
                save_checkpoint(self.run.checkpoints, 0, self.network, self.state)
                self.run.write_config()  # from here on there is a run, which can go on
            return self._go_on(0)

    def resume(self) -> Run:
        """Learn from the newest checkpoint on."""
        check_same(self.run, self.model, self.windows, self.validation)
        step = agreed(newest(self.run.checkpoints))
        if step < 0:
            raise SymbolicError(f"{self.run.folder}: there is no checkpoint to go on from")
        with computing_in(self.network, self.run.recipe.precision):
            compile_network(self.network, self.run.recipe)
            self.state = load_checkpoint(checkpoint_at(self.run.checkpoints, step), self.network)
            del self.state["step"]
            with kept_in(self.run):
                self.run.history.cut_after(step)
            return self._go_on(step)

    def _go_on(self, step: int) -> Run:
        recipe = self.run.recipe
        with tqdm(
            total=recipe.steps, initial=step, unit="step", disable=self.hidden, file=sys.stderr
        ) as bar:
            while step < recipe.steps and not self._weary():
                last = min(step - step % recipe.every + recipe.every, recipe.steps)
                watch = Watch(bar, step, self._tokens)
                logs = self._stretch(step, last, watch)
                step += watch.taken
                self._keep(step, logs, watch.taken, watch.seconds)
                if watch.stopped:
                    print(f"stopped at step {step:,}; resume=True goes on", file=sys.stderr)
                    return self.run
        self._take_best()
        return self.run

    @property
    def _tokens(self) -> int:
        """In a batch."""
        return self.windows.batch_size * self.windows.length

    def _stretch(self, first: int, last: int, watch: Watch) -> dict[str, Any]:
        with interruptible(watch):
            told = self.network.fit(
                Steps(share_of(self.windows), first, last, self.devices),
                epochs=1,
                shuffle=False,
                verbose=0,
                callbacks=[watch],
            )
        return {name: values[-1] for name, values in told.history.items()}

    def _keep(self, step: int, logs: dict[str, Any], taken: int, seconds: float) -> None:
        check_loss(logs["loss"], step)
        row: dict[str, Any] = {
            "step": step,
            "epoch": step // len(self.windows),
            "learning_rate": float(self.network.optimizer.learning_rate),
            "loss": float(logs["nats"]),
            "accuracy": float(logs["accuracy"]),
            "tokens_per_second": round(taken * self._tokens / seconds, 1),
            "seconds": round(seconds, 3),
            **{name: float(logs[name]) for name in self.run.recipe.watched},
        }
        if self.validation is not None:
            row |= self._held_out(self.validation)
        with kept_in(self.run):
            if self.validation is not None:
                self._compare(row["valid_loss"])
            self.run.history.add(row)
            save_checkpoint(self.run.checkpoints, step, self.network, self.state)
            self.run.plot()
            if self.scalars is not None:
                self.scalars.add(row)

    def _held_out(self, validation: "Windows") -> dict[str, float]:
        """What the model does on held-out windows; each process looks at all of them."""
        steps = Steps(validation, 0, len(validation), self.devices)
        held = self.network.evaluate(steps, verbose=0, return_dict=True)
        watched = [name for name in self.run.recipe.watched if name not in SCHEDULED]
        return {
            "valid_loss": float(held["nats"]),
            **{f"valid_{name}": float(held[name]) for name in ("accuracy", *watched)},
        }

    def _compare(self, loss: float) -> None:
        """Keep the best model, and count how long there was none better."""
        if self.state["least"] is None or loss < self.state["least"]:
            self.state |= {"least": loss, "since": 0}
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


@contextmanager
def kept_in(run: Run) -> Iterator[None]:
    """Say in one sentence that a run's folder takes no more."""
    try:
        yield
    except SymbolicError as error:
        raise SymbolicError(f"{error}; {AFTER_FULL}") from error
    except OSError as error:
        reason = error.strerror or error
        raise SymbolicError(
            f"{run.folder}: nothing more can be written ({reason}); {AFTER_FULL}"
        ) from error


AFTER_FULL = "the checkpoints before this are whole, and resume=True goes on from them"
