"""The nine drums, and which General MIDI sounds count as each."""

import numpy as np

from symbolic.errors import SymbolicError

NAMES = (
    "kick",
    "snare",
    "closed hat",
    "open hat",
    "low tom",
    "mid tom",
    "high tom",
    "crash",
    "ride",
)

# For every drum the pitches that count as it; the first is the one it is played with. "general"
# finds a place for all percussion of General MIDI, as note-seq does; "roland" is the kit that
# the Groove MIDI Dataset was played on, as Magenta's groove models read it.
KITS = {
    "general": (
        (36, 35),
        (38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85),
        (42, 44, 54, 68, 69, 70, 71, 73, 78, 80, 22),
        (46, 67, 72, 74, 79, 81, 26),
        (45, 29, 41, 43, 61, 64, 84),
        (48, 47, 60, 63, 77, 86, 87),
        (50, 30, 62, 76, 83),
        (49, 52, 55, 57, 58),
        (51, 53, 59, 82),
    ),
    "roland": (
        (36,),
        (38, 37, 40),
        (42, 22, 44),
        (46, 26),
        (43, 58),
        (47, 45),
        (50, 48),
        (49, 52, 55, 57),
        (51, 53, 59),
    ),
}
NO_DRUM = -1


class Kit:
    """A way of counting sounds as drums.

    Attributes
    ----------
    drum_of
        For every MIDI pitch its drum, 0 to 8, or -1.
    pitch_of
        For every drum the pitch it is played with.

    Examples
    --------
    >>> kit = Kit("general")
    >>> NAMES[kit.drum_of[35]], kit.pitch_of[:3].tolist()
    ('kick', [36, 38, 42])
    """

    def __init__(self, name: str):
        if name not in KITS:
            raise SymbolicError(f"there is no kit {name!r:.80}: there are {', '.join(KITS)}")
        self.name = name
        self.pitch_of = np.array([pitches[0] for pitches in KITS[name]])
        self.drum_of = np.full(128, NO_DRUM)
        for drum, pitches in enumerate(KITS[name]):
            self.drum_of[list(pitches)] = drum

    def only_drums(self, notes: np.ndarray) -> np.ndarray:
        """The notes that count as a drum."""
        return notes[self.drum_of[notes["pitch"]] != NO_DRUM]
