"""Gradients of several batches added up: as one larger batch, and gone on with in the middle."""

import numpy as np
import pytest
from training.conftest import CORPUS, TOKENIZER, Killed, fresh, kill_after, rows, same_weights

from symbolic.models.artifact import weights_of

# Four batches of four are two of eight: no row is filled up, and dropout is left out.
FULL = {"length": 8, "shuffle": False, "drop_remainder": True}
RECIPE = {"weight_decay": 0.1, "clip": 0.5, "learning_rate": 0.1, "warmup": 0, "progress": False}


def windows(rows_in_batch):
    return CORPUS.windows(TOKENIZER, batch_size=rows_in_batch, **FULL)


def test_it_is_as_one_batch_of_all_rows(tmp_path):
    small, large = windows(4), windows(8)
    assert all(small.batch(0, number)[2].all() for number in range(4))
    assert (small.batch(0, 1)[0] == large.batch(0, 0)[0][4:]).all()
    one, other = fresh(dropout=0.0), fresh(dropout=0.0)
    one.fit(small, run=tmp_path / "small", steps=4, accumulate=2, **RECIPE)
    other.fit(large, run=tmp_path / "large", steps=2, **RECIPE)
    first = weights_of(fresh(dropout=0.0).network)
    for name, weights in weights_of(one.network).items():
        assert np.abs(weights - weights_of(other.network)[name]).max() < 1e-5, name
        assert np.abs(weights - first[name]).max() > 0.01, name


def test_it_goes_on_between_two_updates(tmp_path, monkeypatch):
    def learn(name, **options):
        model = fresh()
        told = {"steps": 8, "every": 2, "progress": False, **options}
        return model, model.fit(windows(4), run=tmp_path / name, **told)

    model, run = learn("whole", accumulate=3)
    with monkeypatch.context() as patch:
        kill_after(patch, "save_checkpoint", 2)  # at the beginning and after step 2
        with pytest.raises(Killed):
            learn("killed", accumulate=3)
    again, resumed = learn("killed", resume=True)
    assert rows(resumed) == rows(run)
    assert same_weights(again, model)
