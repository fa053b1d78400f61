"""Saved models: the same again, and one sentence for whatever is wrong with a folder."""

import json

import numpy as np
import pytest

from symbolic import SymbolicError
from symbolic.models import NoteLSTM
from symbolic.models.artifact import CONFIG, WEIGHTS, read_model

IDS = np.arange(12).reshape(2, 6)


def logits(model):
    import keras

    return keras.ops.convert_to_numpy(model.network(IDS))


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    from symbolic import BarTokenizer

    model = NoteLSTM(BarTokenizer(velocities=8), "tiny", embedding=8, units=8, seed=3)
    model.about = {"name": "small", "licence": "CC0-1.0", "figures": {"nats per token": 1.5}}
    return model, model.save(tmp_path_factory.mktemp("models") / "small")


def copied(saved, tmp_path):
    import shutil

    return shutil.copytree(saved[1], tmp_path / "copy")


def test_saved_and_loaded(model, tmp_path):
    again = read_model(model.save(tmp_path / "m"))
    assert type(again) is type(model)
    assert again.config == model.config
    assert again.tokenizer == model.tokenizer
    assert (logits(again) == logits(model)).all()


def test_whoever_may_read_one_file_may_read_all(saved):
    assert len({path.stat().st_mode for path in saved[1].iterdir()}) == 1


def test_half_precision_is_half_the_size(model, tmp_path):
    whole, half = model.save(tmp_path / "whole"), model.save(tmp_path / "half", half=True)
    size = [(place / WEIGHTS).stat().st_size for place in (whole, half)]
    assert size[1] < 0.6 * size[0]
    assert np.abs(logits(read_model(half)) - logits(model)).max() < 1e-2


def test_the_card_tells_what_is_known(saved):
    text = (saved[1] / "README.md").read_text()
    assert "license: CC0-1.0" in text
    assert "| nats per token | 1.5 |" in text


def test_a_model_saved_again_takes_the_old_ones_place(saved, tmp_path):
    place = copied(saved, tmp_path)
    other = NoteLSTM(saved[0].tokenizer, "tiny", embedding=8, units=8, seed=4)
    other.save(place)
    assert (logits(read_model(place)) == logits(other)).all()
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def spoil_json(place):
    (place / CONFIG).write_text("{")


def of_another_class(place):
    config = json.loads((place / CONFIG).read_text())
    (place / CONFIG).write_text(json.dumps(config | {"class": "os.system"}))


def of_another_format(place):
    config = json.loads((place / CONFIG).read_text())
    (place / CONFIG).write_text(json.dumps(config | {"format": 99}))


def of_another_size(place):
    config = json.loads((place / CONFIG).read_text())
    config["size"]["units"] = 9
    (place / CONFIG).write_text(json.dumps(config))


def with_more_layers(place):
    config = json.loads((place / CONFIG).read_text())
    config["size"]["layers"] = 2
    (place / CONFIG).write_text(json.dumps(config))


def with_an_odd_size(place):
    config = json.loads((place / CONFIG).read_text())
    config["size"]["units"] = -1
    (place / CONFIG).write_text(json.dumps(config))


def without_weights(place):
    (place / WEIGHTS).unlink()


def cut_weights(place):
    (place / WEIGHTS).write_bytes((place / WEIGHTS).read_bytes()[:-50])


def no_numbers(place):
    from safetensors.numpy import load_file, save_file

    weights = load_file(place / WEIGHTS)
    next(iter(weights.values()))[:] = np.nan
    save_file(weights, place / WEIGHTS)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (spoil_json, "cannot be read"),
        (of_another_class, "it holds a 'os.system'"),
        (of_another_format, "is in format 99"),
        (of_another_size, "has the shape"),
        (with_more_layers, "are missing"),
        (with_an_odd_size, "units"),
        (without_weights, "it was not saved whole"),
        (cut_weights, "is damaged"),
        (no_numbers, "holds numbers that are none"),
    ],
)
def test_spoiled_folders_get_one_sentence(saved, tmp_path, spoil, message):
    place = copied(saved, tmp_path)
    spoil(place)
    with pytest.raises(SymbolicError, match=message) as caught:
        read_model(place)
    assert "\n" not in str(caught.value)
    assert "copy" in str(caught.value)


def test_what_is_no_model_folder(saved, tmp_path):
    with pytest.raises(SymbolicError, match="no such folder"):
        read_model(tmp_path / "nowhere")
    with pytest.raises(SymbolicError, match="is no saved model"):
        read_model(tmp_path)
    (tmp_path / "letter.txt").write_text("of the user's")
    with pytest.raises(SymbolicError, match="holds something else"):
        saved[0].save(tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [{"units": 0}, {"layers": 1.5}, {"dropout": 1.0}, {"size": "huge"}, {"seed": -1}],
)
def test_wrong_arguments_start_no_keras(wrong, tokenizer):
    with pytest.raises(SymbolicError):
        NoteLSTM(tokenizer, **wrong)


def test_a_tokenizer_comes_first():
    with pytest.raises(SymbolicError, match="takes a tokenizer first, not str"):
        NoteLSTM("bar")
