"""Mixed precision: computed in half, kept whole, and gone on with."""

import numpy as np
import pytest
from training.conftest import (
    Killed,
    fresh,
    kill_after,
    learned,
    rows,
    same_weights,
)

from symbolic.models import NoteGRU, NoteLSTM
from symbolic.models.artifact import read_model

IDS = np.arange(12).reshape(2, 6)


def policies(network):
    return {layer.dtype_policy.name for layer in network._flatten_layers()}


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("kind", [NoteLSTM, NoteGRU])
def test_logits_and_weights_stay_whole(kind, tied):
    from symbolic.training.precision import computing_in

    network = fresh(kind, tied=tied, dropout=0.0).network
    whole = np.asarray(network(IDS))
    with computing_in(network, "mixed_bfloat16"):
        half = network(IDS)
        assert "bfloat16" in str(network.recurrent[0](network.embed(IDS))[0].dtype)
        assert {variable.dtype for variable in network.trainable_variables} == {"float32"}
    assert "float32" in str(half.dtype)
    assert 0 < np.abs(np.asarray(half) - whole).max() < 0.05
    assert policies(network) == {"float32"}
    assert (np.asarray(network(IDS)) == whole).all()


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_it_learns_and_goes_on_where_it_was(precision, tmp_path, monkeypatch):
    options = {"precision": precision, "steps": 6}
    model, run = learned(tmp_path / "whole", **options)
    assert np.isfinite(run.history.column("loss")).all()
    with monkeypatch.context() as patch:
        kill_after(patch, "save_checkpoint", 2)
        with pytest.raises(Killed):
            learned(tmp_path / "killed", **options)
    again, resumed = learned(tmp_path / "killed", steps=6, resume=True)
    assert rows(resumed) == rows(run)
    assert same_weights(again, model)


def test_it_differs_from_single_precision_and_is_saved_in_it(tmp_path):
    model, run = learned(tmp_path / "half", precision="mixed_bfloat16", steps=3)
    _, other = learned(tmp_path / "whole", steps=3)
    assert run.history.column("loss") != other.history.column("loss")
    found = read_model(model.save(tmp_path / "model"))
    assert policies(found.network) == policies(model.network) == {"float32"}
    assert (np.asarray(found.network(IDS)) == np.asarray(model.network(IDS))).all()


def test_the_scale_of_the_loss_is_kept(tmp_path):
    from symbolic.training.checkpoint import load_checkpoint, save_checkpoint
    from symbolic.training.compiling import compile_network

    model, run = learned(tmp_path / "r", precision="mixed_float16", steps=3)
    model.network.optimizer.dynamic_scale.assign(8.0)
    place = save_checkpoint(run.checkpoints, 4, model.network, {})
    other = fresh()
    compile_network(other.network, run.recipe)
    load_checkpoint(place, other.network)
    assert float(other.network.optimizer.dynamic_scale.value) == 8.0
    assert int(other.network.optimizer.iterations.value) == 3
