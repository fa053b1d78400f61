"""The loops of `processor.py` as the frameworks see them: operations that have a gradient."""

from functools import cache, partial
from typing import Any

import keras
import numpy as np

from symbolic.models import processor
from symbolic.models.cudnn import has_gpu
from symbolic.models.processor import KINDS, Kind


def takes_processor(layer: Any) -> bool:
    """Whether a layer is best run by `processor.py`: in single precision, on one CPU."""
    return (
        processor.IS_COMPILED
        and keras.backend.backend() in DOORS
        and layer.compute_dtype == "float32"
        and not _is_spread()
        and not has_gpu()
    )


def _is_spread() -> bool:
    """Whether the network that is being made, or runs, lives on several devices."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return tf.distribute.has_strategy()
    return keras.distribution.distribution() is not None


def run(kind: str, sequences, states, cell) -> tuple[Any, Any, list]:
    """What a layer's `inner_loop` gives: its last output, all outputs, its last states."""
    states = states if isinstance(states, list | tuple) else [states]
    weights = cell.kernel, cell.recurrent_kernel, cell.bias
    outputs, *last = _operation(kind)(sequences, *states, *weights)
    return last[0], outputs, last


@cache
def _operation(kind: str):
    return DOORS[keras.backend.backend()](KINDS[kind])


def _told(kind: Kind, inputs) -> list[tuple]:
    """The shapes of outputs and last states."""
    (rows, steps, _), units = inputs[0].shape, inputs[1].shape[-1]
    return [(rows, steps, units), *[(rows, units)] * kind.states]


def _for_tensorflow(kind: Kind):
    import tensorflow as tf

    def called(function, count, inputs, shapes):
        found = tf.numpy_function(
            partial(function, kind), inputs, [tf.float32] * count, stateful=False
        )
        for tensor, shape in zip(found, shapes, strict=False):
            tensor.set_shape(shape)
        return found

    @tf.custom_gradient
    def operation(*inputs):
        told = _told(kind, inputs)
        made = called(processor.forth, len(told) + len(kind.kept), inputs, told)

        def gradient(*upstream):
            everything = [*inputs, *made[len(told) :], *upstream]
            return called(processor.back, len(inputs), everything, [one.shape for one in inputs])

        return tuple(made[: len(told)]), gradient

    return lambda *inputs: operation(*map(tf.convert_to_tensor, inputs))


def _for_jax(kind: Kind):
    import jax

    def called(function, shapes, inputs):
        results = tuple(jax.ShapeDtypeStruct(shape, np.float32) for shape in shapes)
        return jax.pure_callback(partial(function, kind), results, *inputs)

    def ahead(*inputs):
        told = _told(kind, inputs)
        (rows, steps, units), *_ = told
        made = called(processor.forth, [*told, *kind.kept_shapes(rows, steps, units)], inputs)
        return tuple(made[: len(told)]), (inputs, made[len(told) :])

    def behind(held, upstream):
        inputs, kept = held
        return called(processor.back, [one.shape for one in inputs], [*inputs, *kept, *upstream])

    operation = jax.custom_vjp(lambda *inputs: ahead(*inputs)[0])
    operation.defvjp(ahead, behind)
    return lambda *inputs: operation(*(getattr(one, "value", one) for one in inputs))


DOORS = {"tensorflow": _for_tensorflow, "jax": _for_jax}
