"""Claims: NoteChordTokenizer encodes and decodes 48 times as fast as MidiTok's TSD or faster; on
quantised music, 99.99 % of notes come back with the same onset, duration and pitch on the grid,
where the old projects' form keeps a few; its cost grows in proportion to the notes.

Both sides get scores that are already loaded, file by file and call by call in turn, in one
process.

    python benchmarks/note_chord.py [DATA] [--files 60]
"""

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from stopwatch import growth, in_turn

import symbolic as sy
from symbolic.score import Score
from symbolic.tokenizers.note_chord import NoteChordTokenizer

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
QUANTISED = ("nottingham", "osq", "lieder")  # all of the first two, of the last what is on the grid
STEPS = 12  # grid lines in a quarter note
ROUNDS = 3  # of each side; the best counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--files", type=int, default=60, help="of pop909, for the speed")
    arguments = parser.parse_args()
    if not (arguments.data / "manifest.csv").is_file():
        parser.error(f"no manifest.csv in {arguments.data}")
    fidelity(arguments.data)
    speed(sorted((arguments.data / "pop909").rglob("*.mid"))[: arguments.files])
    growth(NoteChordTokenizer())


# -- what is kept ---------------------------------------------------------------------


def fidelity(data: Path) -> None:
    """The share of notes that come back, in both forms, of each quantised set."""
    forms = {"new": NoteChordTokenizer(), "legacy": NoteChordTokenizer(legacy=True)}
    fitted = False
    kept: dict[str, Counter] = {form: Counter() for form in forms}
    notes: Counter = Counter()
    for name in QUANTISED:
        scores = [sy.read(path) for path in quantised(data, name)]
        if not fitted:
            forms["new"].fit(scores)
            fitted = True
        for score in scores:
            notes[name] += len(on_grid(score))
            for form, tokenizer in forms.items():
                kept[form][name] += same_notes(score, tokenizer.decode(tokenizer.encode(score)))
    for name in [*QUANTISED, None]:
        whole = notes[name] if name else notes.total()
        shares = [(kept[form][name] if name else kept[form].total()) / whole for form in forms]
        shown = "  ".join(f"{f} {share:9.4%}" for f, share in zip(forms, shares, strict=True))
        print(f"notes kept, {name or 'in all':10} ({whole:9,}): {shown}")


def quantised(data: Path, name: str) -> Iterator[Path]:
    with (data / "manifest.csv").open() as file:
        for row in csv.DictReader(file):
            if row["path"].startswith(name) and (name != "lieder" or float(row["on_grid12"]) == 1):
                yield data / row["path"]


def on_grid(score: Score) -> list[tuple]:
    """Onset and end, on the grid line nearest to each, and pitch of every note but drums."""
    drums = np.array([track.is_drum for track in score.tracks], bool)
    notes = score.notes[~drums[score.notes["track"]]]
    lines = STEPS / score.resolution
    onset = np.floor(notes["start"] * lines + 0.5)
    end = np.floor((notes["start"] + notes["duration"]) * lines + 0.5)
    end = np.maximum(end, onset + 1)
    return list(zip(onset.tolist(), end.tolist(), notes["pitch"].tolist(), strict=True))


def same_notes(score: Score, back: Score) -> int:
    return (Counter(on_grid(score)) & Counter(on_grid(back))).total()


# -- how fast -------------------------------------------------------------------------


def speed(paths: list[Path]) -> None:
    """Both sides encode and decode each file in turn."""
    import miditok
    import symusic

    scores = [sy.read(path) for path in paths]
    ours, theirs = NoteChordTokenizer().fit(scores), miditok.TSD()
    seconds: Counter = Counter()
    for score, path in zip(scores, paths, strict=True):
        loaded = symusic.Score(path)
        calls: dict[str, Callable] = {
            "encode: NoteChordTokenizer": lambda score=score: ours.encode(score),
            "encode: MidiTok TSD": lambda loaded=loaded: theirs.encode(loaded),
        }
        ids, tokens = (call() for call in calls.values())
        calls |= {
            "decode: NoteChordTokenizer": lambda ids=ids: ours.decode(ids),
            "decode: MidiTok TSD": lambda tokens=tokens: theirs.decode(tokens),
        }
        for side, taken in in_turn(calls, ROUNDS).items():
            seconds[side] += taken
    notes = sum(map(len, scores))
    for side, taken in seconds.items():
        print(f"  {side:28} {notes / taken:12,.0f} notes/s")
    for verb in ("encode", "decode"):
        ratio = seconds[f"{verb}: MidiTok TSD"] / seconds[f"{verb}: NoteChordTokenizer"]
        print(f"ratio of NoteChordTokenizer to MidiTok TSD, {verb}: {ratio:.1f}")


if __name__ == "__main__":
    main()
