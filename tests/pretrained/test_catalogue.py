"""Models by name and by folder."""

import pytest

import symbolic as sy
from symbolic.models.artifact import CARD, CONFIG, HISTORY, WEIGHTS
from symbolic.pretrained.catalogue import WEIGHTS as FOLDERS
from symbolic.pretrained.recipes import RECIPES

MOST_BYTES = {"MusicVAE": 8e6}  # of a kind of model; of the others:
USUAL = 6e6


def test_every_built_in_model_has_a_recipe_and_is_small():
    for name in sy.builtin_models():
        assert name in RECIPES
        files = {path.name: path.stat().st_size for path in (FOLDERS / name).iterdir()}
        assert {CARD, CONFIG, HISTORY, WEIGHTS, "run.json", "report.json"} <= files.keys()
        assert sum(files.values()) < MOST_BYTES.get(RECIPES[name].kind, USUAL)


@pytest.mark.parametrize("name", sy.builtin_models())
def test_a_built_in_model_writes_music_and_makes_the_same_again(name, tmp_path):
    model = sy.load_model(name)
    bars = getattr(model, "bars", 4)  # a space knows no other length than its windows'
    piece, other = model.generate(2, bars=bars, seed=1)
    assert len(piece.notes) > 8
    assert piece != other
    assert sy.load_model(model.save(tmp_path / "m")).generate(2, bars=bars, seed=1) == [
        piece,
        other,
    ]


def test_a_folder_as_a_hub_leaves_it_loads(tmp_path):
    """Files that are links to blobs, with others beside them."""
    model = sy.NoteLSTM(sy.BarTokenizer(velocities=2), "tiny", units=4, embedding=4)
    saved = model.save(tmp_path / "saved")
    snapshot = tmp_path / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    for number, path in enumerate(saved.iterdir()):
        (snapshot / path.name).symlink_to(path.rename(tmp_path / f"blob-{number}"))
    (snapshot / ".gitattributes").write_text("*.safetensors filter=lfs\n")
    assert sy.load_model(snapshot).config == model.config


def test_a_name_that_is_none_gets_one_sentence():
    with pytest.raises(sy.SymbolicError, match="no such folder, nor a built-in model"):
        sy.load_model("melody-that-is-not")
