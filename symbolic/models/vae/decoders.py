"""Decoders: a point becomes the steps of a window, each drawn with those before it in mind.

Both kinds end in a core of LSTMs that writes rows of steps. The flat one writes a window in one
row. In the hierarchical one a conductor says what there is to be in each bar, and the core begins
anew in each: so bars are rows of their own, and all are written at once, in training and later.
Unlike in the MusicVAE of 2018 no bar is told the last step of the one before it, which is nearly
always "no event"; so nothing that goes wrong in one bar can be carried into the next.
"""

from typing import Any

import keras
from keras import ops

from symbolic.models.vae.both_ways import own_dense, seeded_dense, seeded_lstm
from symbolic.models.vae.sizes import VaeSize


class Decoder(keras.layers.Layer):
    """The core, and what it begins with."""

    def __init__(self, size: VaeSize, outputs: int, seed: int, **options: Any):
        super().__init__(**options)
        self.built = True  # it is asked by its verbs alone, never called
        self.size = size
        self.core = [
            seeded_lstm(size.decoder_units, seed + number, f"core_{number}")
            for number in range(size.decoder_layers)
        ]
        self.first = seeded_dense(
            2 * size.decoder_units * size.decoder_layers, seed + 100, "first", activation="tanh"
        )
        self.dropout = keras.layers.Dropout(size.dropout, seed=seed + 101, name="dropout")
        self.head = seeded_dense(outputs, seed + 102, "head", dtype="float32")

    def plan(self, points, labels=None, training=False):
        """What the core begins with, and what it is told at every step.

        Parameters
        ----------
        labels
            Vectors of the conditions: (windows, steps or 1, width).

        Returns
        -------
        states, told
            Of rows of steps: (rows, units) each, and (rows, steps, width).
        """
        raise NotImplementedError

    def _states(self, seen):
        return ops.split(self.first(seen), 2 * len(self.core), -1)

    def write(self, fed, states, training=False):
        """What is said at every step, where the steps before are known: (rows, steps, outputs)."""
        vectors = fed
        for number, layer in enumerate(self.core):
            before = list(states[2 * number : 2 * number + 2])
            vectors = layer(vectors, initial_state=before, training=training)[0]
            vectors = self.dropout(vectors, training=training)
        return self._said(vectors, fed)

    def _said(self, vectors, fed):
        """What the core says; and what it is told goes straight to the head as well."""
        return self.head(ops.concatenate([vectors, fed], -1))

    def step(self, fed, states):
        """What is said at one step, and the states after it."""
        vectors, after = fed, []
        for number, layer in enumerate(self.core):
            vectors, state = layer.cell(vectors, list(states[2 * number : 2 * number + 2]))
            after += state
        return self._said(vectors, fed), after


class FlatDecoder(Decoder):
    """Writes a window in one row: the point is told at every step, and where in its bar that is."""

    def __init__(
        self, size: VaeSize, outputs: int, bars: int, steps: int, seed: int, **options: Any
    ):
        super().__init__(size, outputs, seed, **options)
        self.bars, self.steps = bars, steps
        self.point = seeded_dense(size.embedding, seed + 103, "point")
        self.places = self.add_weight(
            shape=(steps, size.embedding),
            initializer=keras.initializers.RandomNormal(0.0, 0.1, seed=seed + 104),
            name="places",
        )
        self.numbers = self.add_weight(
            shape=(bars, size.embedding),
            initializer=keras.initializers.RandomNormal(0.0, 0.1, seed=seed + 105),
            name="numbers",
        )

    def plan(self, points, labels=None, training=False):
        """States from the point; the point and the place at every step."""
        places = ops.tile(self.places, (self.bars, 1)) + ops.repeat(self.numbers, self.steps, 0)
        told = self.point(points)[:, None] + ops.cast(places, self.compute_dtype)[None]
        return self._states(points), told if labels is None else told + labels


class HierarchicalDecoder(Decoder):
    """A conductor over the bars, and a core that begins anew in each.

    The conductor is told of each bar what the point says of it: by what all bars share of the
    point, and by dimensions of its own, in which all bars are told alike, so that each learns from
    all. It tells the core what there is to be at each step of the bar.
    """

    def __init__(
        self, size: VaeSize, outputs: int, bars: int, steps: int, seed: int, **options: Any
    ):
        super().__init__(size, outputs, seed, **options)
        self.bars, self.steps = bars, steps
        self.own = own_dense(size.bar, size.latent, bars, seed + 106)
        self.score = seeded_dense(bars * size.bar, seed + 103, "score", mixes=self.own is not None)
        self.conductor = seeded_lstm(size.conductor_units, seed + 104, "conductor")
        self.told = seeded_dense(steps * size.embedding, seed + 105, "told")

    def plan(self, points, labels=None, training=False):
        """States from what the conductor says of each bar, and its steps."""
        bars = ops.reshape(self.score(points), (-1, self.bars, self.size.bar))
        if self.own is not None:
            bars = bars + self.own(
                ops.reshape(points, (-1, self.bars, points.shape[-1] // self.bars))
            )
        led = self.conductor(bars, training=training)[0]
        seen = ops.concatenate([bars, led], -1)
        seen = ops.reshape(seen, (-1, seen.shape[-1]))
        told = ops.reshape(self.told(seen), (-1, self.bars, self.steps, self.size.embedding))
        if labels is not None:
            whole = labels.shape[1] == 1
            told = told + (labels[:, None] if whole else ops.reshape(labels, (-1, *told.shape[1:])))
        told = ops.reshape(told, (-1, self.steps, self.size.embedding))
        return self._states(seen), told
