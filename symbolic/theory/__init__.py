"""What a score means: its keys and its chords."""

from symbolic.theory.chord import Chord
from symbolic.theory.decoding import chords
from symbolic.theory.keys import key
from symbolic.theory.profiles import PROFILES
from symbolic.theory.progression import Chords
from symbolic.theory.tonality import Key

__all__ = ["PROFILES", "Chord", "Chords", "Key", "chords", "key"]
