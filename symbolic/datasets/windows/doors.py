"""Doors to the frameworks, each imported when its door is used: Keras, TensorFlow, torch; NumPy."""

from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.datasets.windows.forms import STEP
from symbolic.datasets.windows.labels import TOKENS
from symbolic.datasets.windows.tf_dataset import tf_dataset
from symbolic.datasets.windows.torch_loader import torch_loader
from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from symbolic.datasets.windows.windows import Windows


def to_keras(
    windows: "Windows",
    workers: int = 1,
    use_multiprocessing: bool = False,
    max_queue_size: int = 10,
) -> "Windows":
    """Return windows that Keras draws ahead with several workers, as it does any PyDataset.

    They move on together with these.
    """
    found = windows.shared()
    found.workers, found.use_multiprocessing = workers, use_multiprocessing
    found.max_queue_size = max_queue_size
    return found


def to_tf_dataset(windows: "Windows", prefetch: int = 2) -> Any:
    """Return a `tf.data.Dataset`. Each time it is gone through is one epoch, from here on."""
    return tf_dataset(windows, prefetch)


def to_torch(windows: "Windows", **options: Any) -> Any:
    """Return a `torch.utils.data.DataLoader`. Each time it is gone through is one epoch.

    Whatever the number of workers, the batches are the same. Options are the loader's:
    num_workers, pin_memory, ...
    """
    try:
        return torch_loader(windows, options)
    except ModuleNotFoundError as error:
        raise SymbolicError(
            "to_torch needs torch, which is not installed: pip install torch"
        ) from error


def to_numpy(windows: "Windows", epoch: int | None = None) -> Any:
    """Return the arrays of one epoch, the one that is running if none is given."""
    epoch = windows.epoch if epoch is None else epoch
    return joined([windows.batch(epoch, number) for number in range(len(windows))])


def joined(batches: list[Any]) -> Any:
    """Batches as one, as wide as the widest."""
    first = batches[0]
    if isinstance(first, tuple):
        return tuple(joined(list(part)) for part in zip(*batches, strict=True))
    if isinstance(first, dict):
        return {name: joined([batch[name] for batch in batches]) for name in first}
    if first.ndim == 1:
        return np.concatenate(batches)
    width = max(batch.shape[1] for batch in batches)
    return np.concatenate([_wider(batch, width) for batch in batches])


def told_apart(batch: Any, other: Any) -> Any:
    """A batch, filled up if it is as wide as another.

    From the first two batches Keras concludes for TensorFlow which sizes vary.
    """
    width = _width(batch)
    return batch if width != _width(other) else _wider(batch, width + STEP)


def _width(batch: Any) -> int:
    inputs = batch[0] if isinstance(batch, tuple) else batch
    return (inputs[TOKENS] if isinstance(inputs, dict) else inputs).shape[1]


def _wider(rows: Any, width: int) -> Any:
    """Rows filled up on the right; what is added has no weight. Labels have no width."""
    if isinstance(rows, tuple):
        return tuple(_wider(part, width) for part in rows)
    if isinstance(rows, dict):
        return {name: _wider(part, width) for name, part in rows.items()}
    if rows.ndim == 1:
        return rows
    added = [(0, 0)] * rows.ndim
    added[1] = (0, width - rows.shape[1])
    return np.pad(rows, added) if added[1][1] else rows
