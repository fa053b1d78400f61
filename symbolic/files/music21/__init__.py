"""Score <-> music21 streams: what is notated there, and what is played here."""

from symbolic.files.music21.reading import from_music21
from symbolic.files.music21.writing import to_music21

__all__ = ["from_music21", "to_music21"]
