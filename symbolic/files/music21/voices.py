"""Chords and voices: notes of one part, ordered so that they can be written."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from symbolic.files.music21.grid import Grid


class Chord(NamedTuple):
    """Notes that begin and end together; a single note is a chord of one."""

    start: Fraction
    end: Fraction
    notes: tuple[tuple[int, int], ...]  # pitch and velocity
    tick: int  # where the score has them


def chords_of(notes: np.ndarray, resolution: int, grid: Grid) -> list[Chord]:
    """The chords of a part's notes, moved to the grid, in order of time."""
    together: dict[tuple, list[tuple]] = defaultdict(list)
    for start, duration, pitch, velocity, _ in notes.tolist():
        begin = grid.place(Fraction(start, resolution))
        end = grid.place(Fraction(start + duration, resolution))
        end = end if end > begin else grid.after(begin)
        if end > begin:
            together[begin, end].append((pitch, velocity, start))
    return [
        Chord(begin, end, tuple((p, v) for p, v, _ in sorted(some)), min(t for _, _, t in some))
        for (begin, end), some in sorted(together.items())
    ]


def voices_of(chords: Iterable[Chord]) -> list[list[Chord]]:
    """Share chords out among voices, so that none overlap within one.

    A chord goes to the first voice that has fallen silent: music without overlaps is one voice.
    """
    voices: list[list[Chord]] = []
    for chord in chords:
        free = next((voice for voice in voices if voice[-1].end <= chord.start), None)
        if free is None:
            voices.append([chord])
        else:
            free.append(chord)
    return voices
