"""Spreading: a network on several devices, each of which takes a part of every batch."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import keras

from symbolic.errors import SymbolicError
from symbolic.models.artifact import put_weights, weights_of
from symbolic.models.cudnn import has_gpu
from symbolic.training.hosts import process_and_count

if TYPE_CHECKING:
    from symbolic.models import Model


@contextmanager
def spread(model: "Model", devices: int | str | None) -> Iterator[int]:
    """Let a model's network live on several devices, and on one again after it.

    Parameters
    ----------
    devices
        How many, or "all"; None takes all GPUs, or else one device.

    Yields
    ------
    How many of them are of this process: the rows of a batch must be a multiple of that.
    """
    names, processes = _chosen(devices), process_and_count()[1]
    if len(names) == 1 or keras.distribution.distribution() is not None:
        yield 1
        return
    with SPREADERS[keras.backend.backend()](names):
        _make_anew(model)
        yield len(names) // processes
    _make_anew(model)


def _chosen(devices: int | str | None) -> list[str]:
    kind = "gpu" if has_gpu() else "cpu"
    backend = keras.backend.backend()
    found = _names(kind) if backend in SPREADERS else [kind]
    if process_and_count()[1] > 1 or devices == "all":
        return found
    if devices is None:
        return found if kind == "gpu" else found[:1]
    if not isinstance(devices, int) or isinstance(devices, bool) or not 0 < devices <= len(found):
        raise SymbolicError(
            f'devices is "all" or a number from 1 to {len(found)}, which is how many {kind.upper()}s '
            f"{backend} sees here, not {devices!r:.40}"
        )
    return found[:devices]


def _names(kind: str) -> list[str]:
    return [name for name in keras.distribution.list_devices(kind) if name]


def _make_anew(model: "Model") -> None:
    """Make the network once more, where it is to live: variables do not move."""
    weights = weights_of(model.network)
    del model.network
    put_weights(model.network, weights, "the model")


@contextmanager
def _by_tensorflow(names: list[str]) -> Iterator[Any]:
    import tensorflow as tf

    with tf.distribute.MirroredStrategy([f"/{name.upper()}" for name in names]).scope():
        yield


@contextmanager
def _by_jax(names: list[str]) -> Iterator[Any]:
    keras.distribution.set_distribution(
        keras.distribution.DataParallel(devices=names, auto_shard_dataset=False)
    )
    try:
        yield
    finally:
        keras.distribution.set_distribution(None)


SPREADERS = {"tensorflow": _by_tensorflow, "jax": _by_jax}
