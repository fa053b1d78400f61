"""Windows as a DataLoader of torch, which takes any class that behaves as its own."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from symbolic.datasets.windows.windows import Windows


def torch_loader(windows: "Windows", options: dict[str, Any]) -> Any:
    """A loader that goes through the rest of an epoch each time.

    Which batch is next is decided in the main process alone, so workers need no state.
    """
    from torch.utils.data import DataLoader

    return DataLoader(Batches(windows), batch_size=None, sampler=Numbers(windows), **options)


class Batches:
    """Batches by number, counted through all epochs."""

    def __init__(self, windows: "Windows"):
        self.windows = windows

    def __len__(self) -> int:
        return len(self.windows)

    def __getitem__(self, number: int) -> Any:
        return tensors(self.windows.batch(*divmod(number, len(self.windows))))


class Numbers:
    """The numbers of the batches of an epoch that are still to come."""

    def __init__(self, windows: "Windows"):
        self.windows = windows

    def __len__(self) -> int:
        return len(self.windows) - self.windows.state()["batch"]

    def __iter__(self) -> Iterator[int]:
        state, left = self.windows.state(), len(self)
        begin = state["epoch"] * len(self.windows) + state["batch"]
        yield from range(begin, begin + left)
        self.windows.advance(left)


def tensors(batch: Any) -> Any:
    """A batch with its arrays as tensors."""
    import torch

    if isinstance(batch, tuple):
        return tuple(tensors(part) for part in batch)
    if isinstance(batch, dict):
        return {name: tensors(part) for name, part in batch.items()}
    return torch.from_numpy(np.ascontiguousarray(batch))
