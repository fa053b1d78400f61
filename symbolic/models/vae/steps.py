"""What a step of a window is to the network: tokens of one or several parts, or a groove's numbers.

Both kinds know how a step becomes a vector, what the network must say for it to come out, how far
that is from a true step, and how a step is drawn from it.
"""

from typing import TYPE_CHECKING, Any

import keras
import numpy as np
from keras import ops

from symbolic.models.vae.spoiling import WAYS
from symbolic.tokenizers.windows.groove import COLUMNS, HIT, OFFSET, VELOCITY, GrooveTokenizer
from symbolic.tokenizers.windows.hits import BITS, COMBINATIONS

if TYPE_CHECKING:
    from symbolic.tokenizers.windows.tokenizer import WindowTokenizer


class Steps(keras.layers.Layer):
    """A kind of step.

    Attributes
    ----------
    outputs
        How many numbers the network says of a step.
    shape
        Of a step in a window: () for one token, or how many it has.
    spoils
        Whether windows can be `spoiled`.
    """

    outputs: int
    shape: tuple[int, ...] = ()
    spoils = False

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.built = True  # it is asked by its verbs alone, never called

    def embed(self, windows) -> Any:
        """Steps as vectors: (..., width)."""
        raise NotImplementedError

    def nats(self, said, windows) -> Any:
        """How far what is said is from true steps, (...); the loss of a step."""
        raise NotImplementedError

    def accuracy(self, said, windows) -> Any:
        """Which share of a step is what would be drawn greedily: (...)."""
        raise NotImplementedError

    def spoiled(self, windows, lots) -> Any:
        """Windows some of which lack what the network is to learn to add.

        Parameters
        ----------
        lots
            A random number from 0 to 1 for each window.
        """
        raise NotImplementedError

    def draw(self, said, uniform, temperature) -> Any:
        """Steps: the likeliest at temperature 0.

        Parameters
        ----------
        uniform
            Random numbers from 0 to 1: as many as are said.
        """
        raise NotImplementedError


class TokenSteps(Steps):
    """Steps of one token, or of one for each part.

    Parameters
    ----------
    sizes
        How many tokens each part has.
    width
        Of the vectors.
    """

    def __init__(self, sizes: tuple[int, ...], width: int, seed: int, **options: Any):
        super().__init__(**options)
        self.sizes, self.outputs = sizes, sum(sizes)
        self.shape = () if len(sizes) == 1 else (len(sizes),)
        self.edges = np.cumsum((0, *sizes)).tolist()
        self.tables = [
            self.add_weight(
                # A combination of drums is the sum of its drums, so that rare ones are known, too.
                shape=(len(BITS) if size == COMBINATIONS else size, width),
                initializer=keras.initializers.RandomNormal(0.0, 0.3, seed=seed + number),
                name=f"part_{number}",
            )
            for number, size in enumerate(sizes)
        ]

    def embed(self, windows) -> Any:
        """Steps as vectors: (..., width)."""
        return sum(
            ops.take(self._table(number), part, axis=0)
            for number, part in enumerate(self._parts(windows))
        )

    def _table(self, number: int):
        table = ops.cast(self.tables[number], self.compute_dtype)
        if self.sizes[number] != COMBINATIONS:
            return table
        struck = (np.arange(COMBINATIONS)[:, None] & BITS) > 0
        return ops.matmul(ops.convert_to_tensor(struck, table.dtype), table)

    def _parts(self, windows) -> list:
        if not self.shape:
            return [windows]
        return [windows[..., number] for number in range(len(self.sizes))]

    def _said(self, said) -> list:
        return [said[..., first:last] for first, last in zip(self.edges, self.edges[1:])]  # noqa: B905

    def nats(self, said, windows) -> Any:
        """The cross entropy of a step, summed over its parts."""
        pairs = zip(self._said(said), self._parts(windows), strict=True)
        return sum(
            keras.losses.sparse_categorical_crossentropy(part, logits, from_logits=True)
            for logits, part in pairs
        )

    def accuracy(self, said, windows) -> Any:
        """Which share of a step's parts is what would be drawn greedily."""
        pairs = list(zip(self._said(said), self._parts(windows), strict=True))
        right = [
            ops.cast(ops.argmax(logits, -1) == ops.cast(part, "int32"), "float32")
            for logits, part in pairs
        ]
        return sum(right) / len(right)

    def draw(self, said, uniform, temperature) -> Any:
        """A token for each part, by Gumbel's way."""
        noise = -ops.log(-ops.log(ops.clip(uniform, 1e-7, 1 - 1e-6)))
        tokens = [ops.argmax(part, -1) for part in self._said(said + temperature * noise)]
        tokens = [ops.cast(part, "int32") for part in tokens]
        return ops.stack(tokens, -1) if self.shape else tokens[0]


class GrooveSteps(Steps):
    """Steps of a groove: for nine drums a hit, how loud, and how early.

    How loud and how early count where a drum is struck; their errors weigh as those of a bell
    curve as wide as a drummer's own spread.
    """

    outputs = len(COLUMNS)
    shape = (len(COLUMNS),)
    spoils = True
    SPREAD = 0.15

    def __init__(self, width: int, seed: int, **options: Any):
        super().__init__(**options)
        self.table = self.add_weight(
            shape=(len(COLUMNS), width),
            initializer=keras.initializers.RandomNormal(0.0, 0.3, seed=seed),
            name="columns",
        )

    def embed(self, windows) -> Any:
        """Steps as vectors: (..., width)."""
        return ops.matmul(ops.cast(windows, self.compute_dtype), self.table)

    def spoiled(self, windows, lots) -> Any:
        """Windows, each spoiled in one of the ways."""
        lots = ops.floor(lots * len(WAYS))[:, None, None]
        for number, spoil in enumerate(WAYS.values()):
            windows = ops.where(lots == number, spoil(windows), windows)
        return windows

    def _expected(self, said) -> tuple:
        return ops.sigmoid(said[..., VELOCITY]), ops.tanh(said[..., OFFSET])

    def nats(self, said, windows) -> Any:
        """The cross entropy of hits, and the errors of velocities and offsets of true hits."""
        hits, logits = windows[..., HIT], said[..., HIT]
        entropy = ops.relu(logits) - logits * hits + ops.log1p(ops.exp(-ops.abs(logits)))
        errors = sum(
            ops.square(found - true)
            for found, true in zip(
                self._expected(said), (windows[..., VELOCITY], windows[..., OFFSET]), strict=True
            )
        )
        return ops.sum(entropy + hits * errors / (2 * self.SPREAD**2), -1)

    def accuracy(self, said, windows) -> Any:
        """Which share of the drums is struck, or left, as in the true step."""
        return ops.mean(ops.cast((said[..., HIT] > 0) == (windows[..., HIT] > 0), "float32"), -1)

    def draw(self, said, uniform, temperature) -> Any:
        """Hits; how loud and how early as expected."""
        chance = ops.clip(uniform[..., HIT], 1e-7, 1 - 1e-6)
        noise = ops.log(chance) - ops.log1p(-chance)
        hits = ops.cast(said[..., HIT] + temperature * noise > 0, "float32")
        velocity, offset = self._expected(said)
        return ops.concatenate([hits, hits * velocity, hits * offset], -1)


def steps_of(tokenizer: "WindowTokenizer", width: int, seed: int) -> Steps:
    """The kind of step that a tokenizer's windows have."""
    if isinstance(tokenizer, GrooveTokenizer):
        return GrooveSteps(width, seed, name="steps")
    vocabularies = getattr(tokenizer, "vocabularies", {"": tokenizer.vocabulary})
    sizes = tuple(len(vocabulary) for vocabulary in vocabularies.values())
    return TokenSteps(sizes, width, seed, name="steps")
