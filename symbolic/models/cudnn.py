"""Whether a recurrent layer runs on cuDNN's kernels here, and what keeps it from them."""

from functools import cache

import keras


def why_no_cudnn(layer: keras.layers.Layer) -> str:
    """What keeps a layer from cuDNN's kernels on this machine; "" if nothing does."""
    if not fits_cudnn(layer):
        return "its arguments are none that cuDNN takes"
    if not has_gpu():
        return "this machine has no GPU that the backend sees"
    return ""


def takes_cudnn(layer: keras.layers.Layer) -> bool:
    """Whether a layer runs on cuDNN's kernels here."""
    return not why_no_cudnn(layer)


def fits_cudnn(layer: keras.layers.Layer) -> bool:
    """Whether a layer's arguments are among those that cuDNN has kernels for."""
    cell = layer.cell
    return (
        cell.activation is keras.activations.tanh
        and cell.recurrent_activation is keras.activations.sigmoid
        and cell.use_bias
        and not cell.recurrent_dropout
        and not layer.unroll
        and getattr(cell, "reset_after", True)
        and layer.use_cudnn in (True, "auto")
    )


@cache
def has_gpu() -> bool:
    """Whether the backend sees a GPU."""
    return any(
        name.lower().startswith(("gpu", "cuda")) for name in keras.distribution.list_devices()
    )
