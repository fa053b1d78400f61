"""Precision: a network computes in half of it while it learns; its weights are always whole."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras

WHOLE = "float32"


@contextmanager
def computing_in(network: keras.Model, precision: str) -> Iterator[None]:
    """Let the layers compute as a recipe says, and in single precision again after it.

    A network may be older than the recipe, so its layers are switched rather than made anew. A
    head of its own keeps to single precision, as logits do.
    """
    _switch(network, precision)
    try:
        yield
    finally:
        _switch(network, WHOLE)


def _switch(network: keras.Model, precision: str) -> None:
    if network.dtype_policy.name == precision:
        return
    layers = [
        layer for layer in network._flatten_layers() if layer is not getattr(network, "head", None)
    ]
    for layer in layers:
        layer.dtype_policy = precision
    for function in ("train_function", "test_function", "predict_function"):
        setattr(network, function, None)  # they were made for the precision before
