"""Claim: finding the key of a score takes less than a fiftieth of music21's time.

Both sides analyse the same pieces, already loaded, with the same profile; loading is not timed.
Pieces are real files from ../shared/data where it is present, else Bach from music21's corpus.

    python benchmarks/key.py [--pieces 12]
"""

import argparse
import statistics
from pathlib import Path

from stopwatch import seconds

import symbolic as sy
from symbolic.score import Score
from symbolic.theory import key

DATA = Path(__file__).parents[2] / "shared" / "data"
FOLDERS = ("lieder", "pop909")
REPEATS = 20  # of our side, whose single run is shorter than the clock is steady


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pieces", type=int, default=10)
    pieces = load(parser.parse_args(words).pieces)
    key(pieces[0][1])  # both sides load what they need before the clock starts
    pieces[0][2].analyze("key.krumhansl")
    ratios, agreed, ours_total, theirs_total = [], 0, 0.0, 0.0
    for name, score, stream in pieces:
        ours = seconds(lambda score=score: [key(score) for _ in range(REPEATS)]) / REPEATS
        theirs = seconds(lambda stream=stream: stream.analyze("key.krumhansl"))
        found, expected = key(score), stream.analyze("key.krumhansl")
        same = found.tonic == expected.tonic.name.replace("-", "b") and found.mode == expected.mode
        agreed += same
        ratios.append(theirs / ours)
        ours_total, theirs_total = ours_total + ours, theirs_total + theirs
        print(
            f"{name:28} {len(score):6,} notes  {ours * 1e6:7.0f} us  {theirs * 1e6:9.0f} us"
            f"  {theirs / ours:6.0f}x  {found}{'' if same else f' (music21: {expected})'}"
        )
    print(f"same key: {agreed} of {len(pieces)}")
    print(f"ratio: {theirs_total / ours_total:.0f}x in all, {min(ratios):.0f}x at least, ", end="")
    print(f"{statistics.median(ratios):.0f}x in the middle")


def load(count: int) -> list[tuple]:
    """Pieces as (name, Score, music21 stream)."""
    from music21 import converter, corpus

    paths = []
    for folder in FOLDERS:
        files = sorted((DATA / folder).rglob("*.mid"))
        paths += files[:: max(1, len(files) * len(FOLDERS) // count)][: count // len(FOLDERS)]
    if paths:
        return [(path.name, sy.read(path), converter.parse(path)) for path in paths]
    streams = [corpus.parse(path) for path in corpus.getComposer("bach")[60 : 60 + count]]
    return [(stream.metadata.title or "Bach", from_stream(stream), stream) for stream in streams]


def from_stream(stream) -> Score:
    """The notes of a stream, all that a key depends on."""
    return Score(
        480,
        notes=[
            (round(note.offset * 480), round(note.quarterLength * 480), pitch.midi, 80, 0)
            for note in stream.flatten().notes
            for pitch in note.pitches
        ],
    )


if __name__ == "__main__":
    main()
