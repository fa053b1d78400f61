"""Claims: PerformanceTokenizer encodes and decodes at 48 times the speed of MidiTok's MIDILike or
more, and its cost grows in proportion to the notes.

Both sides are given scores already in memory (a symbolic Score, a symusic Score) and take the
same files in turn, in one process, so that a machine that slows down slows both. MidiTok keeps
its defaults: no pedal, no programs; symbolic keeps its own, which tell the pedal.

    python benchmarks/performance.py [FOLDER] [--files 100]
"""

import argparse
from collections import defaultdict
from pathlib import Path

import miditok
import symusic
from stopwatch import growth, in_turn

import symbolic as sy
from symbolic.tokenizers.performance import PerformanceTokenizer

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pop909"
ROUNDS = 3  # the best counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    parser.add_argument("--files", type=int, default=100)
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.rglob("*.mid"))[: arguments.files]
    if not paths:
        parser.error(f"no .mid file in {arguments.folder}")
    ours, theirs = PerformanceTokenizer(), miditok.MIDILike()
    measure(paths[:2], ours, theirs)  # everything is loaded before the clock starts
    speed = measure(paths, ours, theirs)
    for side, value in sorted(speed.items()):
        print(f"  {side:20} {value:12,.0f} notes/s")
    for way in ("encode", "decode"):
        ratio = speed[f"{way}: symbolic"] / speed[f"{way}: MidiTok"]
        print(f"ratio of {way}: symbolic to MidiTok: {ratio:.1f}")
    growth(ours)


def measure(paths: list[Path], ours, theirs) -> dict[str, float]:
    """Notes a second of each side."""
    seconds: dict[str, float] = defaultdict(float)
    notes = 0
    for path in paths:
        score, other = sy.read(path), symusic.Score(path)
        notes += len(score)
        ids = ours.encode(score)
        other_ids = [sequence.ids for sequence in theirs.encode(other)]
        calls = {
            "encode: symbolic": lambda score=score: ours.encode(score),
            "encode: MidiTok": lambda other=other: theirs.encode(other),
            "decode: symbolic": lambda ids=ids: ours.decode(ids),
            "decode: MidiTok": lambda ids=other_ids: theirs.decode(ids),
        }
        for side, taken in in_turn(calls, ROUNDS).items():
            seconds[side] += taken
    return {side: notes / taken for side, taken in seconds.items()}


if __name__ == "__main__":
    main()
