"""LSTMs that read forwards and backwards, by layers that cuDNN and the processor's loop take."""

from typing import Any

import keras
from keras import ops

from symbolic.models.recurrent import LSTM


class BothWays(keras.layers.Layer):
    """Layers of two LSTMs each: one reads forwards, one backwards.

    Keras's own wrapper turns sequences inside the layer, which our loop on a CPU does not know.
    """

    def __init__(self, units: int, layers: int, seed: int, **options: Any):
        super().__init__(**options)
        self.pairs = [
            [seeded_lstm(units, seed + 10 * number + way, f"{way}_{number}") for way in range(2)]
            for number in range(layers)
        ]

    def call(self, sequences, training=False):
        """The outputs of the last layer, (rows, steps, 2 units), and its last states."""
        last = []
        for forwards, backwards in self.pairs:
            ahead, end, _ = forwards(sequences, training=training)
            behind, begin, _ = backwards(ops.flip(sequences, 1), training=training)
            sequences = ops.concatenate([ahead, ops.flip(behind, 1)], -1)
            last = [end, begin]
        return sequences, ops.concatenate(last, -1)


def seeded_lstm(units: int, seed: int, name: str) -> LSTM:
    """An LSTM whose first weights follow from a seed."""
    return LSTM(
        units,
        kernel_initializer=keras.initializers.GlorotUniform(seed=seed),
        recurrent_initializer=keras.initializers.Orthogonal(seed=seed + 1000),
        seed=seed,
        name=f"lstm_{name}",
    )


def seeded_dense(units: int, seed: int, name: str, **options: Any) -> keras.layers.Dense:
    """A dense layer whose first weights follow from a seed."""
    initializer = keras.initializers.GlorotUniform(seed=seed)
    return keras.layers.Dense(units, kernel_initializer=initializer, name=name, **options)
