"""Recurrent layers: Keras's LSTM and GRU, weights and all, with a faster loop where cuDNN is not.

Keras's own loop multiplies every input by the kernel inside the loop over time. Here all inputs
are multiplied at once before it, and the loop is left with the product that must wait for the
step before. On a GPU that takes cuDNN the layers are Keras's own.
"""

from types import SimpleNamespace
from typing import Any

import keras
from keras import ops


class LSTM(keras.layers.LSTM):
    """keras.layers.LSTM that returns sequences and states."""

    def __init__(self, units: int, **options: Any):
        super().__init__(units, return_sequences=True, return_state=True, **options)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """All steps of the layer."""
        if mask is not None or takes_cudnn(self):
            return super().inner_loop(sequences, initial_state, mask, training)
        cell = self.cell
        projected = ops.matmul(sequences, cell.kernel) + cell.bias

        def step(inputs, states):
            carry = states[1]
            gates = inputs + ops.matmul(states[0], cell.recurrent_kernel)
            enter, forget, new, leave = ops.split(gates, 4, axis=-1)
            carry = ops.sigmoid(forget) * carry + ops.sigmoid(enter) * ops.tanh(new)
            hidden = ops.sigmoid(leave) * ops.tanh(carry)
            return hidden, [hidden, carry]

        return _looped(step, projected, initial_state)


class GRU(keras.layers.GRU):
    """keras.layers.GRU that returns sequences and states."""

    def __init__(self, units: int, **options: Any):
        super().__init__(units, return_sequences=True, return_state=True, **options)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """All steps of the layer."""
        if mask is not None or takes_cudnn(self):
            return super().inner_loop(sequences, initial_state, mask, training)
        cell = self.cell
        projected = ops.matmul(sequences, cell.kernel) + cell.bias[0]

        def step(inputs, states):
            before = states[0]
            recurrent = ops.matmul(before, cell.recurrent_kernel) + cell.bias[1]
            update, reset, new = ops.split(inputs, 3, axis=-1)
            update_of, reset_of, new_of = ops.split(recurrent, 3, axis=-1)
            update = ops.sigmoid(update + update_of)
            new = ops.tanh(new + ops.sigmoid(reset + reset_of) * new_of)
            hidden = update * before + (1 - update) * new
            return hidden, [hidden]

        return _looped(step, projected, initial_state)


def _looped(step, projected, initial_state):
    """Keras's loop over time around a step of ours: it takes the cell of whoever calls it."""
    if not isinstance(initial_state, list | tuple):
        initial_state = [initial_state]
    caller = SimpleNamespace(
        cell=step,
        stateful=False,
        go_backwards=False,
        unroll=False,
        zero_output_for_mask=False,
        return_sequences=True,
    )
    return keras.layers.RNN.inner_loop(caller, projected, list(initial_state), mask=None)


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


def has_gpu() -> bool:
    """Whether the backend sees a GPU."""
    return any(
        name.lower().startswith(("gpu", "cuda")) for name in keras.distribution.list_devices()
    )
