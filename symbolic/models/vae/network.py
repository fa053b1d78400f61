"""The network of MusicVAE: windows -> points -> windows, and what it learns by."""

from typing import Any

import keras
import numpy as np
from keras import ops

from symbolic.datasets.windows.harmony import CHORDS
from symbolic.models.vae.decoders import FlatDecoder, HierarchicalDecoder
from symbolic.models.vae.encoders import FlatEncoder, HierarchicalEncoder
from symbolic.models.vae.metrics import ActiveUnits
from symbolic.models.vae.presets import FLAT
from symbolic.models.vae.qualities import disorder
from symbolic.models.vae.sizes import VaeSize
from symbolic.models.vae.steps import Steps
from symbolic.models.vae.teaching import Teaching

TOKENS = "tokens"


class VaeNetwork(keras.Model):
    """Windows -> points in a space, and back.

    Parameters
    ----------
    steps
        What a step is.
    bars, steps_in_bar
        Of a window.
    encoder, decoder
        "flat" or "hierarchical".
    conditions
        For each condition of a whole window the number of its labels.
    """

    def __init__(
        self,
        steps: Steps,
        size: VaeSize,
        bars: int,
        steps_in_bar: int,
        encoder: str,
        decoder: str,
        conditions: dict[str, int] | None = None,
        seed: int = 0,
        **options: Any,
    ):
        super().__init__(**options)
        self.size, self.steps = size, steps
        self.length = bars * steps_in_bar
        self.encoder = (
            FlatEncoder(size, seed + 10_000, name="encoder")
            if encoder == FLAT
            else HierarchicalEncoder(size, bars, seed + 10_000, name="encoder")
        )
        kind = FlatDecoder if decoder == FLAT else HierarchicalDecoder
        self.decoder = kind(size, steps.outputs, bars, steps_in_bar, seed + 20_000, name="decoder")
        self.conditions = {
            name: keras.layers.Embedding(
                count,
                size.embedding,
                embeddings_initializer=keras.initializers.RandomNormal(0.0, 0.02, seed=seed + n),
                name=f"condition_{name}",
            )
            for n, (name, count) in enumerate((conditions or {}).items(), 1)
        }
        self.teaching = Teaching()
        self.taken = self.add_weight(
            shape=(), initializer="zeros", trainable=False, name="taken",
            aggregation="only_first_replica",
        )  # fmt: skip
        self.chance = keras.random.SeedGenerator(seed + 30_000)
        self.seen = {
            name: keras.metrics.Mean(name=name)
            for name in ("nats", "accuracy", "reconstruction", "kl_bits", "beta", "sampling")
        }
        self.active = ActiveUnits(size.latent, name="active_units")
        self({TOKENS: np.zeros((1, self.length, *steps.shape), "int32"), **self._untold(1)})

    def _untold(self, rows: int) -> dict[str, Any]:
        steps = {CHORDS: (rows, self.length)}
        return {name: np.zeros(steps.get(name, (rows,)), "int32") for name in self.conditions}

    def labels(self, inputs) -> Any:
        """The conditions of windows as vectors, (rows, steps or 1, width), or None."""
        if not self.conditions:
            return None
        vectors = (layer(inputs[name]) for name, layer in self.conditions.items())
        return sum(one if len(one.shape) == 3 else one[:, None] for one in vectors)

    # -- the two ways -----------------------------------------------------------------

    def encode(self, windows, labels=None, training=False):
        """Mean and deviation of windows."""
        vectors = self.steps.embed(windows)
        return self.encoder(vectors if labels is None else vectors + labels, training=training)

    def teach(self, points, windows, labels=None, training=False):
        """What is said at every step of windows, where the true steps before are known."""
        states, told = self.decoder.plan(points, labels, training)
        true = ops.reshape(windows, (-1, told.shape[1], *self.steps.shape))
        fed = true
        if training and self.teaching.samples:
            said = self.decoder.write(_after(self.steps.embed(true)) + told, states)
            fed = self._mixed(ops.stop_gradient(said), true)
        before = _after(self.steps.embed(fed))
        if training and self.teaching.forgetting:
            known = keras.random.uniform(ops.shape(before)[:2], seed=self.chance)
            before = before * ops.cast(known > self.teaching.forgetting, before.dtype)[..., None]
        said = self.decoder.write(before + told, states, training)
        return ops.reshape(said, (-1, self.length, self.steps.outputs))

    def _mixed(self, said, true):
        """True steps, some of them as the network itself would have drawn them."""
        uniform = keras.random.uniform(ops.shape(said), seed=self.chance)
        drawn = ops.cast(self.steps.draw(said, uniform, 1.0), true.dtype)
        lot = keras.random.uniform(ops.shape(said)[:2], seed=self.chance)
        own = lot < self.teaching.sampling(self.taken)
        return ops.where(own if not self.steps.shape else own[..., None], drawn, true)

    def write(self, points, uniform, temperature, labels=None):
        """Windows drawn from points, each step with those before it in its row in mind.

        Parameters
        ----------
        uniform
            Random numbers from 0 to 1: (windows, steps, as many as are said of a step).
        """
        states, told = self.decoder.plan(points, labels)
        steps = told.shape[1]
        uniform = ops.reshape(uniform, (-1, steps, self.steps.outputs))
        count = ops.shape(told)[0]
        kind = "float32" if self.steps.outputs == sum(self.steps.shape) else "int32"
        drawn = ops.zeros((count, steps, *self.steps.shape), kind)

        def body(at, fed, states, drawn):
            said, states = self.decoder.step(fed + ops.take(told, at, axis=1), states)
            new = self.steps.draw(said, ops.take(uniform, at, axis=1), temperature)
            begin = (0, at, *(0 for _ in self.steps.shape))
            drawn = ops.slice_update(drawn, begin, ops.expand_dims(new, 1))
            return at + 1, self.steps.embed(new), states, drawn

        first = (ops.convert_to_tensor(0, "int32"), ops.zeros_like(told[:, 0]), list(states), drawn)
        drawn = ops.while_loop(lambda at, *_: at < steps, body, first)[-1]
        return ops.reshape(drawn, (-1, self.length, *self.steps.shape))

    @property
    def recurrent(self) -> list:
        """The LSTMs of the core."""
        return self.decoder.core

    # -- learning ---------------------------------------------------------------------

    def call(self, inputs, training=False):
        """What is said of every step, the mean and the deviation of windows."""
        told = isinstance(inputs, dict)
        windows = inputs[TOKENS] if told else inputs
        labels = self.labels(inputs) if told else None
        seen = windows
        if training and self.teaching.spoiling:
            lots = keras.random.uniform((2, ops.shape(windows)[0]), seed=self.chance)
            spoil = (lots[0] < self.teaching.spoiling)[:, None, None]
            seen = ops.where(spoil, self.steps.spoiled(windows, lots[1]), windows)
        mean, deviation = self.encode(seen, labels, training)
        points = mean
        if training:
            points = mean + deviation * keras.random.normal(ops.shape(mean), seed=self.chance)
        said = self.teach(points, windows, labels, training)
        return {"said": said, "mean": mean, "deviation": deviation, "points": points}

    @staticmethod
    def objective() -> dict[str, Any]:
        """What it learns by, as `compile` takes it: see `compute_loss`."""
        return {}

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """Nats a step: of the reconstruction, and of what a point tells beyond the free bits."""
        mean, deviation = y_pred["mean"], y_pred["deviation"]
        nats = self.steps.nats(y_pred["said"], y)
        right = self.steps.accuracy(y_pred["said"], y)
        kl = 0.5 * ops.sum(mean**2 + deviation**2 - 1 - 2 * ops.log(deviation), -1)
        costly = ops.relu(kl - self.teaching.free_nats)
        beta = self.teaching.beta_at(self.taken)
        weights = ops.ones_like(kl) if sample_weight is None else ops.cast(sample_weight, kl.dtype)
        reconstruction = ops.mean(nats, -1)
        for name, value in {
            # At the last beta, so that it can be compared from the first step to the last.
            "nats": reconstruction + self.teaching.beta * costly / self.length,
            "accuracy": ops.mean(right, -1),
            "reconstruction": reconstruction,
            "kl_bits": kl / np.log(2),
        }.items():
            self.seen[name].update_state(value, sample_weight=weights)
        self.seen["beta"].update_state(beta)
        self.seen["sampling"].update_state(self.teaching.sampling(self.taken))
        self.active.update_state(mean, sample_weight=weights)
        if training:
            self.taken.assign_add(1.0)
        losses = reconstruction + beta * costly / self.length
        loss = ops.sum(losses * weights) / ops.maximum(ops.sum(weights), 1e-9)
        if not self.teaching.ties:
            return loss
        return loss + self.teaching.tying * disorder(y_pred["points"], y, self.teaching.ties)


def _after(vectors):
    """What is before each step of rows; nothing before the first."""
    return ops.concatenate([ops.zeros_like(vectors[:, :1]), vectors[:, :-1]], 1)
