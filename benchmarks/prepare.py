"""How fast a folder becomes shards, beside a loop over MidiTok, and what memory that takes.

Every run of ours is a process of its own, from the walk through the folder to the manifest; the
loop reads a sample of the same files with MidiTok's REMI and its defaults. All take turns. Two
figures are given for each: on the wall, and "alone", which is what the wall would show if nobody
else used the machine: the processor's time of the parent and of its busiest worker.

    python benchmarks/prepare.py [FOLDER ...] [--copies 8] [--rounds 3]
    python benchmarks/prepare.py --memory 100000 [--plot memory.png]
    python benchmarks/prepare.py --judge 2000000
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = [DATA / "pop909", DATA / "lieder"]
SAMPLE = 30  # MidiTok takes every thirtieth file
TEMPO = b"\xff\x51\x03"
EVERY = 0.1  # seconds between looks at the processes
SMALL = 20  # megabytes: what has less is no worker, but keeps count of them
RUN = """
import json, sys
from symbolic.datasets.preparing.prepare import prepared
if __name__ == "__main__":
    folder, out, workers, cluster = sys.argv[1:]
    summary = prepared(folder, out, workers=int(workers), cluster=cluster or None,
                       keep_duplicates=True, progress=False)
    print(json.dumps({"files": summary.files, "seconds": summary.seconds}))
"""


class Watched(NamedTuple):
    """What was seen of a run.

    Attributes
    ----------
    wall, alone
        Seconds on the wall, and those of the parent and its busiest worker on the processor.
    memory
        Rows of seconds, and megabytes of the parent and of each worker.
    """

    files: int
    wall: float
    alone: float
    memory: list[tuple[float, float, list[float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=SETS)
    parser.add_argument("--copies", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, metavar="FILES", help="prepare so many and plot")
    parser.add_argument("--plot", type=Path, default=Path("prepare-memory.png"))
    parser.add_argument("--judge", type=int, metavar="PIECES", help="share out made-up pieces")
    arguments = parser.parse_args()
    paths = [path for folder in arguments.folders for path in sorted(folder.rglob("*.mid"))]
    with tempfile.TemporaryDirectory() as place:
        if arguments.memory:
            remember(paths, arguments.memory, Path(place), arguments.plot)
        elif arguments.judge:
            judge(arguments.judge)
        else:
            for copies in (1, arguments.copies):
                compare(paths, copies * len(paths), arguments.rounds, Path(place, f"{copies}"))


# -- speed ----------------------------------------------------------------------------


def compare(paths: list[Path], count: int, rounds: int, place: Path) -> None:
    """Print how fast each side is in its best round."""
    folder = copied(paths, count, place / "music")
    sides = {
        "1 process": (1, ""),
        "2 processes": (2, ""),
        "2 Dask workers": (2, "local"),
    }
    best = dict.fromkeys([*sides, "MidiTok's loop"], (0.0, 0.0))
    for _ in range(rounds):
        for side, (workers, cluster) in sides.items():
            seen = watched(folder, place / "out", workers, cluster)
            fresh = (seen.files / seen.wall, seen.files / seen.alone)
            best[side] = tuple(map(max, best[side], fresh))
        best["MidiTok's loop"] = tuple(map(max, best["MidiTok's loop"], loop(paths[::SAMPLE])))
    load = os.getloadavg()[0]
    print(f"\n{count:,} files, best of {rounds} rounds; {load:.1f} processes want the machine")
    print(f"{'files/s':16} {'on the wall':>12} {'alone':>12}")
    for side, (wall, alone) in best.items():
        print(f"{side:16} {wall:12,.0f} {alone:12,.0f}")
    for one, other in (
        ("2 processes", "MidiTok's loop"),
        ("2 processes", "1 process"),
        ("2 Dask workers", "2 processes"),
    ):
        wall, alone = (a / b for a, b in zip(best[one], best[other], strict=True))
        print(f"{one} : {other:16} {wall:8.2f} {alone:12.2f}")


def loop(paths: list[Path]) -> tuple[float, float]:
    """Files a second of MidiTok in a loop, on the wall and on the processor."""
    from miditok import REMI

    tokenizer = REMI()
    tokenizer(paths[0])
    wall, alone = time.perf_counter(), time.process_time()
    for path in paths:
        sequence = tokenizer(path)
        for line in sequence if isinstance(sequence, list) else [sequence]:
            np.array(line.ids, "<u2").tobytes()
    return (
        len(paths) / (time.perf_counter() - wall),
        len(paths) / (time.process_time() - alone),
    )


def copied(paths: list[Path], count: int, folder: Path) -> Path:
    """So many files under new names, each with one byte of its own: in the tempo, or at the end."""
    contents = [path.read_bytes() for path in paths]
    for number in range(count):
        data = bytearray(contents[number % len(paths)])
        place = data.find(TEMPO)
        data[place + 5 if place >= 0 else -1] ^= number // len(paths) % 256
        if number % 1000 == 0:
            (folder / f"{number // 1000:04}").mkdir(parents=True)
        (folder / f"{number // 1000:04}" / f"{number:07}.mid").write_bytes(data)
    return folder


def watched(folder: Path, out: Path, workers: int, cluster: str = "") -> Watched:
    """Prepare a folder and look at the processes meanwhile."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-c", RUN, str(folder), str(out), str(workers), cluster]
    begun = time.perf_counter()
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    parent = psutil.Process(run.pid)
    memory, busy, own = [], {}, 0.0
    while run.poll() is None:
        try:
            own = _used(parent)
            sizes = []
            for child in parent.children(recursive=True):
                busy[child.pid] = _used(child)
                sizes.append(child.memory_info().rss / 1e6)
            sizes = [size for size in sizes if size > SMALL]
            memory.append((time.perf_counter() - begun, parent.memory_info().rss / 1e6, sizes))
        except psutil.Error:  # it has just ended
            pass
        time.sleep(EVERY)
    said = run.stdout.read()
    if run.returncode:
        raise SystemExit(f"prepare failed: {' '.join(command[3:])}")
    found = json.loads(said.splitlines()[-1])
    alone = own + max(busy.values(), default=0.0)
    return Watched(found["files"], found["seconds"], alone, memory)


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


# -- memory ---------------------------------------------------------------------------


def remember(paths: list[Path], count: int, place: Path, plot: Path) -> None:
    """Print and plot the memory of two workers over a long run."""
    folder = copied(paths, count, place / "music")
    seen = watched(folder, place / "out", 2)
    size = sum(path.stat().st_size for path in (place / "out").iterdir())
    tables = sum((place / "out" / name).stat().st_size for name in TABLES)
    print(f"{seen.files:,} files in {seen.wall:,.0f} s: {seen.files / seen.wall:,.0f} files/s")
    print(f"{size / seen.files:,.0f} bytes a file, {tables / seen.files:,.0f} of them in tables")
    seconds = np.array([row[0] for row in seen.memory])
    parent = np.array([row[1] for row in seen.memory])
    workers = np.array([max(row[2]) for row in seen.memory if row[2]])
    early, late = (np.mean(part) for part in np.array_split(workers, 4)[1::2])
    print(f"largest worker {workers.max():.0f} MB, parent {parent.max():.0f} MB")
    print(f"workers in the second quarter of their time {early:.1f} MB, in the last {late:.1f} MB")
    draw(seconds, parent, seen.memory, plot, count)


TABLES = ("pieces.csv", "skipped.csv", "sources.csv", "identities.bin")


def draw(seconds: np.ndarray, parent: np.ndarray, memory: list, plot: Path, count: int) -> None:
    """Plot megabytes over time."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 3.5), layout="constrained")
    for number in range(2):
        sizes = [sorted(row[2])[-1 - number] if len(row[2]) > number else np.nan for row in memory]
        axes.plot(seconds, sizes, label=f"worker {number + 1}")
    axes.plot(seconds, parent, label="parent", color="gray")
    axes.axhline(300, color="black", linewidth=0.8, linestyle=":")
    axes.set(
        xlabel="seconds", ylabel="MB in memory", ylim=(0, 320), title=f"prepare, {count:,} files"
    )
    axes.legend(loc=(0.4, 0.5))
    figure.savefig(plot, dpi=120)
    print(f"plotted in {plot}")


def judge(count: int) -> None:
    """Print what the parent needs at the end of a run, for pieces of which one in ten is again."""
    from symbolic.datasets.preparing.verdicts import judged
    from symbolic.datasets.shards.layout import IDENTITY

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    random = np.random.default_rng(0)
    pieces = np.zeros(count, IDENTITY)
    for name in ("music", "likeness"):
        pieces[name] = random.integers(0, 2**63, count)
    pieces["sketch"] = random.integers(0, 2**32, (count, pieces["sketch"].shape[1]))
    again = random.integers(0, count, count // 10)
    pieces[again] = pieces[random.integers(0, count, len(again))]
    begun = time.process_time()
    verdicts = judged(np.zeros(0, IDENTITY), pieces, (0.8, 0.1, 0.1), 0, False)
    seconds = time.process_time() - begun
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3
    print(f"{count:,} pieces judged in {seconds:.0f} s of the processor, within {used:,.0f} MB")
    print(f"{int((verdicts.split < 0).sum()):,} are left out as duplicates")


if __name__ == "__main__":
    main()
