"""LSTM and GRU over time on the processor: products by NumPy's BLAS, gates by compiled code.

The frameworks' own loops spend most of their time between many small operations. Here a step is
one product and one pass over the gates, and the gradient of a weight is one product for all steps.
Each core takes some of the rows through all of time, and so waits for no other.

Sequences are (rows, steps, numbers), as Keras has them; what is kept for the way back is not.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

try:
    from symbolic.models import _gates  # type: ignore[attr-defined]
except ImportError:  # installed without a compiler
    _gates = None

IS_COMPILED = _gates is not None
FEW = 8  # rows that are not worth a core of their own
Arrays = tuple[Any, ...]


class Kind(NamedTuple):
    """A kind of layer: its loops forth and back, and its sizes.

    Attributes
    ----------
    forth
        From rows of sequences, states and weights to what is kept: the hidden state before the
        first step and after each, then whatever `back` needs; time first.
    back
        From what is kept, sequences, weights and the gradients of outputs and states to those of
        sequences, states and weights.
    states
        How many there are.
    kept
        Of each array that is kept, how many times `units` it is wide, and whether it has a step
        more than there are.
    """

    forth: Callable[..., Arrays]
    back: Callable[..., Arrays]
    states: int
    kept: tuple[tuple[int, bool], ...]

    def kept_shapes(self, rows: int, steps: int, units: int) -> list[tuple[int, ...]]:
        """The shapes of what is kept: rows are shared out, so it is flat but for its rows."""
        return [(rows, (steps + more) * units * width) for width, more in self.kept]


# -- the layers, for some rows: arrays are (steps, rows, numbers) ----------------------------


def _lstm(sequences, states, kernel, recurrent, bias) -> Arrays:
    hidden, carry = states
    steps, (rows, units) = len(sequences), hidden.shape
    projected = _times(sequences, kernel)
    projected += bias
    gates = np.empty((steps, rows, 4 * units), np.float32)
    hiddens, carries = _begun(steps, hidden), _begun(steps, carry)
    for at in range(steps):
        np.dot(hiddens[at], recurrent, out=gates[at])
        _gates.lstm(units, gates[at], projected[at], carries[at], carries[at + 1], hiddens[at + 1])
    return hiddens, carries, gates


def _lstm_back(kept, sequences, kernel, recurrent, to_outputs, to_states) -> Arrays:
    hiddens, carries, gates = kept[0], kept[1], kept[2].copy()
    later, to_carry = (one.copy() for one in to_states)
    back, units = np.ascontiguousarray(recurrent.T), hiddens.shape[-1]
    for at in reversed(range(len(gates))):
        between = gates[at], carries[at], carries[at + 1], to_outputs[at], later, to_carry
        _gates.lstm_back(units, *between)
        np.dot(gates[at], back, out=later)
    to_sequences = _times(gates, kernel.T)
    weights = _summed(sequences, gates), _summed(hiddens[:-1], gates), _flat(gates).sum(axis=0)
    return to_sequences, later, to_carry, *weights


def _gru(sequences, states, kernel, recurrent, bias) -> Arrays:
    (hidden,) = states
    steps, (rows, units) = len(sequences), hidden.shape
    projected = _times(sequences, kernel)
    projected += bias[0]
    products, gates = np.empty((2, steps, rows, 3 * units), np.float32)
    hiddens = _begun(steps, hidden)
    for at in range(steps):
        np.dot(hiddens[at], recurrent, out=products[at])
        products[at] += bias[1]
        _gates.gru(units, products[at], projected[at], hiddens[at], gates[at], hiddens[at + 1])
    return hiddens, gates, products


def _gru_back(kept, sequences, kernel, recurrent, to_outputs, to_states) -> Arrays:
    hiddens, gates, products = kept[0], kept[1].copy(), kept[2].copy()
    later = to_states[0].copy()
    back, units = np.ascontiguousarray(recurrent.T), hiddens.shape[-1]
    for at in reversed(range(len(gates))):
        _gates.gru_back(units, gates[at], products[at], hiddens[at], to_outputs[at], later)
        later += products[at] @ back
    to_sequences = _times(gates, kernel.T)
    to_bias = np.stack([_flat(gates).sum(axis=0), _flat(products).sum(axis=0)])
    weights = _summed(sequences, gates), _summed(hiddens[:-1], products), to_bias
    return to_sequences, later, *weights


KINDS = {
    "lstm": Kind(_lstm, _lstm_back, 2, ((1, True), (1, True), (4, False))),
    "gru": Kind(_gru, _gru_back, 1, ((1, True), (3, False), (3, False))),
}


def _flat(array: np.ndarray) -> np.ndarray:
    """Steps and rows in one."""
    return array.reshape(-1, array.shape[-1])


def _times(sequences: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """All steps times a matrix, at once."""
    return (_flat(sequences) @ weights).reshape(*sequences.shape[:2], -1)


def _summed(inputs: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """The gradient of a matrix by which inputs were multiplied in every step."""
    return _flat(inputs).T @ _flat(gradient)


def _begun(steps: int, first: np.ndarray) -> np.ndarray:
    """Room for a state before and after every step."""
    states = np.empty((steps + 1, *first.shape), np.float32)
    states[:1] = first
    return states


# -- all rows ---------------------------------------------------------------------------------


def forth(kind: Kind, *inputs: np.ndarray) -> Arrays:
    """From sequences, states and weights to outputs, last states, and what is kept."""
    sequences, *others = map(np.asarray, inputs)
    states, weights = others[: kind.states], others[kind.states :]
    rows, steps, _ = sequences.shape
    units = states[0].shape[-1]
    outputs = np.empty((rows, steps, units), np.float32)
    last = tuple(np.empty((rows, units), np.float32) for _ in states)
    kept = tuple(np.empty(shape, np.float32) for shape in kind.kept_shapes(rows, steps, units))

    def take(part: slice) -> None:
        made = kind.forth(_turned(sequences[part]), [one[part] for one in states], *weights)
        outputs[part] = made[0][1:].swapaxes(0, 1)
        for end, one in zip(last, made, strict=False):
            end[part] = one[-1]
        for whole, one in zip(kept, made, strict=True):
            whole[part] = one.reshape(len(whole[part]), -1)

    _shared_out(take, rows)
    return outputs, *last, *kept


def back(kind: Kind, *arrays: np.ndarray) -> Arrays:
    """From inputs, what is kept, and gradients of outputs and states to those of the inputs."""
    sequences, *others = map(np.asarray, arrays)
    states, others = others[: kind.states], others[kind.states :]
    (kernel, recurrent, _), others = others[:3], others[3:]
    kept, (to_outputs, *to_states) = others[: len(kind.kept)], others[len(kind.kept) :]
    rows, steps, _ = sequences.shape
    to_sequences = np.empty_like(sequences)
    to_first = tuple(np.empty_like(one) for one in states)

    def take(part: slice) -> Arrays:
        count = part.stop - part.start
        held = [
            one[part].reshape(steps + more, count, -1)
            for one, (_, more) in zip(kept, kind.kept, strict=True)
        ]
        ends = [one[part] for one in to_states]
        found = kind.back(
            held, _turned(sequences[part]), kernel, recurrent, _turned(to_outputs[part]), ends
        )
        to_sequences[part] = found[0].swapaxes(0, 1)
        for whole, one in zip(to_first, found[1:], strict=False):
            whole[part] = one
        return found[1 + kind.states :]

    weights = [sum(parts) for parts in zip(*_shared_out(take, rows), strict=True)]
    return to_sequences, *to_first, *weights


def _turned(array: np.ndarray) -> np.ndarray:
    """Rows and steps in the other order."""
    return np.ascontiguousarray(array.swapaxes(0, 1))


def _shared_out(take: Callable, rows: int) -> list:
    """Let each core take a part of the rows, with one thread of BLAS for each."""
    count = max(min(os.cpu_count() or 1, rows // FEW), 1)
    edges = [rows * number // count for number in range(count + 1)]
    parts = [slice(*edge) for edge in pairwise(edges)]
    with _blas().limit(limits=1):
        return list(_threads().map(take, parts)) if count > 1 else [take(parts[0])]


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), "gates")


@cache
def _blas():
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
