"""Edits: functions that take a score and return a new one. They are methods of Score too."""

from symbolic.score.edits.parts import merge, select, split
from symbolic.score.edits.pitch import transpose
from symbolic.score.edits.sounding import apply_pedal, remove_overlaps
from symbolic.score.edits.time import quantize, resample, set_meter, set_tempo, stretch
from symbolic.score.edits.window import slice

__all__ = [
    "apply_pedal",
    "merge",
    "quantize",
    "remove_overlaps",
    "resample",
    "select",
    "set_meter",
    "set_tempo",
    "slice",
    "split",
    "stretch",
    "transpose",
]
