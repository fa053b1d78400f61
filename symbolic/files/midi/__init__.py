"""MIDI files <-> Score."""

from symbolic.files.midi.quick import IS_COMPILED
from symbolic.files.midi.reader import read_bytes
from symbolic.files.midi.writer import write_bytes

__all__ = ["IS_COMPILED", "read_bytes", "write_bytes"]
