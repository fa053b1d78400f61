"""Recurrent layers: Keras's LSTM and GRU, weights and all, with faster loops on a CPU.

On a GPU that takes cuDNN the layers are Keras's own. On a CPU all steps run in `processor.py`,
where it was compiled. Elsewhere the loop is one of ours, which multiplies all inputs by the kernel
before it begins, where Keras's does so step by step.
"""

from types import SimpleNamespace
from typing import Any

import keras
from keras import ops

from symbolic.models import offloaded
from symbolic.models.cudnn import takes_cudnn


class LSTM(keras.layers.LSTM):
    """keras.layers.LSTM that returns sequences and states."""

    def __init__(self, units: int, **options: Any):
        super().__init__(units, return_sequences=True, return_state=True, **options)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """All steps of the layer."""
        if mask is not None or takes_cudnn(self):
            return super().inner_loop(sequences, initial_state, mask, training)
        cell = self.cell
        if offloaded.takes_processor(self):
            outputs, states = offloaded.run("lstm", sequences, _listed(initial_state), cell)
            return states[0], outputs, states
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
        if offloaded.takes_processor(self):
            outputs, states = offloaded.run("gru", sequences, _listed(initial_state), cell)
            return states[0], outputs, states
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
    caller = SimpleNamespace(
        cell=step,
        stateful=False,
        go_backwards=False,
        unroll=False,
        zero_output_for_mask=False,
        return_sequences=True,
    )
    return keras.layers.RNN.inner_loop(caller, projected, _listed(initial_state), mask=None)


def _listed(states) -> list:
    return list(states) if isinstance(states, list | tuple) else [states]
