"""Fine-tuning: a model that was saved learns on from the weights it has."""

import numpy as np
import pytest
from training.conftest import CORPUS, HELD, TOKENIZER, TRAIN, fresh, learned, same_weights

from symbolic import BarTokenizer, SymbolicError
from symbolic.models.artifact import read_model, weights_of
from symbolic.training.checkpoint import VARIABLES


def test_it_begins_with_the_weights_it_has(tmp_path):
    from safetensors.numpy import load_file

    model, run = learned(tmp_path / "first", learning_rate=0.02, warmup=0, steps=30, every=15)
    loaded = read_model(model.save(tmp_path / "model"))
    tuned = loaded.fit(TRAIN, HELD, run=tmp_path / "second", steps=3, every=3, progress=False)
    began = load_file(tmp_path / "second" / "checkpoints" / "000000000" / VARIABLES).values()
    for weights in weights_of(model.network).values():
        assert any(np.array_equal(weights, one) for one in began)
    assert not same_weights(loaded, model)
    _, anew = learned(tmp_path / "anew", steps=3)
    best = run.least()
    assert best < 0.9 * anew.least()
    assert tuned.least() < best + 0.05 * (anew.least() - best)


def test_other_tokens_are_refused(tmp_path):
    other = CORPUS.windows(BarTokenizer(velocities=4), length=16, batch_size=8)
    with pytest.raises(SymbolicError, match=r"windows are tokens of .* but the model reads"):
        fresh().fit(other, run=tmp_path / "r")
    with pytest.raises(SymbolicError, match=r"validation are tokens of .* but the model reads"):
        fresh().fit(TRAIN, other, run=tmp_path / "r")


def test_other_conditions_are_refused(tmp_path):
    told = CORPUS.windows(TOKENIZER, length=16, batch_size=8, labels=["key"])
    with pytest.raises(SymbolicError, match=r"have the labels key .* was made for none"):
        fresh().fit(told, run=tmp_path / "r")
    model = fresh(conditions=told.labels)
    with pytest.raises(SymbolicError, match=r"have the labels none, .* was made for key"):
        model.fit(TRAIN, run=tmp_path / "r")
    with pytest.raises(SymbolicError, match=r"validation have the labels none"):
        model.fit(told, HELD, run=tmp_path / "r")
    assert not (tmp_path / "r").exists()
