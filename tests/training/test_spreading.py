"""Several devices, several processes: as one that takes the whole batch."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from training.conftest import fresh, rows

from symbolic import SymbolicError
from symbolic.training import Run, hosts

PROGRAM = Path(__file__).with_name("together.py")
QUICK = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}


def started(run, options, **environment):
    """The program, running."""
    told = {**os.environ, **QUICK, **environment}
    line = [sys.executable, str(PROGRAM), str(run), json.dumps({"steps": 4, **options})]
    return subprocess.Popen(line, env=told, stderr=subprocess.PIPE, text=True)


def ended(*programs):
    for program in programs:
        said = program.communicate(timeout=240)[1]
        assert program.returncode == 0, said[-3000:]


def weights(run, process=0):
    with np.load(f"{run}.of-{process}.npz") as found:
        return dict(found)


def furthest(one, other):
    assert one.keys() == other.keys()
    return max(np.abs(one[name] - other[name]).max() for name in one)


def address():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{asked.getsockname()[1]}"


@pytest.fixture(scope="module")
def jax_alone(tmp_path_factory):
    """One process that took the whole of every batch, on jax."""
    pytest.importorskip("jax")
    run = tmp_path_factory.mktemp("alone") / "r"
    ended(started(run, {}, KERAS_BACKEND="jax"))
    return run


def same_history(one, other):
    pairs = zip(rows(Run.open(one)), rows(Run.open(other)), strict=True)
    return all(row == pytest.approx(witness, rel=1e-4) for row, witness in pairs)


@pytest.mark.slow
def test_two_devices_of_jax_are_as_one(jax_alone, tmp_path):
    two = {"KERAS_BACKEND": "jax", "XLA_FLAGS": "--xla_force_host_platform_device_count=2"}
    ended(started(tmp_path / "two", {"devices": "all"}, **two))
    assert furthest(weights(tmp_path / "two"), weights(jax_alone)) < 1e-5
    assert same_history(tmp_path / "two", jax_alone)


@pytest.mark.slow
def test_two_devices_of_tensorflow_are_as_one(tmp_path):
    tensorflow = {"KERAS_BACKEND": "tensorflow"}
    ended(started(tmp_path / "one", {}, **tensorflow))
    ended(started(tmp_path / "two", {"devices": "all", "logical": 2}, **tensorflow))
    assert furthest(weights(tmp_path / "two"), weights(tmp_path / "one")) < 1e-5
    dropped = {"devices": "all", "logical": 2, "dropout": 0.3, "steps": 2}
    ended(started(tmp_path / "dropped", dropped, **tensorflow))


@pytest.mark.slow
def test_two_processes_are_as_one(jax_alone, tmp_path):
    """One is told by its arguments, one by the environment; then both go on."""
    run, jax = tmp_path / "two", {"KERAS_BACKEND": "jax"}
    for options in ({"steps": 4}, {"steps": 6, "resume": True}):
        where = address()
        both = f"{where},127.0.0.1:1"
        told = {
            "KERAS_DISTRIBUTION_JOB_ADDRESSES": both,
            "KERAS_DISTRIBUTION_NUM_PROCESSES": "2",
            "KERAS_DISTRIBUTION_PROCESS_ID": "1",
        }
        first = started(run, {**options, "join": [both, 0]}, **jax)
        ended(first, started(run, options, **jax, **told))
        assert furthest(weights(run, 0), weights(run, 1)) == 0
        assert rows(Run.open(run)) == rows(Run.open(tmp_path / "two-1"))
        if options["steps"] == 4:
            assert furthest(weights(run), weights(jax_alone)) < 1e-5
            assert same_history(run, jax_alone)
    assert [row["step"] for row in Run.open(run).history.rows] == [2, 4, 6]


def test_the_processor_is_for_one_device():
    import keras

    from symbolic.models import processor
    from symbolic.models.offloaded import takes_processor

    layer = fresh().network.recurrent[0]
    assert takes_processor(layer) == processor.IS_COMPILED
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        with tf.distribute.MirroredStrategy(["CPU:0"]).scope():
            assert not takes_processor(layer)
    else:
        keras.distribution.set_distribution(keras.distribution.DataParallel())
        try:
            assert not takes_processor(layer)
        finally:
            keras.distribution.set_distribution(None)


def test_more_devices_than_there_are(tmp_path):
    from training.conftest import TRAIN

    with pytest.raises(SymbolicError, match='devices is "all" or a number from 1 to'):
        fresh().fit(TRAIN, run=tmp_path / "r", devices=4096)
    assert not (tmp_path / "r").exists()


def test_processes_join_by_jax_alone(monkeypatch):
    monkeypatch.setattr("keras.backend.backend", lambda: "tensorflow")
    with pytest.raises(SymbolicError, match="set KERAS_BACKEND=jax"):
        hosts.join("127.0.0.1:1,127.0.0.1:2", 0)
    with pytest.raises(SymbolicError, match="process"):
        hosts.join("127.0.0.1:1,127.0.0.1:2", 2)


def test_rows_are_filled_up_for_devices():
    from training.conftest import TRAIN

    from symbolic.training.steps import Steps

    last = len(TRAIN) - 1
    plain, filled = Steps(TRAIN, last, last + 1)[0], Steps(TRAIN, last, last + 1, 5)[0]
    more = -len(plain[0]) % 5
    assert more
    for one, other in zip(plain, filled, strict=True):
        assert len(other) == len(one) + more
        assert (other[: len(one)] == one).all()
        assert not other[len(one) :].any()
