"""Steps: the batches of a stretch of training, by the number of the step."""

from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from symbolic.datasets.windows.labels import TOKENS

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows


class Steps(keras.utils.PyDataset):
    """The batches from one step of a run up to another, through as many epochs as that takes.

    Which batch a step sees follows from its number alone, so a run that goes on sees what it
    would have seen.

    Parameters
    ----------
    devices
        The rows of a batch are filled up to a multiple of it by rows that count nothing.
    """

    def __init__(self, windows: "Windows", first: int, last: int, devices: int = 1):
        super().__init__(workers=1, use_multiprocessing=False)
        self.windows, self.first, self.last, self.devices = windows, first, last, devices

    def __len__(self) -> int:
        """How many."""
        return self.last - self.first

    def __getitem__(self, number: int) -> Any:
        """The batch of a step."""
        epoch, batch = divmod(self.first + number, len(self.windows))
        return _filled_up(_lesson(self.windows.batch(epoch, batch)), self.devices)


def _lesson(batch: Any) -> tuple:
    """Inputs, targets and weights; windows alone are to be had again as they are."""
    if isinstance(batch, tuple):
        return batch
    windows = batch[TOKENS] if isinstance(batch, dict) else batch
    return batch, windows, np.ones(len(windows), np.float32)


def _filled_up(batch: Any, devices: int) -> Any:
    more = -len(batch[1]) % devices
    return keras.tree.map_structure(lambda rows: _with_more(rows, more), batch) if more else batch


def _with_more(rows: np.ndarray, more: int) -> np.ndarray:
    return np.concatenate([rows, np.zeros((more, *rows.shape[1:]), rows.dtype)])
