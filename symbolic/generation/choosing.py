"""Choosing a token, in Keras's operations: inside the compiled loop, for all rows at once.

Filters need no sorting in most steps: a few candidates are drawn from all tokens, and the first
that the filters leave is taken; whether one is left follows from what is likelier than it. Only
where no candidate is left are tokens sorted. The outcome is distributed as if they always were.
"""

from typing import Any

from keras import ops

from symbolic.generation.samplers import Settings

CANDIDATES = 4
BLOCK = 32  # tokens
BELOW_ONE = 1 - 2**-20  # so that a product with it stays below the other factor
NUMBERS = ("temperature", "top_k", "top_p", "min_p", "penalty", "window")


def numbers_of(settings: Settings, vocabulary: int) -> list[float]:
    """The settings as a row for the loop: other numbers need no other loop."""
    row = [float(getattr(settings, name)) for name in NUMBERS]
    row[1] = row[1] or float(vocabulary)
    return row


def chosen(settings: Settings, numbers, logits, open_tokens, uniform, age):
    """A token for each row.

    Parameters
    ----------
    numbers
        As `numbers_of` gives them.
    logits
        What the model says: (rows, vocabulary).
    open_tokens
        Which tokens may be taken; of the settings' filters none may be left among them, and then
        the filters give way.
    uniform
        Random numbers in [0, 1): (rows, CANDIDATES).
    age
        How many steps ago each token was said, where that counts.
    """
    if settings.penalises:
        penalised = ops.where(logits > 0, logits / numbers[4], logits * numbers[4])
        logits = ops.where(ops.cast(age, "float32") <= numbers[5], penalised, logits)
    if settings.greedy:
        return ops.cast(ops.argmax(ops.where(open_tokens, logits, -1e30), axis=-1), "int32")
    likely = ops.softmax(logits / numbers[0], axis=-1)
    weights = ops.where(open_tokens, likely, 0.0)
    if not settings.filters:
        return _drawn(weights, uniform[:, :1])[:, 0]
    candidates = _drawn(weights, uniform)
    left = _left(numbers, likely, candidates)
    first = ops.argmax(ops.cast(left, "int32"), axis=-1)
    taken = ops.take_along_axis(candidates, first[:, None], axis=-1)[:, 0]
    found = ops.any(left, axis=-1)

    def sorted_out():
        drawn = _drawn(_filtered(numbers, likely, open_tokens), uniform[:, :1])[:, 0]
        return ops.where(found, taken, drawn)

    return ops.cond(ops.all(found), lambda: taken, sorted_out)


def _drawn(weights, uniform):
    """For each random number a token, as often as its weight says; never one of weight 0.

    A block of tokens is found first, then the token in it: to sum all weights up one by one, and
    look through the sums, would take longer than a layer of the network.
    """
    filled = ops.pad(weights, ((0, 0), (0, -weights.shape[-1] % BLOCK)))
    blocks = ops.reshape(filled, (-1, filled.shape[-1] // BLOCK, BLOCK))
    sums = ops.cumsum(ops.sum(blocks, axis=-1), axis=-1)
    marks = uniform * BELOW_ONE * sums[:, -1:]
    block = _place(sums[:, None], marks)
    before = ops.take_along_axis(ops.pad(sums, ((0, 0), (1, 0))), block, axis=1)
    inner = ops.cumsum(ops.take_along_axis(blocks, block[:, :, None], axis=1), axis=-1)
    # Rounding may carry a mark to either side of its block.
    marks = ops.clip(marks - before, 0.0, BELOW_ONE * inner[:, :, -1])
    return ops.minimum(block * BLOCK + _place(inner, marks), weights.shape[-1] - 1)


def _place(sums, marks):
    """How many sums each mark has reached; the last one it never has."""
    reached = ops.sum(ops.cast(sums <= marks[:, :, None], "int32"), axis=-1)
    return ops.minimum(reached, sums.shape[-1] - 1)


def _left(numbers, likely, candidates):
    """Which candidates the filters leave."""
    own = ops.take_along_axis(likely, candidates, axis=-1)
    likelier = likely[:, None, :] > own[:, :, None]
    rank = ops.sum(ops.cast(likelier, "float32"), axis=-1)
    above = ops.sum(ops.where(likelier, likely[:, None, :], 0.0), axis=-1)
    most = ops.max(likely, axis=-1, keepdims=True)
    return (rank < numbers[1]) & (above < numbers[2]) & (own >= numbers[3] * most)


def _filtered(numbers, likely, open_tokens) -> Any:
    """The weights that the filters leave, or else those of all tokens that are open."""
    falling = -ops.sort(-likely, axis=-1)
    above = ops.cumsum(falling, axis=-1) - falling
    rank = ops.arange(likely.shape[-1], dtype="float32")
    left = (rank < numbers[1]) & (above < numbers[2]) & (falling >= numbers[3] * falling[:, :1])
    least = ops.min(ops.where(left, falling, 2.0), axis=-1, keepdims=True)
    weights = ops.where(open_tokens & (likely >= least), likely, 0.0)
    whole = ops.where(open_tokens, likely, 0.0)
    return ops.where(ops.sum(weights, axis=-1, keepdims=True) > 0, weights, whole)
