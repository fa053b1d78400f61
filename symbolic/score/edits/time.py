"""Edits of time: on the grid, slower and faster, at another resolution."""

from typing import TYPE_CHECKING

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score.checks import real, whole
from symbolic.score.tables import RANGES, TABLES

if TYPE_CHECKING:
    from symbolic.score.score import Score


def quantize(score: "Score", steps: int = 4, swing: float = 0.5) -> "Score":
    """Move onsets and ends of notes to the nearest of `steps` lines a quarter note.

    No note becomes shorter than one step. Controls, bends and texts stay where they are.

    Parameters
    ----------
    steps
        Grid lines in a quarter: 4 for sixteenths, 12 for sixteenths and triplets.
    swing
        Where the performer put the second eighth of a beat: .5 is straight, 2/3 is triplet
        swing. It is taken out first, so that swung eighths land on straight ones.
    """
    steps = whole("steps per quarter", steps, 1, 32767)
    if not 0.5 <= real("swing", swing) < 1:
        raise SymbolicError(f"swing {swing} is not between .5 (straight) and 1")
    notes = score.notes.copy()
    start = _nearest_step(notes["start"], score.resolution, steps, swing)
    end = _nearest_step(notes["start"] + notes["duration"], score.resolution, steps, swing)
    end = np.maximum(end, start + 1)
    notes["start"] = _step_to_tick(start, score.resolution, steps)
    duration = _step_to_tick(end, score.resolution, steps) - notes["start"]
    notes["duration"] = np.maximum(duration, 1)  # where a step is less than a tick
    return score.replace(notes=notes)


def _nearest_step(ticks: np.ndarray, resolution: int, steps: int, swing: float) -> np.ndarray:
    if swing != 0.5:
        beat, past = np.divmod(ticks, resolution)
        phase = past / resolution
        late = phase >= swing
        straight = np.where(late, 0.5 + (phase - swing) / (1 - swing) / 2, phase / swing / 2)
        return np.floor((beat + straight) * steps + 0.5).astype(np.int64)
    return (2 * ticks * steps + resolution) // (2 * resolution)


def _step_to_tick(step: np.ndarray, resolution: int, steps: int) -> np.ndarray:
    return (2 * step * resolution + steps) // (2 * steps)


def stretch(score: "Score", factor: float) -> "Score":
    """Make the score last `factor` times as long. The notation stays; the tempos change."""
    if not real("factor", factor) > 0:
        raise SymbolicError(f"cannot stretch by {factor}: the factor must be above 0")
    tempos = score.timeline.tempos.copy()
    slower = np.rint(tempos["microseconds"] * float(factor))
    low, high = RANGES["microseconds"]
    if slower.min() < low or slower.max() > high:
        raise SymbolicError(f"stretching by {factor} leaves the tempos that MIDI can hold")
    tempos["microseconds"] = slower
    return score.replace(tempos=tempos)


def set_tempo(score: "Score", bpm: float) -> "Score":
    """Play the whole score at one tempo, in quarter notes a minute."""
    low, high = RANGES["microseconds"]
    if not 6e7 / (high + 0.5) < real("tempo", bpm) < 6e7 / (low - 0.5):
        raise SymbolicError(f"{bpm} BPM is not a tempo that MIDI can hold (3.6 to 60 million)")
    return score.replace(tempos=[(0, round(6e7 / bpm))])


def set_meter(score: "Score", numerator: int, denominator: int, pickup: float = 0) -> "Score":
    """Bar the whole score in one meter. Notes stay where they are.

    Parameters
    ----------
    pickup
        Quarter notes before the first full bar.

    Examples
    --------
    >>> from symbolic.score import Score
    >>> Score(480, meters=[(0, 1, 4)]).set_meter(4, 4, pickup=1).meters.tolist()
    [(0, 4, 4), (480, 4, 4)]
    """
    first = score.timeline.quarters_to_ticks(real("pickup", pickup))
    if first < 0:
        raise SymbolicError(f"pickup={pickup}: a pickup lasts at least 0 quarters")
    return score.replace(
        meters=[(time, numerator, denominator) for time in sorted({0, int(first)})]
    )


def resample(score: "Score", resolution: int) -> "Score":
    """Change the resolution; every time moves to the nearest new tick.

    A note that had a length keeps a tick of it.
    """
    resolution = whole("resolution", resolution, 1, 32767)
    changes: dict = {"resolution": resolution}
    for name in TABLES:
        table = getattr(score, name).copy()
        if name == "notes":
            end = _rescale(table["start"] + table["duration"], score.resolution, resolution)
            table["start"] = _rescale(table["start"], score.resolution, resolution)
            table["duration"] = np.maximum(end - table["start"], table["duration"] > 0)
        else:
            table["time"] = _rescale(table["time"], score.resolution, resolution)
        changes[name] = table
    return score.replace(**changes)


def _rescale(ticks: np.ndarray, old: int, new: int) -> np.ndarray:
    return (2 * ticks * new + old) // (2 * old)
