"""Recurrent layers: Keras's LSTM and GRU, weights and all, with a faster loop on a CPU.

There all steps run in `processor.py`, where it was compiled. Everywhere else, on a GPU that takes
cuDNN above all, the layers are Keras's own.
"""

from typing import Any

import keras

from symbolic.models import offloaded


class LSTM(keras.layers.LSTM):
    """keras.layers.LSTM that returns sequences and states."""

    def __init__(self, units: int, **options: Any):
        super().__init__(units, return_sequences=True, return_state=True, **options)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """All steps of the layer."""
        if mask is None and offloaded.takes_processor(self):
            return offloaded.run("lstm", sequences, initial_state, self.cell)
        return super().inner_loop(sequences, initial_state, mask, training)


class GRU(keras.layers.GRU):
    """keras.layers.GRU that returns sequences and states."""

    def __init__(self, units: int, **options: Any):
        super().__init__(units, return_sequences=True, return_state=True, **options)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """All steps of the layer."""
        if mask is None and offloaded.takes_processor(self):
            return offloaded.run("gru", sequences, initial_state, self.cell)
        return super().inner_loop(sequences, initial_state, mask, training)
