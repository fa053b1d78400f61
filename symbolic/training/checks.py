"""What fit looks at before it begins: are these windows for this model, and this run of them?"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows
    from symbolic.models import Model
    from symbolic.training.run import Run


def check_windows(model: "Model", windows: "Windows", name: str) -> None:
    """Say in one sentence why a model cannot learn from windows, if it cannot."""
    if windows.tokenizer != model.tokenizer:
        raise SymbolicError(
            f"{name} are tokens of {windows.tokenizer!r:.80}, but the model reads {model.tokenizer!r:.80}"
        )
    if windows.task != model.task:
        raise SymbolicError(
            f"{name} were made with task={windows.task!r}, but {type(model).__name__} learns from "
            f"task={model.task!r}"
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


def check_same(run: "Run", model: "Model", windows: "Windows", validation) -> None:
    """Say in one sentence why a run cannot go on with these, if it cannot."""
    if run.config["model"] != model.config or run.config["class"] != type(model).__name__:
        raise SymbolicError(f"{run.folder}: the run is of another model than this one")
    told = run.config["data"]
    if told["windows"] != windows.fingerprint:
        raise SymbolicError(f"{run.folder}: the run learned from other windows than these")
    if validation is not None and told["validation"] != validation.fingerprint:
        raise SymbolicError(f"{run.folder}: the run was held against other windows than these")
