"""score <-> the outside: MIDI, notation, and the objects of other libraries."""

from symbolic.files.read import read, read_all
from symbolic.files.write import write

__all__ = ["read", "read_all", "write"]
