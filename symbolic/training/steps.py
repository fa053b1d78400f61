"""Steps: the batches of a stretch of training, by the number of the step."""

from typing import TYPE_CHECKING, Any

import keras

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows


class Steps(keras.utils.PyDataset):
    """The batches from one step of a run up to another, through as many epochs as that takes.

    Which batch a step sees follows from its number alone, so a run that goes on sees what it
    would have seen.
    """

    def __init__(self, windows: "Windows", first: int, last: int):
        super().__init__(workers=1, use_multiprocessing=False)
        self.windows, self.first, self.last = windows, first, last

    def __len__(self) -> int:
        """How many."""
        return self.last - self.first

    def __getitem__(self, number: int) -> Any:
        """The batch of a step."""
        epoch, batch = divmod(self.first + number, len(self.windows))
        return self.windows.batch(epoch, batch)
