"""Shards: opened, chosen from, sent to other processes; damage is one sentence."""

import json
import pickle

import numpy as np
import pytest
from datasets.conftest import tune

import symbolic as sy
from symbolic.datasets.preparing import prepare
from symbolic.datasets.shards import Records, Shards


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder of twelve tunes in 4/4 and two in 3/4."""
    music = tmp_path_factory.mktemp("music")
    for number in range(12):
        tune(number).write(music / f"{number:02}.mid")
    for number in (12, 13):
        score = tune(number)
        score.replace(meters=[(0, 3, 4)]).write(music / f"{number}.mid")
    prepare(music, music.parent / "made")
    return music.parent / "made"


@pytest.fixture
def shards(made):
    return Shards(made)


@pytest.fixture
def damaged(made, tmp_path):
    """A copy to be damaged."""
    import shutil

    return shutil.copytree(made, tmp_path / "copy")


def names(shards):
    return [piece.name for piece in shards.pieces]


def test_as_a_sequence(shards):
    assert len(shards) == len(list(shards)) == 14
    assert isinstance(shards[0], sy.Score)
    assert shards[-1] == shards[13]
    some = shards[2:5]
    assert len(some) == 3
    assert np.array_equal(some.tokens(0), shards.tokens(2))
    assert names(some) == names(shards)[2:5]
    assert names(shards[[7, 3]]) == [names(shards)[7], names(shards)[3]]
    assert names(shards[np.arange(14) > 11]) == names(shards)[12:]
    assert len(shards[[]]) == 0
    assert names(shards[[]]) == []
    with pytest.raises(IndexError):
        shards.tokens(14)
    with pytest.raises(sy.SymbolicError, match="mask of 3"):
        shards[np.ones(3, bool)]


def test_splits_part_the_pieces(shards):
    parts = shards.split()
    assert [len(part) for part in parts] == list(shards.splits.values())
    assert [name for part in parts for name in names(part)] == names(shards)
    assert np.array_equal(np.concatenate([part.lengths for part in parts]), shards.lengths)
    train = parts[0]
    assert train.splits == {"train": len(train), "valid": 0, "test": 0}
    assert [len(part) for part in train.split()] == [len(train), 0, 0]


def test_tokens_lie_in_the_files_and_are_not_copied(shards):
    tokens = shards.tokens(0)
    assert not tokens.flags.writeable
    assert tokens.base is not None
    assert shards.lengths.tolist() == [len(shards.tokens(n)) for n in range(14)]


def test_another_tokenizer_encodes_anew(shards):
    other = sy.PerformanceTokenizer()
    assert np.array_equal(shards.tokens(3, other), other.encode(shards[3]))
    assert shards.tokens(3, sy.BarTokenizer()).base is not None


def test_pieces_know_their_facts_and_place(shards, made):
    pieces = list(shards.pieces)
    assert pieces == [shards.pieces[n] for n in range(14)]
    assert pieces[2:4] == shards.pieces[2:4]
    file, offset, length = pieces[5].place
    data = np.fromfile(made / file, "<u2")
    assert np.array_equal(data[offset : offset + length], shards.tokens(5))


def test_pieces_are_chosen_by_facts(shards):
    assert sorted(names(shards.filter(meter="3/4"))) == ["12.mid", "13.mid"]
    assert len(shards.filter(lambda piece: piece.name < "03")) == 3


def test_sent_to_another_process(shards):
    sent = pickle.dumps(shards[3:6])
    assert len(sent) < 1000
    again = pickle.loads(sent)
    assert names(again) == names(shards)[3:6]
    assert np.array_equal(again.tokens(1), shards.tokens(4))


def test_opened_again_after_a_change_is_refused(shards, damaged):
    sent = pickle.dumps(Shards(damaged))
    manifest = json.loads((damaged / "manifest.json").read_text())
    manifest["splits"]["train"][0]["sha256"] = "0" * 64
    (damaged / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(sy.SymbolicError, match="has changed meanwhile"):
        pickle.loads(sent)


def test_repr(shards):
    assert "14 pieces" in repr(shards)
    assert "tokens of BarTokenizer" in repr(shards)


def edit(**changes):
    def change(folder):
        manifest = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps(manifest | changes))

    return change


def shorten(name):
    def change(folder):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:-2])

    return change


OUTSIDE = {"train": [{"file": "../x.bin", "pieces": 0, "rows": 0, "bytes": 0, "sha256": ""}]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "holds no shards"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "manifest.json is damaged"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "manifest.json is damaged"),
        (edit(version=99), "later symbolic"),
        (edit(splits=OUTSIDE), "leads out of the folder"),
        (edit(dtype="O"), "manifest.json is damaged"),
        (edit(tokenizer={"tokenizer": "os", "config": {}}), "is no tokenizer"),
        (lambda folder: (folder / "train-00000.bin").unlink(), "train-00000.bin is missing"),
        (shorten("train-00000.bin"), "train-00000.bin is damaged"),
        (shorten("pieces.csv"), "pieces.csv is damaged"),
    ],
)
def test_a_damaged_folder_is_one_sentence(damaged, change, said):
    change(damaged)
    with pytest.raises(sy.SymbolicError, match=said) as caught:
        Shards(damaged)
    assert "\n" not in str(caught.value)


def test_wrong_offsets_are_one_sentence(damaged):
    offsets = np.load(damaged / "train-00000.offsets.npy")
    offsets[1] = 10**9
    np.save(damaged / "train-00000.offsets.npy", offsets)
    with pytest.raises(sy.SymbolicError, match=r"train-00000.offsets.npy is damaged"):
        Shards(damaged).tokens(0)


def test_verify_finds_one_wrong_byte(damaged):
    Shards(damaged).verify()
    data = bytearray((damaged / "train-00000.bin").read_bytes())
    data[100] ^= 1
    (damaged / "train-00000.bin").write_bytes(data)
    with pytest.raises(sy.SymbolicError, match=r"train-00000.bin is damaged"):
        Shards(damaged).verify()


def test_a_folder_that_is_none(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such folder"):
        Shards(tmp_path / "nowhere")


def test_records_are_no_shards(made):
    with pytest.raises(sy.SymbolicError, match="holds shards, not tfrecord"):
        Records(made)
