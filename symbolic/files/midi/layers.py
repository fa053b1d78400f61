"""Part notes into layers that MIDI's note-offs can end rightly.

A note-off names only a pitch, and ends the note struck first. Of two notes at one pitch, one
struck later and ended earlier, it would end the wrong one: such notes need a track each.
"""

import numpy as np


def layers(notes: np.ndarray) -> list[np.ndarray]:
    """Part the notes of one track, each layer in order of start, pitch and duration.

    Nearly always there is one layer.

    Examples
    --------
    >>> from symbolic.score.tables import table
    >>> nested = table("notes", [(0, 100, 60, 80, 0), (10, 20, 60, 80, 0)])
    >>> [layer["start"].tolist() for layer in layers(nested)]
    [[0], [10]]
    """
    columns = ("velocity", "duration", "pitch", "start")
    notes = notes.take(np.lexsort([notes[column] for column in columns]))
    found = []
    while True:
        overtaken = _overtaken(notes)
        found.append(notes[~overtaken])
        if not overtaken.any():
            return found
        notes = notes[overtaken]


def _overtaken(notes: np.ndarray) -> np.ndarray:
    """Whether a note ends before one of its pitch that was struck earlier."""
    by_pitch = notes["pitch"].argsort(kind="stable")
    ends = (notes["start"] + notes["duration"]).take(by_pitch)
    if len(ends) == 0:
        return np.zeros(0, bool)
    # Each pitch is lifted above all ends of those before it, so one running maximum serves all.
    lifted = ends + notes["pitch"].take(by_pitch).astype(np.int64) * (int(ends.max()) + 1)
    overtaken = np.empty(len(notes), bool)
    overtaken[by_pitch] = lifted < np.maximum.accumulate(lifted)
    return overtaken
