"""Engines: every job is done once, whoever dies."""

import pytest
from datasets.preparing.deadly import refuse, touch, touch_or_die_once

from symbolic.datasets.preparing.engines import Local
from symbolic.datasets.preparing.engines.dask import Dask
from symbolic.errors import MissingExtraError, SymbolicError


@pytest.fixture(params=["local", pytest.param("dask", marks=pytest.mark.slow)])
def engine(request):
    if request.param == "local":
        return Local(2)
    pytest.importorskip("distributed")
    return Dask("local", 2)


def tasks(folder, count):
    return [(str(folder), number) for number in range(count)]


def left(folder):
    return sorted(int(path.name) for path in folder.iterdir() if path.name.isdecimal())


def test_one_process_is_this_one():
    seen = []
    assert list(Local(1).run(seen.append, "abc")) == [("a", True), ("b", True), ("c", True)]
    assert seen == ["a", "b", "c"]


def test_what_kills_its_worker_is_found_and_all_else_is_done(engine, tmp_path):
    done = dict(engine.run(touch, tasks(tmp_path, 40)))
    assert [number for (_, number), well in done.items() if not well] == [13]
    assert len(done) == 40
    assert left(tmp_path) == [number for number in range(40) if number != 13]


def test_a_worker_that_is_killed_once_loses_nothing(engine, tmp_path):
    done = dict(engine.run(touch_or_die_once, tasks(tmp_path, 20)))
    assert (tmp_path / "died").exists()
    assert all(done.values())
    assert left(tmp_path) == list(range(20))


def test_what_a_job_raises_is_raised(engine, tmp_path):
    with pytest.raises(OSError, match=r"No space left on device: '0.bin'") as caught:
        list(engine.run(refuse, tasks(tmp_path, 1)))
    assert caught.value.errno == 28


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_one_sentence():
    pytest.importorskip("distributed")
    with pytest.raises(SymbolicError, match=r"tcp://127\.0\.0\.1:9 cannot be used"):
        list(Dask("tcp://127.0.0.1:9").run(len, ["a"]))


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"symbolic-midi\[cluster\]"):
        Dask("local")
