"""What every tokenizer keeps of real files, held against the files themselves, with MidiTok's REMI
beside it at its defaults and at its fullest settings.

    python benchmarks/fidelity.py [FOLDER ...] [--files 20]

MidiTok: pip install miditok. Prints one table a folder, as Markdown.
"""

import argparse
import random
import sys
from collections.abc import Callable
from pathlib import Path

import miditok
import symusic

import symbolic as sy
from symbolic.tokenizers.fidelity import Count, Fidelity, compare

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDERS = ["pop909", "lieder/full", "nottingham/full", "osq", "groove"]
EVERYTHING = {
    "use_chords": True, "use_rests": True, "use_tempos": True, "use_time_signatures": True,
    "use_sustain_pedals": True, "use_pitch_bends": True, "use_programs": True,
    "one_token_stream_for_programs": True, "num_velocities": 127,
    "time_signature_range": {4: [1, 2, 3, 4, 5, 6, 7], 8: [3, 5, 6, 7, 9, 12], 2: [2, 3, 4]},
    "programs": list(range(-1, 128)),
}  # fmt: skip
FIELDS = ("notes", "onsets", "ends", "tempos", "meters", "keys", "pedal", "bends")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[DATA / f for f in FOLDERS])
    parser.add_argument("--files", type=int, default=20)
    arguments = parser.parse_args()
    for folder in arguments.folders:
        paths = sorted(folder.rglob("*.mid"))
        paths = random.Random(1).sample(paths, min(arguments.files, len(paths)))
        print(f"\n{folder.name}: {len(paths)} files; share kept, in %\n")
        print(f"| tokenizer | {' | '.join(FIELDS)} | onset error ms | end drift s |")
        print("|---|" + "---|" * (len(FIELDS) + 2))
        for name, judge in judges().items():
            print(row(name, [judge(path) for path in paths]), flush=True)


def judges() -> dict[str, Callable[[Path], Fidelity | None]]:
    """For every tokenizer, what says how faithful it is to a file."""
    chord = sy.NoteChordTokenizer()
    found: dict[str, Callable[[Path], Fidelity | None]] = {
        "BarTokenizer": sy.BarTokenizer().fidelity,
        "BarTokenizer, 127 velocities": sy.BarTokenizer(velocities=127).fidelity,
        "PerformanceTokenizer": sy.PerformanceTokenizer().fidelity,
        "NoteChordTokenizer": chord.fidelity,
        "MelodyTokenizer": sy.MelodyTokenizer().fidelity,
        "DrumTokenizer": sy.DrumTokenizer().fidelity,
        "MidiTok REMI, defaults": through_miditok(miditok.REMI()),
    }
    full = miditok.REMI(miditok.TokenizerConfig(**EVERYTHING))
    found["MidiTok REMI, everything on"] = through_miditok(full)
    return found


def through_miditok(tokenizer) -> Callable[[Path], Fidelity | None]:
    """Encode and decode with MidiTok; what it writes is read and compared as any file."""

    def judge(path: Path) -> Fidelity | None:
        try:
            decoded = tokenizer.decode(tokenizer.encode(symusic.Score(path)))
            return compare(sy.read(path), sy.read(decoded.dumps_midi()))
        except Exception as error:  # whatever it fails with, the table goes on
            print(f"{path.name}: {type(error).__name__}: {error}", file=sys.stderr)
            return None

    return judge


def row(name: str, found: list[Fidelity | None]) -> str:
    good = [one for one in found if one is not None]
    cells = []
    for field in FIELDS:
        total = sum((getattr(one, field) for one in good), Count())
        every = total.kept + total.changed + total.dropped
        cells.append(f"{100 * total.kept / every:.2f}" if every else "-")
    notes = sum(one.notes.kept + one.notes.changed for one in good) or 1
    error = sum(o.onset_error[0] * (o.notes.kept + o.notes.changed) for o in good) / notes
    drift = max((abs(one.drift) for one in good), default=0.0)
    failed = f" ({len(found) - len(good)} failed)" if len(good) < len(found) else ""
    return f"| {name}{failed} | {' | '.join(cells)} | {error:.1f} | {drift:.3f} |"


if __name__ == "__main__":
    main()
