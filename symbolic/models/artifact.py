"""A saved model: a folder of JSON, safetensors, a card and a history. Nothing in it is code."""

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np

from symbolic.errors import MissingFileError, SymbolicError
from symbolic.models.model import Model
from symbolic.version import __version__

if TYPE_CHECKING:
    import keras

FORMAT = 1
CONFIG, WEIGHTS, CARD, HISTORY = "config.json", "weights.safetensors", "README.md", "history.csv"
DIRECTIONS = "directions.safetensors"  # of a space of points


def save_model(
    model: Model, folder: str | os.PathLike, half: bool = False, history: str = ""
) -> Path:
    """Write a model as a folder.

    Parameters
    ----------
    half
        Whether weights are kept in half precision: half the size, and as good to play with.
    history
        The lines of history.csv.
    """
    from safetensors.numpy import save

    from symbolic.models.card import card

    folder = Path(folder)
    if folder.exists() and not (folder / CONFIG).exists() and any(_entries(folder)):
        raise SymbolicError(f"{folder} holds something else: save a model into a folder of its own")
    config = {
        "format": FORMAT,
        "library": f"symbolic {__version__}",
        "class": type(model).__name__,
        **model.config,
        "about": model.about,
    }
    weights = {
        name: array.astype(np.float16) if half else array
        for name, array in weights_of(model.network).items()
    }
    aside = folder.with_name(f".{folder.name}-{uuid4().hex}.part")
    try:
        aside.mkdir(parents=True)
        (aside / CONFIG).write_text(json.dumps(config, indent=1), encoding="utf-8")
        # Not by save_file, whose files nobody but their owner may read.
        (aside / WEIGHTS).write_bytes(save(weights, metadata={"format": "keras"}))
        if directions := getattr(model, "directions", {}):
            (aside / DIRECTIONS).write_bytes(save(directions))
        (aside / CARD).write_text(card(model), encoding="utf-8")
        if history:
            (aside / HISTORY).write_text(history, encoding="utf-8")
        _take_place(aside, folder)
    except OSError as error:
        reason = error.strerror or error
        raise SymbolicError(f"{folder}: cannot be written ({reason})") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def read_model(folder: str | os.PathLike) -> Model:
    """The model of a folder that `save` wrote."""
    folder = Path(folder)
    config = read_config(folder)
    kind = Model.known.get(config["class"])
    if kind is None:
        raise SymbolicError(
            f"{folder}: it holds a {config['class']!r:.60}; known are {', '.join(Model.known)}"
        )
    try:
        model = kind.from_config(config)
    except SymbolicError as error:
        raise SymbolicError(f"{folder}: {error}") from error
    model.about = config.get("about", {})
    put_weights(model.network, _read_arrays(folder / WEIGHTS), str(folder))
    if (folder / DIRECTIONS).exists() and hasattr(model, "directions"):
        model.directions = _read_arrays(folder / DIRECTIONS)
    return model


def read_config(folder: Path) -> dict[str, Any]:
    """The config of a saved model; one sentence if there is none that can be used."""
    if not folder.is_dir():
        raise MissingFileError(
            f"{folder}: there is no such folder, nor a built-in model of that name"
        )
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SymbolicError(f"{folder} is no saved model: it has no {CONFIG}") from None
    except (OSError, ValueError) as error:
        raise SymbolicError(f"{folder / CONFIG} cannot be read: {error}") from error
    if not isinstance(config, dict) or not isinstance(config.get("class"), str):
        raise SymbolicError(f"{folder / CONFIG} is not the config of a model of this library")
    if config.get("format") != FORMAT:
        raise SymbolicError(
            f"{folder} is in format {config.get('format')!r:.20}, which this version does not read"
        )
    return config


def weights_of(network: "keras.Model") -> dict[str, np.ndarray]:
    """The weights by name: that of the layer, then its own."""
    import keras

    named = {
        _name(variable): np.asarray(
            keras.ops.convert_to_numpy(keras.ops.convert_to_tensor(variable))
        )
        for variable in network.trainable_variables
    }
    assert len(named) == len(network.trainable_variables), "two weights of one name"
    return named


def put_weights(network: "keras.Model", weights: dict[str, np.ndarray], where: str) -> None:
    """Give a network its weights; one sentence if they are not those of such a network."""
    wanted = {_name(variable): variable for variable in network.trainable_variables}
    if missing := sorted(wanted.keys() - weights.keys()):
        raise SymbolicError(f"{where}: the weights {', '.join(missing):.200} are missing")
    if others := sorted(weights.keys() - wanted.keys()):
        raise SymbolicError(f"{where}: no layer takes the weights {', '.join(others):.200}")
    for name, variable in wanted.items():
        array = weights[name]
        if tuple(array.shape) != tuple(variable.shape):
            raise SymbolicError(
                f"{where}: {name} has the shape {array.shape}, where the model's is {variable.shape}"
            )
        if not np.isfinite(array).all():
            raise SymbolicError(f"{where}: {name} holds numbers that are none (NaN or infinite)")
        variable.assign(array.astype(np.float32))


def _name(variable: "keras.Variable") -> str:
    return variable.path.split("/", 1)[1]


def _read_arrays(path: Path) -> dict[str, np.ndarray]:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return load_file(path)
    except FileNotFoundError:
        raise SymbolicError(f"{path.parent} has no {path.name}: it was not saved whole") from None
    except (OSError, SafetensorError, ValueError) as error:
        raise SymbolicError(f"{path} is damaged ({error})") from error


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else [folder]


def _take_place(aside: Path, folder: Path) -> None:
    """Put the files of a finished folder in their place, the config last."""
    if not folder.exists():
        os.replace(aside, folder)
        return
    for path in sorted(aside.iterdir(), key=lambda path: path.name == CONFIG):
        os.replace(path, folder / path.name)
