"""Checkpoints: all that training goes on from, written aside, made lasting, then named."""

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np

from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    import keras

KEPT = 2  # the newest, and the one before it in case the disk lost the newest
STATE, VARIABLES = "state.json", "variables.safetensors"


def save_checkpoint(folder: Path, step: int, network: "keras.Model", state: dict[str, Any]) -> Path:
    """Write weights, optimizer and random state after a step, and what else is to be known."""
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    place = checkpoint_at(folder, step)
    aside = folder / f".{step:09}-{uuid4().hex}.part"
    try:
        aside.mkdir(parents=True)
        save_file(_arrays(network), aside / VARIABLES)
        (aside / STATE).write_text(json.dumps({**state, "step": step}), encoding="utf-8")
        for path in (aside / VARIABLES, aside / STATE, aside):
            _sync(path)
        shutil.rmtree(place, ignore_errors=True)
        os.replace(aside, place)
        _sync(folder)
    except (OSError, SafetensorError) as error:  # the latter where a disk is full
        reason = getattr(error, "strerror", None) or error
        raise SymbolicError(f"{place}: no checkpoint could be written ({reason})") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    for old in checkpoints(folder)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return place


def checkpoints(folder: Path) -> list[Path]:
    """All checkpoints of a run, the newest last."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name.isdecimal())


def newest(folder: Path) -> int:
    """The step of the newest checkpoint; -1 if there is none."""
    return max((int(path.name) for path in checkpoints(folder)), default=-1)


def checkpoint_at(folder: Path, step: int) -> Path:
    """The checkpoint of a step."""
    return folder / f"{step:09}"


def load_checkpoint(place: Path, network: "keras.Model") -> dict[str, Any]:
    """Give a compiled network back what it had, and return what else was known."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        state = json.loads((place / STATE).read_text(encoding="utf-8"))
        arrays = load_file(place / VARIABLES)
    except (OSError, ValueError, SafetensorError) as error:
        raise SymbolicError(f"{place}: the checkpoint cannot be read ({error})") from error
    variables = _variables(network)
    if arrays.keys() != variables.keys() or any(
        tuple(arrays[name].shape) != tuple(variable.shape) for name, variable in variables.items()
    ):
        raise SymbolicError(f"{place}: the checkpoint is of another model or optimizer")
    for name, variable in variables.items():
        variable.assign(arrays[name])
    return state


def _variables(network: "keras.Model") -> dict[str, "keras.Variable"]:
    """Weights, random states and the optimizer's variables, by a name that is theirs alone."""
    if not network.optimizer.built:  # built again, one that scales the loss would begin anew
        network.optimizer.build(network.trainable_variables)
    # The running sums of metrics begin anew in every row of history.
    passing = {id(variable) for variable in network.metrics_variables}
    lasting = [variable for variable in network.variables if id(variable) not in passing]
    groups = {"network": lasting, "optimizer": network.optimizer.variables}
    return {
        f"{group}/{number:04}": variable
        for group, variables in groups.items()
        for number, variable in enumerate(variables)
    }


def _arrays(network: "keras.Model") -> dict[str, np.ndarray]:
    import keras

    # A variable that lives on several devices is read as a tensor, not as an array.
    tensors = {name: keras.ops.convert_to_tensor(one) for name, one in _variables(network).items()}
    return {
        name: np.array(keras.ops.convert_to_numpy(tensor), order="C")
        for name, tensor in tensors.items()
    }


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
