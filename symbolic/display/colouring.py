"""Which colour each note has, and what the colours stand for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from symbolic.display.captions import track_name
from symbolic.display.keyboard import PITCH_NAMES
from symbolic.display.palette import DRUMS, PITCH_CLASSES, TRACKS
from symbolic.score import Score


@dataclass(frozen=True)
class Colouring:
    """Colours with their meanings.

    Attributes
    ----------
    colours, meanings
        A hexadecimal colour and a name for every kind of note.
    kind
        For every note of the score, its kind.
    """

    colours: list[str]
    meanings: list[str]
    kind: np.ndarray

    def used(self, notes: np.ndarray | slice = slice(None)) -> list[int]:
        """The kinds that some of these notes have."""
        return np.unique(self.kind[notes]).tolist()


def by_track(score: Score) -> Colouring:
    """One colour for each track; drums are gray."""
    pitched = drums = 0
    colours = []
    for track in score.tracks:
        if track.is_drum:
            colours.append(DRUMS[drums % len(DRUMS)])
            drums += 1
        else:
            colours.append(TRACKS[pitched % len(TRACKS)])
            pitched += 1
    names = [track_name(track, index) for index, track in enumerate(score.tracks)]
    return Colouring(colours, names, score.notes["track"])


def by_pitch_class(score: Score) -> Colouring:
    """One colour for each of the twelve pitch classes; drums, which have none, are gray."""
    drum = np.array([track.is_drum for track in score.tracks], bool)[score.notes["track"]]
    kind = np.where(drum, 12, score.notes["pitch"] % 12)
    return Colouring([*PITCH_CLASSES, DRUMS[0]], [*PITCH_NAMES, "drums"], kind)


COLOURINGS: dict[str, Callable[[Score], Colouring]] = {
    "track": by_track,
    "pitch class": by_pitch_class,
}
