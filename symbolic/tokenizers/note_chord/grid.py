"""The grid: ticks to steps and back, and how far it reaches."""

import numpy as np

from symbolic.score import Score, Track
from symbolic.score.checks import whole
from symbolic.score.tables import NOTE, sealed

RESOLUTION = 480  # of decoded scores, or the nearest multiple of the steps below it
VELOCITY = 80  # of decoded notes: the tokens tell none
PIANO = (Track(),)


class Grid:
    """So many lines a quarter note, on which notes start and end.

    Onsets and ends each go to the line nearest to them, counted from the beginning of the
    piece, so nothing drifts. No note is shorter than one step.

    Parameters
    ----------
    steps
        Lines in a quarter: 12 hold sixteenths and triplets.

    Attributes
    ----------
    bar
        Four quarters, in steps: the length from which on lengths are sums.
    doublings
        How often a bar can be doubled before 31 bits are full.
    longest
        The latest onset and the longest duration, in steps. It fits 32 bits, so that the
        grammar's state does too; at 12 steps it is two years of music.
    """

    def __init__(self, steps: int):
        self.steps = whole("steps per quarter", steps, 1, RESOLUTION)
        self.ticks = RESOLUTION // self.steps
        self.resolution = self.ticks * self.steps
        self.bar = 4 * self.steps
        self.doublings = (2**31 // self.bar).bit_length() - 1
        self.longest = self.bar * 2**self.doublings - 1

    def notes(self, score: Score) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Onset, track, duration and pitch of every note that is not a drum, in steps.

        Longer durations than the grid has are cut; notes that start beyond it are left out.
        """
        notes = score.notes
        drums = np.array([track.is_drum for track in score.tracks], bool)
        if drums.any():
            notes = notes[~drums[notes["track"]]]
        start = notes["start"]
        onset = self._nearest(start, score.resolution)
        end = self._nearest(start + notes["duration"], score.resolution)
        duration = np.minimum(np.maximum(end - onset, 1), self.longest)
        columns = onset, notes["track"], duration, notes["pitch"]
        if len(onset) == 0 or onset.max() <= self.longest:
            return columns
        reached = onset <= self.longest
        onset, track, duration, pitch = (column[reached] for column in columns)
        return onset, track, duration, pitch

    def _nearest(self, ticks: np.ndarray, resolution: int) -> np.ndarray:
        return (2 * self.steps * ticks + resolution) // (2 * resolution)

    def table(self, onset: np.ndarray, duration: np.ndarray, pitch: np.ndarray) -> np.ndarray:
        """The table of notes that stand in order of onset."""
        notes = np.empty(len(onset), NOTE)
        notes["start"] = onset * self.ticks
        notes["duration"] = np.minimum(duration, self.longest) * self.ticks
        notes["pitch"] = pitch
        notes["velocity"] = VELOCITY
        notes["track"] = 0
        return notes

    def score(self, notes: np.ndarray) -> Score:
        """The score of a table of notes: one piano."""
        return Score.from_tables(self.resolution, PIANO, {"notes": sealed(notes)})
