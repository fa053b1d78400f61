"""The loops on the processor: outputs, states and gradients as Keras's own layers have them."""

import numpy as np
import pytest

from symbolic.models import processor

pytestmark = pytest.mark.skipif(not processor.IS_COMPILED, reason="built without a compiler")

ROWS, STEPS, NUMBERS, UNITS = 19, 7, 5, 6


def gradients(loss, variables):
    import keras

    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            value = loss()
        return float(value), [np.asarray(one) for one in tape.gradient(value, variables)]
    import jax

    def of(values):
        scope = keras.StatelessScope(list(zip(variables, values, strict=True)))
        with scope:
            return loss()

    value, found = jax.value_and_grad(of)([one.value for one in variables])
    return float(value), [np.asarray(one) for one in found]


@pytest.mark.parametrize("kind", ["lstm", "gru"])
def test_gradients_are_those_of_keras(kind, monkeypatch):
    import keras

    from symbolic.models import offloaded, recurrent

    if keras.backend.backend() not in offloaded.DOORS:
        pytest.skip("no door for this backend")
    names = {"lstm": (recurrent.LSTM, keras.layers.LSTM), "gru": (recurrent.GRU, keras.layers.GRU)}
    draw = np.random.default_rng(1)
    states = 2 if kind == "lstm" else 1
    found = []
    for make in names[kind]:
        options = {} if make.__module__.startswith("symbolic") else {
            "return_sequences": True, "return_state": True
        }  # fmt: skip
        layer = make(UNITS, **options)
        layer.build((ROWS, STEPS, NUMBERS))
        draw = np.random.default_rng(1)
        layer.set_weights([draw.normal(size=one.shape) for one in layer.get_weights()])
        inputs = keras.Variable(draw.normal(size=(ROWS, STEPS, NUMBERS)))
        first = [keras.Variable(draw.normal(size=(ROWS, UNITS))) for _ in range(states)]
        weights = [draw.normal(size=(ROWS, STEPS, UNITS)).astype("f")]
        weights += [draw.normal(size=(ROWS, UNITS)).astype("f") for _ in range(states)]

        def loss(layer=layer, inputs=inputs, first=first, weights=weights):
            made = layer(inputs + 0.0, initial_state=[one + 0.0 for one in first])
            return sum(keras.ops.sum(one * part) for one, part in zip(made, weights, strict=True))

        assert make.__module__.startswith("keras") or offloaded.takes_processor(layer)
        variables = [inputs, *first, *layer.trainable_variables]
        found.append(gradients(loss, variables))
    (value, ours), (wanted, theirs) = found
    assert value == pytest.approx(wanted, rel=1e-4)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=2e-4)


@pytest.mark.parametrize("rows", [1, 7, 16, 33])
def test_rows_come_out_the_same_however_they_are_shared_out(rows, monkeypatch):
    draw = np.random.default_rng(0)
    kind = processor.KINDS["lstm"]
    sizes = (rows, STEPS, NUMBERS), (rows, UNITS), (rows, UNITS)
    weights = (NUMBERS, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,)
    inputs = [draw.normal(size=size).astype("f") for size in (*sizes, *weights)]
    alone = processor.forth(kind, *inputs)
    monkeypatch.setattr(processor, "FEW", 1)
    monkeypatch.setattr(processor.os, "cpu_count", lambda: 3)
    shared = processor.forth(kind, *inputs)
    for one, other in zip(alone[:3], shared[:3], strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
    ends = [draw.normal(size=size).astype("f") for size in ((rows, STEPS, UNITS), *sizes[1:])]
    threefold = processor.back(kind, *inputs, *shared[3:], *ends)
    monkeypatch.undo()
    for one, other in zip(processor.back(kind, *inputs, *alone[3:], *ends), threefold, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_gates_refuse_arrays_that_do_not_fit():
    gates = processor._gates
    good = np.zeros((2, 8), "f")
    with pytest.raises(ValueError, match="does not fit"):
        gates.lstm(2, good, good, np.zeros((1, 2), "f"), good, good)
    with pytest.raises(TypeError, match="5 arrays"):
        gates.lstm(2, good)
    with pytest.raises(ValueError, match="unit"):
        gates.gru(0, good, good, good, good, good)
