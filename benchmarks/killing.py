"""Whether a run that was killed comes to the same end as one that never was.

A tiny model is trained in a process of its own, which is killed (SIGKILL) at random moments and
started again each time; its history, but for the clock's columns, its last checkpoint and its best
model are then held against those of a run that nobody touched. A run that comes to its end before
all kills are spent is held against it as well, and another is begun.

    python benchmarks/killing.py [--kills 20] [--steps 200] [--seed 0]
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

EVERY = 5
LOOK = 0.02  # seconds between looks at what was kept
SOON = 1.5  # seconds in which a kill falls, once the process has kept something: some checkpoints
EARLY, START = 4, 10.0  # one kill of so many falls in the seconds in which Keras starts
BEGUN = "begun"


def main() -> None:
    arguments = _arguments()
    if arguments.train:
        train(arguments.train, arguments.steps)
        return
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        _start(whole, arguments.steps).communicate()
        equal = []
        draw, kills, runs = random.Random(arguments.seed), 0, 0
        while kills < arguments.kills:
            run, runs = Path(folder) / f"killed-{runs}", runs + 1
            left = arguments.kills - kills
            kills += _killed(run, arguments.steps, left, draw)
            equal.append(same(run, whole))
            print(f"run {runs}: {kills} kills in all, {'equal' if equal[-1] else 'NOT EQUAL'}")
    print(f"{kills} kills, {sum(equal)} of {runs} runs equal to one that was never interrupted")
    sys.exit(not all(equal))


def train(run: Path, steps: int) -> None:
    """Train, or go on with it: what the process does that is killed."""
    import symbolic as sy
    from symbolic.models import NoteLSTM
    from symbolic.training.run import CONFIG

    corpus = sy.load_corpus("folk")[:24]
    tokenizer = sy.BarTokenizer(velocities=8)
    shape = {"length": 16, "batch_size": 8}
    windows = corpus[:18].windows(tokenizer, **shape, transpose=range(-3, 4))
    held_out = corpus[18:].windows(tokenizer, **shape, shuffle=False)
    model = NoteLSTM(tokenizer, "tiny", embedding=8, units=12, dropout=0.1)
    resume = (run / CONFIG).exists()
    print(BEGUN, flush=True)
    model.fit(windows, held_out, run=run, steps=steps, every=EVERY, resume=resume, progress=False)


def same(run: Path, whole: Path) -> bool:
    """Whether two runs ended alike."""
    from safetensors.numpy import load_file

    from symbolic.training.checkpoint import VARIABLES, checkpoints
    from symbolic.training.history import CLOCKED, History

    def rows(folder):
        table = History(folder / "history.csv").rows
        return [{name: row[name] for name in row if name not in CLOCKED} for row in table]

    def arrays(folder):
        return (
            load_file(checkpoints(folder / "checkpoints")[-1] / VARIABLES),
            load_file(folder / "best" / "weights.safetensors"),
        )

    pairs = zip(arrays(run), arrays(whole), strict=True)
    return rows(run) == rows(whole) and all(
        one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)
        for one, other in pairs
    )


def _killed(run: Path, steps: int, most: int, draw: random.Random) -> int:
    """Kill a run again and again, so often at most, then let it end; how often it was killed."""
    kills = 0
    while True:
        process = _start(run, steps)
        if kills < most:
            _wait(process, run, draw)
        else:
            process.wait()
        if process.poll() is not None:
            process.communicate()
            if process.returncode:
                raise SystemExit(f"the run ended by itself with {process.returncode}")
            return kills
        process.kill()
        process.communicate()
        kills += 1
        print(f"killed, {_kept(run)} steps kept", flush=True)


def _wait(process: subprocess.Popen, run: Path, draw: random.Random) -> None:
    """Until the moment has come, or the process has ended."""
    early, before = draw.randrange(EARLY) == 0, _kept(run)
    while not early and _kept(run) == before and process.poll() is None:
        time.sleep(LOOK)
    until = time.monotonic() + draw.uniform(0, START if early else SOON)
    while time.monotonic() < until and process.poll() is None:
        time.sleep(LOOK)


def _kept(run: Path) -> int:
    """The step of the newest checkpoint."""
    return max((int(path.name) for path in (run / "checkpoints").glob("[0-9]*")), default=0)


def _start(run: Path, steps: int) -> subprocess.Popen:
    """A process that trains, once it says that it has begun."""
    line = [sys.executable, __file__, "--train", str(run), "--steps", str(steps)]
    told = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=told)
    assert process.stdout is not None
    while (said := process.stdout.readline()) and said.strip() != BEGUN:
        pass
    return process


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--train", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
