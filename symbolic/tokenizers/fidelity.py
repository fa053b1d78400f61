"""Fidelity: what comes back from a tokenizer, held against the original.

The original is the score or file itself, never a quantised copy of it.

Conventions
-----------
A note is kept if the decoded score has one of its pitch, program and drum flag for it; changed if
it has one of its pitch only. Onsets, ends and velocities are compared on the notes that are kept
or changed: a time is kept if it falls on the same tick of the original, and its error is in
milliseconds. A tempo, meter or key is kept if the same one is in force half-way to the next. So
is a chord symbol, by what it means and not by how it is written; it is changed if another came in
its place, and dropped if the one before it stays. Pedal moves and bends are counted.
"""

import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.score import Score
from symbolic.score.edits.sounding import DOWN, SUSTAIN
from symbolic.tokenizers.chord_symbols import ChordSymbol, read_symbol
from symbolic.tokenizers.matching import matched

if TYPE_CHECKING:
    from symbolic.tokenizers.tokenizer import Tokenizer

SAME = 0.5  # ticks of the original: what falls on the same of them was the same time before the
# file cut it to whole ticks, as it does with triplets


@dataclass(frozen=True)
class Count:
    """How many of a kind came back as they were, otherwise, or not at all."""

    kept: int = 0
    changed: int = 0
    dropped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.kept + other.kept, self.changed + other.changed, self.dropped + other.dropped
        )


@dataclass(frozen=True)
class Fidelity:
    """What became of a score.

    Attributes
    ----------
    notes, onsets, ends, velocities, tempos, meters, keys, chords, pedal, bends
        A `Count` of each.
    added
        Notes that the original does not have.
    onset_error, end_error, velocity_error
        Mean and largest; milliseconds, and steps of velocity.
    onset_quarters
        The largest onset error in quarter notes.
    drift
        Seconds by which the end comes later (or earlier, below 0).
    """

    notes: Count
    onsets: Count
    ends: Count
    velocities: Count
    tempos: Count
    meters: Count
    keys: Count
    chords: Count
    pedal: Count
    bends: Count
    added: int
    onset_error: tuple[float, float]
    onset_quarters: float
    end_error: tuple[float, float]
    velocity_error: tuple[float, float]
    drift: float

    def to_dict(self) -> dict[str, Any]:
        """The figures as plain values."""
        return asdict(self)

    def __str__(self) -> str:
        rows = [f"{'':10} {'kept':>8} {'changed':>8} {'dropped':>8}"]
        notes = {"onsets": self.onset_error, "ends": self.end_error}
        for name, value in vars(self).items():
            if not isinstance(value, Count):
                continue
            row = f"{name:10} {value.kept:>8,} {value.changed:>8,} {value.dropped:>8,}"
            if name in notes:
                row += f"   error {notes[name][0]:.1f} ms, at most {notes[name][1]:.1f} ms"
            if name == "velocities":
                row += (
                    f"   error {self.velocity_error[0]:.1f}, at most {self.velocity_error[1]:.0f}"
                )
            if name == "notes" and self.added:
                row += f"   and {self.added:,} added"
            rows.append(row)
        return "\n".join([*rows, f"the end comes {self.drift * 1000:+.1f} ms late"])


def fidelity(tokenizer: "Tokenizer", source: Score | str | os.PathLike) -> Fidelity:
    """Encode and decode a score, or a file, and compare."""
    if not isinstance(source, Score):
        from symbolic.files import read

        source = read(source)
    return compare(source, tokenizer.decode(tokenizer.encode(source)))


def compare(original: Score, decoded: Score) -> Fidelity:
    """Hold a decoded score against its original."""
    ours, theirs, same = matched(original, decoded)
    notes, others = original.notes[ours], decoded.notes[theirs]
    lost = len(original.notes) - len(ours)
    onsets, onset_error, steps = _times(original, decoded, notes["start"], others["start"])
    ends, end_error, _ = _times(
        original, decoded, notes["start"] + notes["duration"], others["start"] + others["duration"]
    )
    louder = np.abs(notes["velocity"].astype(int) - others["velocity"])
    velocities = Count(int((louder == 0).sum()), int((louder > 0).sum()))
    dropped = Count(dropped=lost)
    return Fidelity(
        notes=Count(int(same.sum()), int((~same).sum()), lost),
        onsets=onsets + dropped,
        ends=ends + dropped,
        velocities=velocities + dropped,
        tempos=_in_force(original, decoded, "tempos", ("microseconds",)),
        meters=_in_force(original, decoded, "meters", ("numerator", "denominator")),
        keys=_in_force(original, decoded, "keys", ("fifths", "minor")),
        chords=_chords_in_force(original, decoded),
        pedal=_counted(_pedal_moves(original), _pedal_moves(decoded)),
        bends=_counted(len(original.bends), len(decoded.bends)),
        added=len(decoded.notes) - len(theirs),
        onset_error=onset_error,
        onset_quarters=steps,
        end_error=end_error,
        velocity_error=_mean_and_largest(louder),
        drift=_last_end(decoded) - _last_end(original),
    )


def _times(
    original: Score, decoded: Score, ours: np.ndarray, theirs: np.ndarray
) -> tuple[Count, tuple[float, float], float]:
    quarters = np.abs(
        original.timeline.ticks_to_quarters(ours) - decoded.timeline.ticks_to_quarters(theirs)
    )
    seconds = np.abs(
        original.timeline.ticks_to_seconds(ours) - decoded.timeline.ticks_to_seconds(theirs)
    )
    kept = int((quarters * original.resolution <= SAME).sum())
    largest = float(quarters.max(initial=0.0))
    return Count(kept, len(ours) - kept), _mean_and_largest(seconds * 1000), largest


def _mean_and_largest(errors: np.ndarray) -> tuple[float, float]:
    return (float(errors.mean()), float(errors.max())) if len(errors) else (0.0, 0.0)


def _in_force(original: Score, decoded: Score, name: str, columns: tuple[str, ...]) -> Count:
    """Compare what is in force half-way from each change to the next."""
    ours, theirs = _changes(original, name, columns), _changes(decoded, name, columns)
    if len(ours) == 0:
        return Count()
    if len(getattr(decoded, name)) == 0 and name == "keys":
        return Count(dropped=len(ours))
    begin = original.timeline.ticks_to_quarters(ours["time"])
    end = np.append(begin[1:], max(original.end / original.resolution, begin[-1] + 1))
    times = decoded.timeline.ticks_to_quarters(theirs["time"])
    at = times.searchsorted((begin + end) / 2, side="right") - 1
    kept = np.logical_and.reduce([ours[c] == theirs[c][np.maximum(at, 0)] for c in columns])
    kept &= at >= 0
    return Count(int(kept.sum()), int((~kept).sum()))


def _changes(score: Score, name: str, columns: tuple[str, ...]) -> np.ndarray:
    """The rows that change something, the last of those at one tick."""
    rows = score.keys if name == "keys" else getattr(score.timeline, name)
    last = np.append(rows["time"][1:] != rows["time"][:-1], True)[: len(rows)]
    rows = rows[last]
    differs = [rows[column][1:] != rows[column][:-1] for column in columns]
    return rows[np.append(True, np.logical_or.reduce(differs))[: len(rows)]]


def _chords_in_force(original: Score, decoded: Score) -> Count:
    """Compare the chord symbols that are in force half-way from each change to the next."""
    ours, theirs = _chord_changes(original), _chord_changes(decoded)
    begin = np.array([quarters for quarters, _ in ours])
    if len(begin) == 0:
        return Count()
    end = np.append(begin[1:], max(original.end / original.resolution, begin[-1] + 1))
    at = np.searchsorted([quarters for quarters, _ in theirs], (begin + end) / 2, side="right") - 1
    came = np.diff(at, prepend=-1) > 0  # another than half-way through the chord before
    kept = np.array(
        [n >= 0 and theirs[n][1] == symbol for n, (_, symbol) in zip(at, ours, strict=True)]
    )
    changed = came & ~kept
    return Count(int(kept.sum()), int(changed.sum()), int((~kept & ~changed).sum()))


def _chord_changes(score: Score) -> list[tuple[float, ChordSymbol | str]]:
    """Where another chord begins, in quarters, and what its symbol means. A symbol that is only
    near to its meaning stands for itself."""
    rows = {}  # the last of those at one tick
    for time, kind, text, _ in sorted(score.texts.tolist(), key=lambda row: row[0]):
        symbol = read_symbol(text) if kind == "chord" else None
        if kind == "chord":
            rows[time] = symbol if symbol is not None and symbol.exact else text
    changes: list[tuple[float, ChordSymbol | str]] = []
    for time, meaning in rows.items():
        if not changes or changes[-1][1] != meaning:
            changes.append((time / score.resolution, meaning))
    return changes


def _pedal_moves(score: Score) -> int:
    """How often the pedals of all tracks change between up and down."""
    rows = score.controls[score.controls["number"] == SUSTAIN]
    down = rows["value"] >= DOWN
    first = np.append(True, rows["track"][1:] != rows["track"][:-1])[: len(rows)]
    before = np.append(False, down[:-1])[: len(rows)] & ~first
    return int((down != before).sum())


def _counted(ours: int, theirs: int) -> Count:
    kept = min(ours, theirs)
    return Count(kept=kept, dropped=ours - kept)


def _last_end(score: Score) -> float:
    if len(score.notes) == 0:
        return 0.0
    return float(
        score.timeline.ticks_to_seconds((score.notes["start"] + score.notes["duration"]).max())
    )
