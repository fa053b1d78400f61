"""How fast BarTokenizer is beside MidiTok's REMI, and whether its cost grows in line with the notes,
up to a million of them.

Both sides take the same files in turn, file by file, in one process. MidiTok (pip install miditok)
is slow: it takes every tenth file, and its settings are its defaults.

    python benchmarks/tokenize.py [FOLDER] [--files 200]
"""

import argparse
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import symusic
from miditok import REMI

import symbolic as sy

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pop909"
ROUNDS, SHARE = 5, 10
SIZES = (10_000, 100_000, 1_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    parser.add_argument("--files", type=int, default=200)
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.rglob("*.mid"))[: arguments.files]
    ours, theirs = sy.BarTokenizer(), REMI()
    seconds: dict[str, float] = defaultdict(float)
    notes: dict[str, int] = defaultdict(int)
    for number, path in enumerate(paths):
        count = len(sy.read(path).notes)
        for side, taken in run_all(path, ours, theirs if number % SHARE == 0 else None).items():
            seconds[side] += taken
            notes[side] += count
    speed = {side: notes[side] / seconds[side] for side in seconds}
    for task in ("score -> ids", "file -> ids", "ids -> score"):
        a, b = speed[f"{task}: symbolic"], speed[f"{task}: REMI"]
        print(f"{task:13} {a:12,.0f} notes/s   REMI {b:10,.0f}   ratio {a / b:.0f}")
    linear(ours)


def run_all(path: Path, ours: sy.BarTokenizer, theirs: REMI | None) -> dict[str, float]:
    score = sy.read(path)
    ids = ours.encode(score)
    found = {
        "score -> ids: symbolic": best(lambda: ours.encode(score)),
        "file -> ids: symbolic": best(lambda: ours.encode(sy.read(path))),
        "ids -> score: symbolic": best(lambda: ours.decode(ids)),
    }
    if theirs is not None:
        loaded = symusic.Score(path)
        tokens = theirs.encode(loaded)
        found["score -> ids: REMI"] = timed(lambda: theirs.encode(loaded))
        found["file -> ids: REMI"] = timed(lambda: theirs.encode(path))
        found["ids -> score: REMI"] = timed(lambda: theirs.decode(tokens))
    return found


def linear(tokenizer: sy.BarTokenizer) -> None:
    """The cost of a note in scores of growing length."""
    for size in SIZES:
        n = np.arange(size)
        rows = np.zeros(size, sy.Score().notes.dtype)
        rows["start"], rows["duration"] = n * 60, 120
        rows["pitch"], rows["velocity"] = 40 + n * 7 % 48, 1 + n % 127
        score = sy.Score(480, notes=rows)
        encode = best(lambda score=score: tokenizer.encode(score), 2)
        ids = tokenizer.encode(score)
        decode = best(lambda ids=ids: tokenizer.decode(ids), 2)
        print(
            f"{size:9,} notes: {encode / size * 1e9:5.0f} ns a note to ids, {decode / size * 1e9:5.0f} back"
        )


def best(call, rounds: int = ROUNDS) -> float:
    return min(timed(call) for _ in range(rounds))


def timed(call) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
