"""Rows that tokens say -> the tables of a score."""

from typing import NamedTuple

import numpy as np

from symbolic.score import Score, Track
from symbolic.score.edits.sounding import SUSTAIN
from symbolic.score.tables import CONTROL, KEY, METER, NOTE, RANGES, TEMPO, in_order, sealed
from symbolic.tokenizers.bar.grid import LATEST, LONGEST, longest_note

KITS = 128  # the kits of drums are numbered after the programs
PEDAL_VALUES = np.array([0, 127])
SLOWEST = RANGES["microseconds"][1]


class Rows(NamedTuple):
    """What a line of tokens says, whole numbers in columns, in the order of the line."""

    notes: np.ndarray  # bar, step, length in steps, pitch, velocity, program
    pedals: np.ndarray  # bar, step, up or down, program
    tempos: np.ndarray  # bar, step, value of the tempo token, microseconds by its digits or 0
    keys: np.ndarray  # bar, step, value of the key token
    meters: np.ndarray  # bar, numerator, power of the denominator
    cuts: np.ndarray  # bar, step


COLUMNS = Rows(6, 4, 4, 3, 3, 2)  # type: ignore[arg-type]


def assembled(rows: Rows, resolution: int, step: int) -> Score | None:
    """The score of some rows, or None if a bar in them is no whole number of steps.

    Parameters
    ----------
    resolution, step
        Ticks in a quarter, and from one grid line to the next.
    """
    bars = _Bars(rows, resolution, step)
    if any(length % (denominator * step) for _, _, length, denominator in bars.first):
        return None
    notes, note_programs = _notes(*bars.timed(rows.notes), step)
    controls, control_programs = _controls(*bars.timed(rows.pedals))
    heard = np.bincount(np.append(note_programs, control_programs), minlength=1) > 0
    place = heard.cumsum() - 1
    notes["track"], controls["track"] = place[note_programs], place[control_programs]
    programs = np.flatnonzero(heard).tolist()
    tracks = [Track("", program % KITS, program >= KITS) for program in programs]
    built = {
        "notes": notes,
        "controls": controls,
        "tempos": _tempos(*bars.timed(rows.tempos)),
        "meters": np.array(bars.meters, METER),
        "keys": _keys(*bars.timed(rows.keys)),
    }
    tables = {name: sealed(in_order(name, table)) for name, table in built.items() if len(table)}
    return Score.from_tables(resolution, tracks, tables)


def meters_begun(
    named: dict[int, tuple[int, int]], cuts: dict[int, int], resolution: int, step: int
) -> list[tuple[int, int, int, int]]:
    """Bar, tick, numerator and denominator of every bar that begins with a meter or follows a
    cut, from one such bar to the next."""
    found: list[tuple[int, int, int, int]] = []
    time = bar = 0
    numerator, denominator = 4, 4
    for number in sorted(set(named) | {bar + 1 for bar in cuts}):
        length = 4 * resolution * numerator
        begin, end = (
            time - (-(bars * length) // denominator) for bars in (number - 1 - bar, number - bar)
        )
        cut = cuts.get(number - 1, 0) * step
        if number > bar and 0 < cut < end - begin:
            time = begin + cut
        elif number in named:
            time = end
        else:
            continue
        bar = number
        numerator, denominator = named.get(number, (numerator, denominator))
        if time < LATEST:
            found.append((bar, time, numerator, denominator))
    return found


class _Bars:
    """Where bars begin: from one that begins with a meter, or follows a cut, to the next."""

    def __init__(self, rows: Rows, resolution: int, step: int):
        self.step = step
        named = {
            bar: (numerator, 1 << power)
            for bar, numerator, power in rows.meters.tolist()
            if bar <= LONGEST and numerator <= 255
        }
        cuts: dict[int, int] = {}
        for bar, cut in rows.cuts.tolist():
            if bar < LONGEST:
                cuts.setdefault(bar, cut)
        begun = meters_begun(named, cuts, resolution, step)
        self.meters = [row[1:] for row in begun]
        rows_from_0 = begun if begun and begun[0][0] == 0 else [(0, 0, 4, 4), *begun]
        self.first = [(bar, time, 4 * resolution * n, d) for bar, time, n, d in rows_from_0]

    def timed(self, events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The events at times that a score can hold, and their ticks."""
        bars = events[:, 0]
        if len(bars) and bars.max() > LONGEST:
            events = events[bars <= LONGEST]
            bars = events[:, 0]
        if len(self.first) == 1:
            [(bar, time, length, denominator)] = self.first
        else:
            table = np.array(self.first, np.int64)
            rows = table.take(table[:, 0].searchsorted(bars, side="right") - 1, axis=0)
            bar, time, length, denominator = rows.T
        ticks = time - ((bar - bars) * length // denominator) + events[:, 1] * self.step
        if len(ticks) and ticks.max() >= LATEST:
            fits = ticks < LATEST
            return events[fits], ticks[fits]
        return events, ticks


def _notes(rows: np.ndarray, ticks: np.ndarray, step: int) -> tuple[np.ndarray, np.ndarray]:
    notes = np.zeros(len(rows), NOTE)
    notes["start"], notes["duration"] = ticks, np.minimum(rows[:, 2], longest_note(step)) * step
    notes["pitch"], notes["velocity"] = rows[:, 3], rows[:, 4]
    return notes, rows[:, 5]


def _controls(rows: np.ndarray, ticks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    controls = np.zeros(len(rows), CONTROL)
    controls["time"], controls["number"] = ticks, SUSTAIN
    controls["value"] = PEDAL_VALUES[rows[:, 2]]
    return controls, rows[:, 3]


def _tempos(rows: np.ndarray, ticks: np.ndarray) -> np.ndarray:
    """Tempos by their digits where those were said, else by the integer."""
    tempos = np.zeros(len(rows), TEMPO)
    if not len(rows):
        return tempos
    integer = np.rint(6e7 / (rows[:, 2] + 1)).astype(np.int64)
    microseconds = np.where(rows[:, 3] > 0, rows[:, 3], integer)
    tempos["time"], tempos["microseconds"] = ticks, np.minimum(microseconds, SLOWEST)
    return tempos


def _keys(rows: np.ndarray, ticks: np.ndarray) -> np.ndarray:
    keys = np.zeros(len(rows), KEY)
    if not len(rows):
        return keys
    keys["time"] = ticks
    keys["fifths"], keys["minor"] = rows[:, 2] // 2 - 7, rows[:, 2] % 2
    return keys
