"""What a score means: its keys and its chords, and attributes of it that are one number."""

from symbolic.theory.attributes import ATTRIBUTES, attribute_of
from symbolic.theory.chord import Chord
from symbolic.theory.decoding import chords
from symbolic.theory.keys import key
from symbolic.theory.profiles import PROFILES
from symbolic.theory.progression import Chords
from symbolic.theory.tonality import Key

__all__ = ["ATTRIBUTES", "PROFILES", "Chord", "Chords", "Key", "attribute_of", "chords", "key"]
