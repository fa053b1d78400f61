"""The compiled loop: a stretch of tokens for all rows, the recurrent state held inside.

It is compiled once for a network, a kind of sampling, a stretch and a number of rows; temperature
and the like are arguments. Tokens may be given for the beginning of the stretch, and for the first
place after them which tokens are open: so a stretch that broke the grammar is taken again from
where it did, with what may stand there.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from keras import ops

from symbolic.generation.choosing import CANDIDATES, chosen, numbers_of
from symbolic.generation.samplers import Settings
from symbolic.models.compiled import compiled
from symbolic.models.cudnn import has_gpu

if TYPE_CHECKING:
    from symbolic.models.network import NoteNetwork

LONG_AGO = -(2**30)


@dataclass
class Place:
    """Where rows stand between stretches, on the device.

    Attributes
    ----------
    last
        The last token of each row, which the network has not read yet.
    states
        Of the network.
    said
        The step at which each token was last said, where that counts: (rows, vocabulary).
    step
        How many tokens each row has.
    """

    last: Any
    states: Any
    said: Any
    step: int


def stretch(
    network: "NoteNetwork",
    settings: Settings,
    place: Place,
    given: np.ndarray,
    known: np.ndarray,
    open_tokens: np.ndarray,
    banned: np.ndarray,
    uniform: np.ndarray,
    labels: dict[str, np.ndarray],
) -> tuple[np.ndarray, Place]:
    """The next tokens of all rows, as many as `given` is wide, and where rows stand then.

    Parameters
    ----------
    given, known
        Tokens that are known: so many at the beginning of each row.
    open_tokens
        Which may stand at the first place that is not known: (rows, vocabulary).
    banned
        Tokens that may stand nowhere.
    uniform
        Random numbers: (rows, places, 2, CANDIDATES). The second ones are for the first place
        that is not known: what the first ones drew there has been refused.
    """
    kind = (settings.greedy, settings.filters, settings.penalises, given.shape[1])
    run = _loop(network, settings, given.shape[1])
    loop = compiled(network, ("loop", *kind), run, with_xla=takes_xla())
    numbers = np.array(numbers_of(settings, open_tokens.shape[1]), np.float32)
    tokens, last, states, said = loop(
        place.last, place.states, place.said, np.array(place.step, np.int32),
        given.astype(np.int32), known.astype(np.int32), open_tokens, banned,
        uniform.astype(np.float32), labels, numbers,
    )  # fmt: skip
    return np.asarray(ops.convert_to_numpy(tokens)), Place(
        last, states, said, place.step + given.shape[1]
    )


def _loop(network: "NoteNetwork", settings: Settings, length: int) -> Callable:
    """The loop itself, not compiled."""

    def run(last, states, said, step, given, known, open_tokens, banned, uniform, labels, numbers):
        free = ops.logical_not(banned)[None, :]

        def body(at, last, states, said, tokens):
            logits, states = network.step(last, labels or None, states)
            is_first = (known == at)[:, None]
            allowed = free & (open_tokens | ops.logical_not(is_first))
            row = ops.take(uniform, at, axis=1)
            draw = ops.where(is_first, row[:, 1], row[:, 0])
            age = step + at - said if settings.penalises else None
            token = chosen(settings, numbers, logits, allowed, draw, age)
            token = ops.where(at < known, ops.take(given, at, axis=1), ops.cast(token, "int32"))
            tokens = ops.slice_update(tokens, (0, at), token[:, None])
            if settings.penalises:
                here = ops.arange(logits.shape[-1], dtype="int32")[None, :] == token[:, None]
                said = ops.where(here, step + at, said)
            return at + 1, token, states, said, tokens

        first = (ops.convert_to_tensor(0, "int32"), last, states, said, ops.zeros_like(given))
        _, last, states, said, tokens = ops.while_loop(lambda at, *_: at < length, body, first)
        return tokens, last, states, said

    return run


def stepper(network: "NoteNetwork") -> Callable:
    """One step of the network, compiled: tokens, labels and states to logits and states."""

    def step(tokens, labels, states):
        return network.step(tokens, labels or None, states)

    return compiled(network, "step", step)


def takes_xla() -> bool:
    """Whether TensorFlow compiles the loop with XLA, which halves the time of a step on a CPU.

    On a GPU, and where TensorFlow may come without that compiler, this is not measured.
    """
    return sys.platform == "linux" and not has_gpu()


def uniform_numbers(draws: list[np.random.Generator], length: int) -> np.ndarray:
    """Random numbers for a stretch: each row has a generator of its own."""
    return np.stack([draw.random((length, 2, CANDIDATES), np.float32) for draw in draws])
