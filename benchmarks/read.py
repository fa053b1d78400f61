"""Claims: reading at half of bare symusic's speed or more and 40 times pretty_midi's, writing
at 20 times pretty_midi's, finding keys at 50 times music21's.

All sides take the same files in turn, file by file, in one process, so that a machine that slows
down slows all. pretty_midi and music21 are slow: they take a share of the files.

    python benchmarks/read.py [FOLDER] [--files 300]
"""

import argparse
import io
from collections import defaultdict
from pathlib import Path

import key
import pretty_midi
import symusic
from stopwatch import in_turn, seconds

import symbolic as sy
from symbolic.files.midi import IS_COMPILED

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pop909"
ROUNDS = 5  # of the fast sides; the best counts
SHARE = 10  # pretty_midi takes every tenth file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    parser.add_argument("--files", type=int, default=300)
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.rglob("*.mid"))[: arguments.files]
    if not paths:
        parser.error(f"no .mid file in {arguments.folder}")
    print(f"{len(paths)} files of {arguments.folder.name}; compiled reader: {IS_COMPILED}")
    measure(paths)
    key.main(["--pieces", "4"])


def measure(paths: list[Path]) -> None:
    for path in paths[:3]:  # everything is loaded before the clock starts
        run_all(path, with_pretty_midi=True)
    taken: dict[str, float] = defaultdict(float)
    notes: dict[str, int] = defaultdict(int)
    for number, path in enumerate(paths):
        count = len(sy.read(path).notes)
        for side, least in run_all(path, with_pretty_midi=number % SHARE == 0).items():
            taken[side] += least
            notes[side] += count
    speed = {side: notes[side] / taken[side] for side in taken}
    for side in sorted(speed):
        print(f"  {side:24} {speed[side]:12,.0f} notes/s")
    for ours, theirs in [
        ("read: symbolic", "read: symusic"),
        ("read: symbolic", "read: pretty_midi"),
        ("write: symbolic", "write: symusic"),
        ("write: symbolic", "write: pretty_midi"),
    ]:
        print(f"ratio of {ours} to {theirs.split(': ')[1]}: {speed[ours] / speed[theirs]:.2f}")


def run_all(path: Path, with_pretty_midi: bool) -> dict[str, float]:
    """Seconds that each side takes for one file: the best of some rounds taken in turn."""
    score, theirs = sy.read(path), symusic.Score(path)
    calls = {
        "read: symbolic": lambda: sy.read(path),
        "read: symusic": lambda: symusic.Score(path),
        "write: symbolic": score.to_bytes,
        "write: symusic": theirs.dumps_midi,
    }
    least = in_turn(calls, ROUNDS)
    if with_pretty_midi:
        least["read: pretty_midi"] = seconds(lambda: pretty_midi.PrettyMIDI(str(path)))
        midi = pretty_midi.PrettyMIDI(str(path))
        least["write: pretty_midi"] = seconds(lambda: midi.write(io.BytesIO()))
    return least


if __name__ == "__main__":
    main()
