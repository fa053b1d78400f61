"""A model in words: its layers, its weights, and on which kernels it runs on this machine."""

import math
from typing import TYPE_CHECKING

import keras

from symbolic.models.cudnn import why_no_cudnn

if TYPE_CHECKING:
    from symbolic.models.model import Model


def summary(model: "Model") -> str:
    """A page about a model."""
    network = model.network
    rows: dict[str, int] = {}
    for variable in network.trainable_variables:
        layer = variable.path.split("/")[1]
        rows[layer] = rows.get(layer, 0) + math.prod(variable.shape)
    lines = [repr(model).strip("<>"), ""]
    lines += [f"  {layer:16} {count:>12,}" for layer, count in rows.items()]
    lines += [f"  {'weights':16} {sum(rows.values()):>12,}", ""]
    reason = why_no_cudnn(network.recurrent[0])
    backend = keras.backend.backend()
    how = f"no cuDNN kernels: {reason}" if reason else "cuDNN kernels"
    return "\n".join([*lines, f"  on {backend}, {how}"])
