"""Recurrent layers: the same as Keras's, fit for cuDNN, and one step at a time."""

import numpy as np
import pytest


def outputs(model, tokens):
    import keras

    return keras.ops.convert_to_numpy(model.network(tokens))


def tokens(model, batch=3, length=9):
    return np.random.default_rng(0).integers(0, len(model.tokenizer), (batch, length))


def test_the_loop_of_ours_gives_what_keras_gives(model):
    import keras

    ids = tokens(model)
    vectors = model.network.embedding(ids)
    kinds = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    for layer in model.network.recurrent:
        witness = kinds[model.kind](model.size.units, return_sequences=True)
        witness.build(vectors.shape)
        witness.set_weights(layer.get_weights())
        vectors = witness(vectors)
    wanted = keras.ops.convert_to_numpy(model.network.logits(vectors))
    assert np.abs(outputs(model, ids) - wanted).max() < 1e-5


def test_one_token_at_a_time_gives_the_same(model):
    import keras

    ids = tokens(model)
    states = model.network.initial_states(len(ids))
    found = []
    for column in ids.T:
        logits, states = model.network.step(column, None, states)
        found.append(keras.ops.convert_to_numpy(logits))
    assert np.abs(np.stack(found, 1) - outputs(model, ids)).max() < 1e-5


def test_reading_on_from_a_state_gives_the_same(model):
    import keras

    ids = tokens(model)
    _, states = model.network.read(ids[:, :4])
    logits, _ = model.network.read(ids[:, 4:], states=states)
    later = keras.ops.convert_to_numpy(logits)
    assert np.abs(later - outputs(model, ids)[:, 4:]).max() < 1e-5


def test_layers_keep_to_what_cudnn_takes(model, monkeypatch):
    """By our own gate, and by Keras's, which asks for a GPU as well: it is lent one here."""
    from importlib import import_module

    import keras

    from symbolic.models.cudnn import fits_cudnn, why_no_cudnn

    backend = keras.backend.backend()
    if backend == "torch":
        pytest.skip("the gate differs")
    rnn = import_module(f"keras.src.backend.{backend}.rnn")
    monkeypatch.setattr(rnn, "_is_gpu_available", lambda: True)
    for layer in model.network.recurrent:
        cell = layer.cell
        extra = {"reset_after": cell.reset_after} if model.kind == "gru" else {}
        if backend == "jax":
            extra = {}
        assert rnn.cudnn_ok(
            cell.activation, cell.recurrent_activation, layer.unroll, cell.use_bias, **extra
        )
        assert fits_cudnn(layer)
        assert why_no_cudnn(layer) in ("", "this machine has no GPU that the backend sees")


def test_what_does_not_fit_is_said():
    import keras

    from symbolic.models.cudnn import why_no_cudnn

    layer = keras.layers.LSTM(4, recurrent_dropout=0.1)
    assert "arguments" in why_no_cudnn(layer)


def test_tied_weights_are_shared(tokenizer):
    from symbolic.models import NoteLSTM

    free = NoteLSTM(tokenizer, "tiny").network.count_params()
    tied = NoteLSTM(tokenizer, "tiny", tied=True).network
    assert tied.head is None
    assert tied.count_params() < free
    assert tied(np.zeros((1, 2), int)).shape == (1, 2, len(tokenizer))


def test_the_summary_says_where_it_runs(model):
    text = model.summary()
    assert f"{model.network.count_params():,}" in text
    assert "cuDNN kernels" in text
