"""MIDI files <-> Score."""

from symbolic.files.midi.reader import read_bytes

__all__ = ["read_bytes"]
