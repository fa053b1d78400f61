"""The compiled loops of the bar tokens, where they were built: see _line.h."""

from functools import cache

import numpy as np

from symbolic.score import Score, Track
from symbolic.score.tables import CONTROL, EMPTY, KEY, METER, NOTE, TEMPO, sealed
from symbolic.tokenizers.bar.chords import COLUMNS, chord_texts
from symbolic.tokenizers.bar.grid import resolution_of
from symbolic.tokenizers.vocabulary import Vocabulary

try:
    from symbolic.tokenizers.bar._line import decode, encode
except ImportError:  # installed without a compiler
    decode = encode = None

IS_COMPILED = encode is not None
KITS = 128  # the kits of drums are numbered after the programs
DECODED = {"notes": NOTE, "controls": CONTROL, "tempos": TEMPO, "meters": METER, "keys": KEY}
WIDE = np.dtype(np.int64)
NARROW = np.dtype(np.int32)  # what encode writes


class Line:
    """The compiled loops for one vocabulary.

    Parameters
    ----------
    velocity_bin
        For every velocity.
    velocities
        What each bin stands for.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        positions: int,
        velocity_bin: np.ndarray,
        velocities: np.ndarray,
    ):
        kinds = vocabulary.kinds.values()
        self.kinds = np.array([(kind.first, kind.count) for kind in kinds], np.int64)
        self.kind_of = vocabulary.kind_of.astype(np.uint8)
        self.value_of = vocabulary.value_of.astype(np.int32)
        self.velocity_bin = velocity_bin.astype(np.uint8)
        self.velocities = velocities.astype(np.uint8)
        self.resolution = resolution_of(positions)
        self.step = self.resolution // positions

    def encode(self, score: Score, chords: np.ndarray, pedal: bool) -> np.ndarray | None:
        """The tokens of a score and its chords, or None if it needs care."""
        programs = bytes([track.program + KITS * track.is_drum for track in score.tracks])
        line = encode(
            score.notes,
            score.controls if pedal else EMPTY["controls"],
            score.tempos,
            score.meters,
            score.keys,
            chords,
            programs,
            self.velocity_bin,
            self.kinds,
            score.resolution,
            self.resolution,
            self.step,
        )
        return None if line is None else np.frombuffer(line, NARROW)

    def decode(self, ids: np.ndarray) -> Score | None:
        """The score that a line of tokens says, or None if it needs care."""
        if ids.dtype != NARROW:
            ids = ids.astype(WIDE, copy=False)
        found = decode(
            np.ascontiguousarray(ids),
            ids.dtype == WIDE,
            self.kind_of,
            self.value_of,
            self.kinds,
            self.velocities,
            self.resolution,
            self.step,
        )
        if found is None:
            return None
        programs, chords, *rows = found
        tracks = [_track(program) for program in programs]
        tables = {
            name: np.frombuffer(rows, dtype)
            for (name, dtype), rows in zip(DECODED.items(), rows, strict=True)
            if rows
        }
        if chords:
            tables["texts"] = sealed(chord_texts(np.frombuffer(chords, WIDE).reshape(-1, COLUMNS)))
        return Score.from_tables(self.resolution, tracks, tables)


@cache
def _track(program: int) -> Track:
    """The track of a program or kit: tracks never change, so scores can share them."""
    return Track("", program % KITS, program >= KITS)
