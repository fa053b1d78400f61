"""A melodic line as tokens: one note at a time, an event where something changes.

0 means that nothing happens, so what sounds sounds on; 1 ends the note; 2 to 89 begin one, of
MIDI pitch 21 to 108. These are the meanings that note-seq and Magenta give them.
"""

import numpy as np

from symbolic.score.tables import NOTE
from symbolic.tokenizers.vocabulary import Vocabulary
from symbolic.tokenizers.windows.grammar import BEGINS, ENDS, NOTHING
from symbolic.tokenizers.windows.stretches import Laid

NO_EVENT, NOTE_OFF, FIRST_PITCH = range(3)
LOWEST, HIGHEST = 21, 108  # the piano's keys

LINE = Vocabulary(
    {"no event": [""], "note off": [""], "pitch": range(LOWEST, HIGHEST + 1)},
)
EFFECTS = np.array([NOTHING, ENDS] + [BEGINS] * (HIGHEST - LOWEST + 1))


def in_range(notes: np.ndarray) -> np.ndarray:
    """The notes that have a token."""
    return notes[(notes["pitch"] >= LOWEST) & (notes["pitch"] <= HIGHEST)]


def line_of(voice: Laid, steps: int) -> np.ndarray:
    """Tokens for so many steps. Of notes struck together the highest is kept; each lasts until
    the next one at most."""
    order = np.lexsort((-voice.pitch, voice.step))  # stable: of equals the first
    onsets, first = np.unique(voice.step[order], return_index=True)
    chosen = voice.only(order[first])
    ends = chosen.end[chosen.end < np.append(onsets[1:], steps)]
    tokens = np.zeros(steps, np.int64)
    tokens[ends[ends < steps]] = NOTE_OFF
    here = onsets < steps
    tokens[onsets[here]] = chosen.pitch[here] - LOWEST + FIRST_PITCH
    return tokens


def without_stray_ends(windows: np.ndarray) -> np.ndarray:
    """Windows in which no note ends before the first has begun."""
    begun = np.logical_or.accumulate(windows >= FIRST_PITCH, axis=1)
    return np.where(begun, windows, NO_EVENT)


def rests_of(windows: np.ndarray) -> np.ndarray:
    """For every step, how many steps ago the last note ended, this one counted; 0 elsewhere."""
    at = np.arange(windows.shape[1])
    ended = np.maximum.accumulate(np.where(windows == NOTE_OFF, at, -1), axis=1)
    begun = np.maximum.accumulate(np.where(windows >= FIRST_PITCH, at, -1), axis=1)
    return np.where((ended > begun) & (begun >= 0), at - ended + 1, 0)


def notes_of(windows: np.ndarray, ticks: int, velocity: int, track: int) -> np.ndarray:
    """The notes of windows side by side; none lasts beyond its window."""
    tokens = windows.reshape(-1)
    onsets = np.flatnonzero(tokens >= FIRST_PITCH)
    stops = np.zeros(len(tokens) + 1, bool)
    stops[:-1] = tokens != NO_EVENT
    stops[:: windows.shape[1]] = True
    places = np.flatnonzero(stops)
    ends = places[places.searchsorted(onsets, side="right")]
    notes = np.empty(len(onsets), NOTE)
    notes["start"], notes["duration"] = onsets * ticks, (ends - onsets) * ticks
    notes["pitch"] = tokens[onsets] - FIRST_PITCH + LOWEST
    notes["velocity"], notes["track"] = velocity, track
    return notes
