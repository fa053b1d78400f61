"""Encoders: windows of step vectors become the mean and deviation of a point."""

from typing import Any

import keras
from keras import ops

from symbolic.models.vae.both_ways import BothWays, own_dense, seeded_dense
from symbolic.models.vae.sizes import VaeSize

FLOOR = 1e-4  # of deviations
NARROW = (
    -1.5
)  # where deviations begin, before softplus: .2, so that a point tells something at once


class Encoder(keras.layers.Layer):
    """What every encoder has: the way from what it read to a mean and a deviation.

    Parameters
    ----------
    mixes
        Whether the mean adds to what each bar says by itself.
    """

    def __init__(self, size: VaeSize, seed: int, mixes: bool = False, **options: Any):
        super().__init__(**options)
        self.mean = seeded_dense(size.latent, seed + 900, "mean", mixes, dtype="float32")
        self.deviation = seeded_dense(
            size.latent,
            seed + 901,
            "deviation",
            dtype="float32",
            bias_initializer=keras.initializers.Constant(NARROW),
        )

    def read(self, vectors, training=False):
        """What there is in a window, (rows, numbers); and a mean that bars say by themselves."""
        raise NotImplementedError

    def call(self, vectors, training=False):
        """Mean and deviation of every window."""
        found, own = self.read(vectors, training)
        return self.mean(found) + own, ops.softplus(self.deviation(found)) + FLOOR


class FlatEncoder(Encoder):
    """Reads a window step by step, both ways."""

    def __init__(self, size: VaeSize, seed: int, **options: Any):
        super().__init__(size, seed, **options)
        self.reader = BothWays(size.encoder_units, size.encoder_layers, seed, name="reader")

    def read(self, vectors, training=False):
        """The last states of both ways."""
        return self.reader(vectors, training=training)[1], 0.0


class HierarchicalEncoder(Encoder):
    """Reads every bar by itself, all bars at once, and then the bars one after the other.

    A bar is seen as a whole, and with `size.reader_units` also read step by step. What each bar holds
    has a straight way to the point: through LSTMs alone it takes many times as long to learn
    which notes there are (docs/musicvae.md has figures).
    """

    def __init__(self, size: VaeSize, bars: int, seed: int, **options: Any):
        super().__init__(size, seed, mixes=not size.latent % bars, **options)
        self.own = own_dense(size.latent // bars, size.latent, bars, seed + 301)
        self.bars, self.latent = bars, size.latent
        self.reader = (
            BothWays(size.reader_units, 1, seed, name="reader") if size.reader_units else None
        )
        self.line = seeded_dense(size.share, seed + 100, "line")
        self.glance = seeded_dense(size.bar, seed + 101, "glance", activation="relu")
        self.bar = seeded_dense(size.bar, seed + 102, "bar", activation="relu")
        self.span = BothWays(size.encoder_units, size.encoder_layers, seed + 200, name="span")
        self.share = seeded_dense(size.share, seed + 300, "share")

    def read(self, vectors, training=False):
        """What each bar says, and the last states of reading over the bars; bars' own means."""
        steps, width = vectors.shape[1] // self.bars, vectors.shape[2]
        flat = ops.reshape(vectors, (-1, steps * width))
        seen = self.glance(flat)
        if self.reader is not None:
            rows = ops.reshape(vectors, (-1, steps, width))
            seen = ops.concatenate([seen, self.reader(rows, training=training)[1]], -1)
        bars = ops.concatenate([self.bar(seen), self.line(flat)], -1)
        bars = ops.reshape(bars, (-1, self.bars, bars.shape[-1]))
        over, last = self.span(bars, training=training)
        shares = self.share(ops.concatenate([bars, over], -1))
        own = 0.0 if self.own is None else ops.reshape(self.own(shares), (-1, self.latent))
        shares = ops.reshape(shares, (-1, self.bars * shares.shape[-1]))
        return ops.concatenate([shares, last], -1), ops.cast(own, "float32")
