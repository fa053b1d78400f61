"""What a run leaves on the disk beside its model, and what it says when the disk is full."""

import errno
import os
import subprocess

import numpy as np
import pytest
from training.conftest import HELD, TRAIN, fresh, learned, rows, same_weights

from symbolic import SymbolicError
from symbolic.training import Run
from symbolic.training.checkpoint import checkpoints, load_checkpoint
from symbolic.training.compiling import compile_network


@pytest.fixture
def small_disk(tmp_path):
    """A disk of which a run takes more than there is."""
    place = tmp_path / "disk"
    place.mkdir()
    told = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.name != "posix" or os.geteuid() or subprocess.run(told, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_the_checkpoints_before_it(small_disk, whole, tmp_path):
    with pytest.raises(SymbolicError, match="No space left on device") as told:
        learned(small_disk / "r")
    assert "resume=True goes on" in str(told.value)
    assert "\n" not in str(told.value)
    found = checkpoints(small_disk / "r" / "checkpoints")
    assert found
    model = fresh()
    compile_network(model.network, Run.open(small_disk / "r").recipe)
    for place in found:
        assert load_checkpoint(place, model.network)["step"] == int(place.name)
    subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
    again, resumed = learned(small_disk / "r", resume=True)
    assert rows(resumed) == rows(whole[1])
    assert same_weights(again, whole[0])


@pytest.mark.parametrize("what", ["history.History.add", "run.Run.plot", "loop.save_model"])
def test_no_room_is_told_in_one_sentence(what, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(f"symbolic.training.{what}", full)
    with pytest.raises(SymbolicError, match=r"nothing more can be written \(No space left"):
        learned(tmp_path / "r")


def test_tensorboard_reads_the_history(tmp_path):
    from tensorflow.compat.v1.train import summary_iterator

    _, run = learned(tmp_path / "r", steps=6, tensorboard=True)
    [path] = (run.folder / "tensorboard").iterdir()
    head, *events = summary_iterator(str(path))
    assert head.file_version == "brain.Event:2"
    assert [event.step for event in events] == [3, 6]
    found = {value.tag: value.simple_value for value in events[-1].summary.value}
    assert found == pytest.approx({k: v for k, v in run.history.rows[-1].items() if k != "step"})
    learned(tmp_path / "r", steps=9, resume=True, tensorboard=True)
    assert len(list((run.folder / "tensorboard").iterdir())) == 2


def test_baselines_are_lines_in_the_picture(tmp_path, monkeypatch):
    from symbolic.evaluation import NGram, lines_of

    _, run = learned(tmp_path / "r", steps=3, baselines=True)
    assert list(run.baselines) == ["unigram", "bigram", "5-gram"]
    assert Run.open(run.folder).baselines == run.baselines
    batches = [HELD.batch(0, number) for number in range(len(HELD))]
    seen = lines_of(TRAIN.batch(0, number) for number in range(len(TRAIN)))
    bigram = NGram(2, len(TRAIN.tokenizer)).fit(seen)
    costs = [bigram.nll(line) for line in lines_of(batches)]
    assert run.baselines["bigram"] == pytest.approx(np.concatenate(costs).mean(), rel=1e-6)
    assert run.baselines["bigram"] < run.baselines["unigram"]
    without = (run.folder / "loss.png").read_bytes()
    run.config["baselines"] = {}
    assert run.plot().read_bytes() != without


def test_baselines_may_be_told(tmp_path):
    _, run = learned(tmp_path / "r", steps=3, baselines={"of my own": 2})
    assert run.baselines == {"of my own": 2.0}
    with pytest.raises(SymbolicError, match="give validation, too"):
        fresh().fit(TRAIN, run=tmp_path / "s", steps=3, baselines=True)
    assert not (tmp_path / "s").exists()
