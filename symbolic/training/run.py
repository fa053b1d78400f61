"""A run: a folder that holds all there is of one training, from which it can go on."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symbolic.errors import MissingFileError, SymbolicError
from symbolic.files.aside import finished_whole
from symbolic.training.history import History
from symbolic.training.recipe import Recipe, recipe_of

if TYPE_CHECKING:
    import numpy as np

    from symbolic.models import Model

CONFIG, HISTORY, CURVES = "run.json", "history.csv", "loss.png"
CHECKPOINTS, BEST, LAST = "checkpoints", "best", "model"
FIRST, PARTS = f"{0:09}", (".symbolic-", f".{0:09}-")
FORMAT = 1
COMMAND = "command.json"  # what `symbolic train` was told, there before the run is


class Run:
    """The folder of a training run.

    Attributes
    ----------
    folder
        Where it is.
    history
        A row for every stretch of steps.
    recipe
        How it learns.
    baselines
        Held-out nats per token of simple models, by name; lines in the picture.
    """

    def __init__(self, folder: Path, recipe: Recipe, config: dict[str, Any]):
        self.folder, self.recipe, self.config = folder, recipe, config
        self.history = History(folder / HISTORY, recipe.watched)

    @classmethod
    def begin(cls, folder: str | os.PathLike, model: "Model", recipe: Recipe, data: dict) -> "Run":
        """A new run in a folder that has none yet.

        `write_config` makes it one, once there is a checkpoint to go on from.
        """
        folder = Path(folder)
        if (folder / CONFIG).exists():
            raise SymbolicError(
                f"{folder} holds a run already: fit(..., resume=True) goes on with it, or name "
                "another folder"
            )
        if folder.is_dir() and not _is_free(folder):
            raise SymbolicError(f"{folder} holds something else: a run needs a folder of its own")
        config = {
            "format": FORMAT,
            "class": type(model).__name__,
            "model": model.config,
            "recipe": recipe.to_dict(),
            "data": data,
            "baselines": {},
        }
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SymbolicError(f"{folder}: {error.strerror or error}") from error
        return cls(folder, recipe, config)

    @classmethod
    def open(cls, folder: str | os.PathLike) -> "Run":
        """The run of a folder."""
        folder = Path(folder)
        try:
            config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
            recipe = recipe_of(config["class"])(**config["recipe"])
        except FileNotFoundError:
            raise MissingFileError(f"{folder}: there is no run in it (no {CONFIG})") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SymbolicError(f"{folder / CONFIG} cannot be read ({error})") from error
        return cls(folder, recipe, config)

    @property
    def baselines(self) -> dict[str, float]:
        """Held-out nats per token of simple models, by name."""
        return self.config["baselines"]

    @property
    def checkpoints(self) -> Path:
        """The folder of the checkpoints."""
        return self.folder / CHECKPOINTS

    @property
    def best(self) -> Path:
        """The model with the least held-out loss so far."""
        return self.folder / BEST

    def write_config(self) -> None:
        """Keep what was told about the run."""
        with finished_whole(self.folder / CONFIG) as file:
            file.write(json.dumps(self.config, indent=1).encode())

    def plot(self) -> Path:
        """Draw the losses, and the baselines as lines, into loss.png."""
        from symbolic.training.curves import draw_curves

        return draw_curves(self.history, self.baselines, self.folder / CURVES)

    def least(self, column: str = "valid_loss") -> float:
        """The least value of a column of the history."""
        values: list[float] | np.ndarray = self.history.column(column)
        return min(values, default=float("inf"))

    def _repr_html_(self) -> str:
        from base64 import b64encode

        picture = self.folder / CURVES
        if not picture.exists():
            return f"<pre>{self!r}</pre>".replace("<Run", "&lt;Run")
        data = b64encode(picture.read_bytes()).decode()
        return f'<img alt="loss curves" src="data:image/png;base64,{data}">'

    def __repr__(self) -> str:
        rows = self.history.rows
        if not rows:
            return f"<Run {str(self.folder)!r}: not begun>"
        last = rows[-1]
        held = f", held out {last['valid_loss']:.3f}" if last.get("valid_loss") is not None else ""
        return (
            f"<Run {str(self.folder)!r}: step {last['step']:,} of {self.recipe.steps:,}, "
            f"loss {last['loss']:.3f}{held}>"
        )


def _is_free(folder: Path) -> bool:
    """Whether there is nothing in a folder but what a run left that was killed as it began."""
    left = [
        path
        for path in folder.iterdir()
        if path.name != COMMAND and not path.name.startswith(PARTS)
    ]
    if [path.name for path in left] == [CHECKPOINTS] and left[0].is_dir():
        left = [path for path in left[0].iterdir() if not path.name.startswith(PARTS)]
        return all(path.name == FIRST for path in left)
    return not left
