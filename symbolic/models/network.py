"""The network of the note models: embedding, recurrent layers, and what comes next."""

from typing import Any

import keras
from keras import ops

from symbolic.models.recurrent import GRU, LSTM
from symbolic.models.sizes import Size

LAYERS = {"lstm": LSTM, "gru": GRU}


class NoteNetwork(keras.Model):
    """Tokens -> logits of the next token, with the state of every layer where it is wanted.

    Parameters
    ----------
    kind
        "lstm" or "gru".
    tokens
        How many there are.
    size
        How large it is.
    conditions
        For each condition the number of its labels; each is embedded and added to every token.
    """

    def __init__(
        self,
        kind: str,
        tokens: int,
        size: Size,
        conditions: dict[str, int] | None = None,
        seed: int = 0,
        **options: Any,
    ):
        super().__init__(**options)
        self.size = size
        self.embedding = keras.layers.Embedding(
            tokens,
            size.embedding,
            embeddings_initializer=keras.initializers.RandomNormal(
                0.0, size.embedding**-0.5, seed=seed
            ),
            name="embedding",
        )
        self.conditions = {
            name: keras.layers.Embedding(
                count,
                size.embedding,
                embeddings_initializer=keras.initializers.RandomNormal(0.0, 0.02, seed=seed + n),
                name=f"condition_{name}",
            )
            for n, (name, count) in enumerate((conditions or {}).items(), 1)
        }
        self.recurrent: list[keras.layers.LSTM | keras.layers.GRU] = [
            LAYERS[kind](
                size.units,
                kernel_initializer=keras.initializers.GlorotUniform(seed=seed + 100 + number),
                recurrent_initializer=keras.initializers.Orthogonal(seed=seed + 200 + number),
                seed=seed + 600 + number,  # never drawn from, but kept in every checkpoint
                name=f"{kind}_{number}",
            )
            for number in range(size.layers)
        ]
        self.dropout = keras.layers.Dropout(size.dropout, seed=seed + 500, name="dropout")
        self.bridge = (
            keras.layers.Dense(
                size.embedding,
                kernel_initializer=keras.initializers.GlorotUniform(seed=seed + 300),
                name="bridge",
            )
            if size.tied and size.units != size.embedding
            else None
        )
        self.head = (
            None
            if size.tied
            else keras.layers.Dense(
                tokens,
                kernel_initializer=keras.initializers.GlorotUniform(seed=seed + 400),
                dtype="float32",
                name="head",
            )
        )
        self({"tokens": ops.zeros((1, 1), "int32"), **self._no_labels()})

    def _no_labels(self) -> dict[str, Any]:
        return {name: ops.zeros((1,), "int32") for name in self.conditions}

    # -- parts of the way -------------------------------------------------------------

    def embed(self, inputs, labels=None):
        """Tokens (and labels of a piece, or else none is told) as vectors."""
        vectors = self.embedding(inputs)
        for name, layer in self.conditions.items():
            vector = layer(ops.zeros((1,), "int32") if labels is None else labels[name])
            vectors = vectors + (vector[:, None] if len(vectors.shape) == 3 else vector)
        return vectors

    def logits(self, vectors):
        """What the last layer says, as logits of every token."""
        if self.bridge is not None:
            vectors = self.bridge(vectors)
        if self.head is not None:
            return self.head(vectors)
        weights = ops.cast(self.embedding.embeddings, vectors.dtype)
        return ops.cast(ops.matmul(vectors, ops.transpose(weights)), "float32")

    # -- whole windows ----------------------------------------------------------------

    def call(self, inputs, training=False):
        """Logits after every token of every window."""
        labels = inputs if isinstance(inputs, dict) else None
        tokens = inputs["tokens"] if isinstance(inputs, dict) else inputs
        return self.read(tokens, labels, None, training)[0]

    def read(self, tokens, labels=None, states=None, training=False):
        """Logits after every token, and the states after the last."""
        vectors = self.dropout(self.embed(tokens, labels), training=training)
        after = []
        for number, layer in enumerate(self.recurrent):
            before = None if states is None else list(states[number])
            vectors, *state = layer(vectors, initial_state=before, training=training)
            vectors = self.dropout(vectors, training=training)
            after.append(tuple(state))
        return self.logits(vectors), tuple(after)

    @staticmethod
    def objective() -> dict[str, Any]:
        """What it learns by, as `compile` takes it."""
        entropy = keras.metrics.SparseCategoricalCrossentropy
        return {
            "loss": keras.losses.SparseCategoricalCrossentropy(
                from_logits=True, reduction="mean_with_sample_weight"
            ),
            "weighted_metrics": [
                entropy(from_logits=True, name="nats"),
                keras.metrics.SparseCategoricalAccuracy(name="accuracy"),
            ],
        }

    # -- one token at a time ----------------------------------------------------------

    def step(self, tokens, labels, states):
        """Logits after one more token of each piece, and the states."""
        vectors = self.embed(tokens, labels)
        after = []
        for layer, before in zip(self.recurrent, states, strict=True):
            vectors, state = layer.cell(vectors, list(before))
            after.append(tuple(state) if isinstance(state, list | tuple) else (state,))
        return self.logits(vectors), tuple(after)

    def initial_states(self, batch: int):
        """The states before the first token."""
        return tuple(
            tuple(
                ops.zeros((batch, self.size.units), self.compute_dtype)
                for _ in self._carried(layer)
            )
            for layer in self.recurrent
        )

    @staticmethod
    def _carried(layer) -> range:
        return range(2 if isinstance(layer, LSTM) else 1)
