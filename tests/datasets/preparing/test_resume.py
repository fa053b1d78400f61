"""prepare, killed and run again: the same bytes, and nothing done twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from datasets.conftest import tune
from datasets.preparing.conftest import contents

from symbolic.datasets.preparing import jobs, prepare, reading
from symbolic.datasets.preparing.prepare import prepared
from symbolic.datasets.shards import Shards
from symbolic.errors import SymbolicError

SCRIPT = """
import sys, os, signal
from symbolic.datasets.preparing import jobs, prepare, run
jobs.FILES = 1
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[4]:
    setattr(run, sys.argv[4], die)
prepare(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
"""


def started(folder: Path, out: Path, workers: int, deadly: str = "") -> subprocess.Popen:
    """A process that prepares, and kills itself where it comes to a step."""
    command = [sys.executable, "-c", SCRIPT, str(folder), str(out), str(workers), deadly]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def killed_after(process: subprocess.Popen, out: Path, parts: int) -> None:
    """Kill the process when there are so many parts."""
    while len(list(out.glob(".parts/??/*.npy"))) < parts:
        assert process.poll() is None, process.stderr.read().decode()
        time.sleep(0.002)
    process.kill()
    assert process.wait() == -signal.SIGKILL


def children(process: subprocess.Popen) -> list[int]:
    """The processes that a process has started."""
    return [
        int(p) for p in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    ]


def ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        tune(number).write(folder / f"{number:03}.mid")
    (folder / "070b.mid").write_bytes(b"broken")
    return folder


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_killed_in_mid_run(many, tmp_path, monkeypatch, workers):
    out = tmp_path / "out"
    process = started(many, out, workers)
    killed_after(process, out, 20)
    assert not (out / "manifest.json").exists()
    with pytest.raises(SymbolicError, match="is unfinished: run symbolic prepare again"):
        Shards(out)

    monkeypatch.setattr(jobs, "FILES", 1)
    finished = {path.stem for path in out.glob(".parts/??/*.npy")}
    times = {path: path.stat().st_mtime_ns for path in out.glob(".parts/??/*.npy")}
    redone = []

    def watched(job):
        redone.append(job.key)
        assert {path: path.stat().st_mtime_ns for path in times} == times
        return work(job)

    work = reading.work
    monkeypatch.setattr(reading, "work", watched)
    summary = prepared(many, out, workers=1)
    assert summary.resumed == len(finished) >= 20
    assert not finished & set(redone)
    assert len(redone) + len(finished) == 151
    monkeypatch.undo()

    prepare(many, tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
def test_workers_do_not_outlive_a_parent_that_is_killed(many, tmp_path):
    process = started(many, tmp_path / "out", 2)
    while len(list((tmp_path / "out").glob(".parts/??/*.npy"))) < 3:
        time.sleep(0.002)
    workers = children(process)
    assert len(workers) >= 2
    process.kill()
    process.wait()
    for _ in range(500):
        if all(map(ended, workers)):
            return
        time.sleep(0.01)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    pytest.fail("a worker lives on")


@pytest.mark.parametrize(
    "step",
    ["judged", "append_rows", pytest.param("append_identities", marks=pytest.mark.slow), "clear"],
)
def test_killed_at_the_end(music, tmp_path, monkeypatch, step):
    out = tmp_path / "out"
    process = started(music, out, 1, step)
    assert process.wait() == -signal.SIGKILL
    assert (out / "manifest.json").exists() == (step == "clear")
    monkeypatch.setattr(reading, "work", None)  # nothing is read again
    monkeypatch.setattr(jobs, "FILES", 1)
    prepare(music, out)
    monkeypatch.undo()
    prepare(music, tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.slow
def test_a_job_that_was_parted_is_not_done_again(music, tmp_path, monkeypatch):
    from datasets.preparing.deadly import deadly

    tune(77).write(music / "killer.mid")
    monkeypatch.setattr(jobs, "FILES", 8)
    monkeypatch.setattr(reading, "work", deadly)
    monkeypatch.setattr("symbolic.datasets.preparing.run.judged", None)
    with pytest.raises(TypeError):
        prepare(music, tmp_path / "out", workers=2)
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "FILES", 8)
    monkeypatch.setattr(reading, "work", None)
    shards = prepare(music, tmp_path / "out")
    assert dict(shards.skipped)["killer.mid"] == "it crashed the reader"


def test_another_recipe_uses_no_parts_of_the_first(music, tmp_path):
    out = tmp_path / "out"
    process = started(music, out, 1, "judged")
    process.wait()
    from symbolic import PerformanceTokenizer

    prepare(music, out, tokenizer=PerformanceTokenizer())
    prepare(music, tmp_path / "whole", tokenizer=PerformanceTokenizer())
    assert contents(out) == contents(tmp_path / "whole")


def test_two_at_a_time_do_not_disturb_each_other(music, tmp_path):
    from symbolic.datasets.preparing.place import workshop
    from symbolic.datasets.preparing.recipe import Recipe

    out = tmp_path / "out"
    with (
        workshop(out, Recipe("tfrecord", None)),
        pytest.raises(SymbolicError, match="another prepare is at work there"),
    ):
        prepare(music, out)
