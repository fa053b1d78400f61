"""The quick lane: compiled code reads a track in which nothing is out of order.

It declines any other, and `events.py` reads that one with care. The reading is ours rather
than symusic's because symusic drops events without a word (notes without an end, controls of
tracks without notes), does not tell channels, and hands its rows over at a cost above its
reading: with what has to be checked and put right around it, it was half as fast.
"""

import numpy as np

from symbolic.files.midi.voices import TrackContent, Voice
from symbolic.score.tables import BEND, CONTROL, NOTE

try:
    from symbolic.files.midi._scan import scan
except ImportError:  # installed without a compiler
    scan = None

IS_COMPILED = scan is not None


def read_quickly(data: bytes, start: int, end: int) -> TrackContent | None:
    """Read the track between two places of a file, or return None if it needs care."""
    found = scan(data, start, end) if scan else None
    if found is None:
        return None
    channels, metas = found
    programs = {channel: program for channel, program, *_ in channels if program >= 0}
    voices = [
        Voice(
            channel,
            None if program < 0 else program,
            np.frombuffer(notes, NOTE),
            np.frombuffer(controls, CONTROL),
            np.frombuffer(bends, BEND),
        )
        for channel, program, notes, controls, bends in channels
        if notes or controls or bends
    ]
    return TrackContent(voices, metas, programs)
