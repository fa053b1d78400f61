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


def seeded_dense(
    units: int, seed: int, name: str, mixes: bool = False, **options: Any
) -> keras.layers.Dense:
    """A dense layer whose first weights follow from a seed.

    Parameters
    ----------
    mixes
        Whether it adds to what each bar says by itself: then it begins with nothing.
    """
    uniform = keras.initializers.GlorotUniform(seed=seed)
    first = keras.initializers.Zeros() if mixes else uniform
    return keras.layers.Dense(units, kernel_initializer=first, name=name, **options)


def own_dense(units: int, latent: int, bars: int, seed: int) -> keras.layers.Dense | None:
    """The same dense layer for every bar and its own dimensions, if they can be shared out."""
    return None if latent % bars else seeded_dense(units, seed, "own", use_bias=False)
