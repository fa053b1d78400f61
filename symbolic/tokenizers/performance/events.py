"""The events of a performance, one number each: numbers in order are events in order.

From the highest bits down a number holds the step, the voice and the code of what happens; codes
ascend as the events of an instant are written: pedal up, pedal down, notes released, notes
struck. Sorting the numbers alone therefore puts a performance in its one order, and a note
struck carries its velocity along.

    step 40 bits | voice 8 bits | code 15 bits: 0 pedal up, 1 pedal down,
                                                1 << 13 | pitch, 1 << 14 | pitch << 7 | level
"""

import numpy as np

from symbolic.score import Score
from symbolic.score.edits.sounding import DOWN, SUSTAIN
from symbolic.tokenizers.performance import pedals
from symbolic.tokenizers.performance.clock import Clock
from symbolic.tokenizers.performance.touch import Touch
from symbolic.tokenizers.performance.voices import LEFT_OUT, voices_of

STEP, VOICE, PITCH = 23, 15, 7  # where the fields begin, in bits
CODES = 1 << VOICE
OFF, ON = 1 << 13, 1 << 14
LEVELS = 1 << PITCH


def events_of(score: Score, clock: Clock, touch: Touch, programs: bool) -> np.ndarray:
    """What happens in a score, in order."""
    voices = voices_of(score.tracks, programs)
    notes, moved = _kept(score.notes, voices), _pedal_rows(score.controls, voices)
    ticks = [notes["start"], notes["start"] + notes["duration"], moved["time"]]
    steps = clock.steps(score, np.concatenate(ticks))
    count = len(notes)
    start, end, movement = steps[:count], steps[count : 2 * count], steps[2 * count :]
    happening = np.concatenate(
        [
            *_note_events(notes, start, end, voices, touch, clock.last),
            _pedal_events(moved, np.minimum(movement, clock.last - 1), voices),
        ]
    )
    happening.sort()
    return happening


def _kept(rows: np.ndarray, voices: np.ndarray) -> np.ndarray:
    if (voices == LEFT_OUT).any():
        return rows[voices[rows["track"]] != LEFT_OUT]
    return rows


def _pedal_rows(controls: np.ndarray, voices: np.ndarray) -> np.ndarray:
    """The movements of pedals, by voice and in order of time."""
    rows = _kept(controls[(controls["number"] == SUSTAIN).nonzero()[0]], voices)
    return rows[np.lexsort([rows["time"], voices[rows["track"]]])] if len(voices) > 1 else rows


def _note_events(
    notes: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    voices: np.ndarray,
    touch: Touch,
    last: int,
) -> tuple[np.ndarray, np.ndarray]:
    start = np.minimum(start, last - 1)
    end = np.minimum(np.maximum(end, start + 1), last)
    released = (voices << VOICE)[notes["track"]]
    struck = released + touch.level_of[notes["velocity"]]
    pitch = notes["pitch"].astype(np.int64)
    struck += (start << STEP) + ((pitch << PITCH) + ON)
    released += (end << STEP) + (pitch + OFF)
    return struck, released


def _pedal_events(moved: np.ndarray, step: np.ndarray, voices: np.ndarray) -> np.ndarray:
    voice, down = voices[moved["track"]], moved["value"] >= DOWN
    counts = pedals.heard(voice, step, down)
    return ((step << STEP) + (voice << VOICE) + down)[counts]
