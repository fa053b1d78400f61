"""Claims: BarTokenizer encodes at 60 times the speed of MidiTok's REMI or more, from a file at 30
times, and decodes at 30 times; and its cost grows in proportion to the notes, up to a million.

Both sides take the same files in turn, in one process, so that a machine that slows down slows
both, and both keep their defaults. Scores are given in memory (a symbolic Score, a symusic Score),
files by their paths.

    python benchmarks/tokens.py [FOLDER] [--files 100]
"""

import argparse
from collections import defaultdict
from pathlib import Path

import miditok
import symusic
from stopwatch import growth, in_turn

import symbolic as sy

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pop909"
ROUNDS = 5  # the best counts
TASKS = ("score -> ids", "file -> ids", "ids -> score")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    parser.add_argument("--files", type=int, default=100)
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.rglob("*.mid"))[: arguments.files]
    if not paths:
        parser.error(f"no .mid file in {arguments.folder}")
    ours, theirs = sy.BarTokenizer(), miditok.REMI()
    measure(paths[:2], ours, theirs)  # everything is loaded before the clock starts
    speed = measure(paths, ours, theirs)
    for task in TASKS:
        a, b = speed[f"{task}: symbolic"], speed[f"{task}: REMI"]
        print(f"{task:13} {a:12,.0f} notes/s   REMI {b:10,.0f}   ratio {a / b:.0f}")
    growth(ours)


def measure(paths: list[Path], ours, theirs) -> dict[str, float]:
    """Notes a second of each side at each task."""
    seconds: dict[str, float] = defaultdict(float)
    notes = 0
    for path in paths:
        score, other = sy.read(path), symusic.Score(path)
        notes += len(score)
        ids, other_ids = ours.encode(score), theirs.encode(other)
        calls = {
            "score -> ids: symbolic": lambda score=score: ours.encode(score),
            "score -> ids: REMI": lambda other=other: theirs.encode(other),
            "file -> ids: symbolic": lambda path=path: ours.encode(sy.read(path)),
            "file -> ids: REMI": lambda path=path: theirs.encode(path),
            "ids -> score: symbolic": lambda ids=ids: ours.decode(ids),
            "ids -> score: REMI": lambda ids=other_ids: theirs.decode(ids),
        }
        for side, taken in in_turn(calls, ROUNDS).items():
            seconds[side] += taken
    return {side: notes / taken for side, taken in seconds.items()}


if __name__ == "__main__":
    main()
