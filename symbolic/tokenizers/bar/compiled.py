"""The compiled loops of the bar tokens, where they were built: see _line.c."""

from typing import TYPE_CHECKING

import numpy as np

from symbolic.score.tables import EMPTY
from symbolic.tokenizers.bar.assembly import COLUMNS, Rows
from symbolic.tokenizers.vocabulary import Vocabulary

if TYPE_CHECKING:
    from symbolic.score import Score
    from symbolic.tokenizers.bar.grid import Grid

try:
    from symbolic.tokenizers.bar._line import decode, encode
except ImportError:  # installed without a compiler
    decode = encode = None

IS_COMPILED = encode is not None


class Line:
    """The compiled loops for one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, velocity_bin: np.ndarray, velocities: np.ndarray):
        kinds = vocabulary.kinds.values()
        self.kinds = np.array([(kind.first, kind.count) for kind in kinds], np.int64)
        self.kind_of = vocabulary.kind_of.astype(np.uint8)
        self.value_of = vocabulary.value_of.astype(np.int32)
        self.velocity_bin = np.ascontiguousarray(velocity_bin, np.int64)
        self.velocities = np.ascontiguousarray(velocities, np.int64)

    def encode(
        self,
        score: "Score",
        programs: np.ndarray,
        grid: "Grid",
        events: np.ndarray,
        pedal: bool,
    ) -> np.ndarray:
        """The tokens of a score whose bars begin on grid lines.

        Parameters
        ----------
        programs
            The program of each track; kits after programs.
        events
            All but notes and pedals: bar, step, rank, program, detail and three tokens, -1 for
            none.
        pedal
            Whether to write the pedals.
        """
        assert grid.even is not None
        meters = [(bar, n, d.bit_length() - 1) for bar, n, d in grid.changes]
        line = encode(
            score.notes,
            score.controls if pedal else EMPTY["controls"],
            np.ascontiguousarray(programs, np.int64),
            self.velocity_bin,
            np.concatenate(grid.even).astype(np.int64),
            self.kinds,
            np.ascontiguousarray(events, np.int64),
            np.array(meters, np.int64),
            score.resolution,
            grid.resolution,
            grid.step,
        )
        return np.frombuffer(line, np.int32)

    def decode(self, ids: np.ndarray) -> Rows:
        """What a line of tokens says."""
        found = decode(
            np.ascontiguousarray(ids, np.int64),
            self.kind_of,
            self.value_of,
            self.kinds,
            self.velocities,
        )
        return Rows(
            *(
                np.frombuffer(rows, np.int64).reshape(-1, columns)
                for rows, columns in zip(found, COLUMNS, strict=True)
            )
        )
