"""The built-in models by name, and models of any folder."""

import os
from pathlib import Path

from symbolic.errors import MissingFileError
from symbolic.models import Model
from symbolic.models.artifact import CONFIG, read_config, read_model

WEIGHTS = Path(__file__).parent / "weights"


def builtin_models() -> list[str]:
    """The names of the models that come with the library.

    >>> "melody-lstm" in builtin_models()
    True
    """
    return sorted(path.parent.name for path in WEIGHTS.glob(f"*/{CONFIG}"))


def load_model(source: str | os.PathLike) -> Model:
    """A saved model: a built-in one by its name, or any by its folder.

    Only JSON and numbers are read: no code comes from a model.

    Examples
    --------
    >>> load_model("melody-lstm")
    <NoteLSTM of BarTokenizer: embedding=128, units=256, layers=2, dropout=0.1, tied=True>
    """
    return read_model(folder_of(source))


def folder_of(source: str | os.PathLike) -> Path:
    """Where a model lies; a folder goes before a built-in model of the same name."""
    path = Path(source)
    if path.is_dir():
        return path
    if str(source) in builtin_models():
        return WEIGHTS / str(source)
    raise MissingFileError(
        f"{source}: there is no such folder, nor a built-in model of that name; built in are "
        f"{', '.join(builtin_models())}"
    )


def facts(name: str) -> dict:
    """What is known of a built-in model without its weights."""
    return read_config(WEIGHTS / name)
