"""Windows of so many tokens, cut from the lines that pieces are."""

from collections import Counter

import numpy as np

from symbolic.datasets.windows.augmentation import Augmentation, limits
from symbolic.datasets.windows.cache import Cache
from symbolic.datasets.windows.cut import Cut, Grid
from symbolic.datasets.windows.encoding import Encoding
from symbolic.datasets.windows.ranges import Ranges
from symbolic.datasets.windows.source import Pieces

FEW = "pieces with too few tokens"


class LineCut(Cut):
    """Windows of tokens.

    Parameters
    ----------
    grid
        How long windows are, and how far apart.
    fewest
        Tokens, with the frame, without which a piece has no window.
    """

    def __init__(
        self,
        pieces: Pieces,
        encoding: Encoding,
        augmentation: Augmentation,
        cache: Cache,
        grid: Grid,
        fewest: int,
    ):
        self._pieces, self._encoding, self._cache = pieces, encoding, cache
        self._augmentation, self._grid = augmentation, grid
        self._relabels = augmentation.transposes and encoding.relabelling is not None
        self._ranges = Ranges(len(pieces), self._learn)
        lengths = pieces.lengths()
        if lengths is None:
            lengths = np.array([self._length(piece) for piece in range(len(pieces))], np.int64)
        self.lengths = np.where(lengths > 0, lengths + encoding.frame.length, 0)
        enough = self.lengths >= fewest
        self.counts = np.where(enough, grid.counted(self.lengths), 0)
        self.passed = +Counter({FEW: int((~enough).sum())})

    # -- pieces -----------------------------------------------------------------------

    def _length(self, piece: int) -> int:
        """How many tokens a piece has; its range is noted down while it is at hand."""
        if self._pieces.stored or self._relabels or not self._anew:
            return len(self._line(piece))
        score = self._pieces.score(piece)
        self._ranges.set(piece, *limits(score), False)
        return len(self._encoding.line(score))

    @property
    def _anew(self) -> bool:
        """Whether pieces are encoded anew in every epoch."""
        only_relabelled = self._relabels or not self._augmentation.transposes
        return self._augmentation.stretches or not only_relabelled

    def _line(self, piece: int) -> np.ndarray:
        """The tokens of a piece as it is."""
        if self._pieces.stored:
            return self._pieces.tokens(piece)
        return self._cache.lasting(piece, self._encoded)

    def _encoded(self, piece: int) -> np.ndarray:
        return self._encoding.line(self._pieces.score(piece))

    def _learn(self, piece: int) -> tuple[int, int, bool]:
        relabelling = self._encoding.relabelling
        if relabelling is None:
            return *limits(self._pieces.score(piece)), False
        line = self._line(piece)
        return *relabelling.limits(line), relabelling.is_safe(line)

    # -- windows ----------------------------------------------------------------------

    def sizes(self, epoch: int, numbers: np.ndarray) -> np.ndarray:
        """How many tokens windows have."""
        return np.minimum(self.lengths[self.place(numbers)[0]], self._grid.reach)

    def windows(self, epoch: int, numbers: np.ndarray) -> list[np.ndarray]:
        """The tokens of some windows."""
        pieces, which = self.place(numbers)
        lines, tables = self._moved(epoch, pieces)
        frame, reach = self._encoding.frame, self._grid.reach
        lengths = np.array([len(line) for line in lines], np.int64) + frame.length
        begin = self._grid.begins(epoch, pieces, lengths, self.counts[pieces], which)
        cuts = zip(lines, begin.tolist(), tables, strict=True)
        found = [(frame.cut(line, at, reach), table) for line, at, table in cuts]
        return [ids if table is None else table[ids] for ids, table in found]

    def _moved(
        self, epoch: int, pieces: np.ndarray
    ) -> tuple[list[np.ndarray], list[np.ndarray | None]]:
        """The lines of pieces in an epoch, and how the tokens cut from them are relabelled."""
        if not self._augmentation.transposes and not self._augmentation.stretches:
            return [self._line(piece) for piece in pieces.tolist()], [None] * len(pieces)
        semitones, relabelled = self._semitones(epoch, pieces)
        factors = np.ones(len(pieces))
        if self._augmentation.stretches:
            factors = self._augmentation.draw_factors(epoch, pieces)
        lines: list[np.ndarray] = []
        tables: list[np.ndarray | None] = []
        columns = (pieces.tolist(), semitones.tolist(), relabelled.tolist(), factors.tolist())
        for piece, semitone, relabels, factor in zip(*columns, strict=True):
            table = None
            if factor == 1 and (semitone == 0 or relabels):
                line = self._line(piece)
                if semitone and self._encoding.relabelling is not None:
                    table = self._encoding.relabelling.table(semitone)
            else:
                line = self._cache.of_epoch(epoch, piece, self._moving(semitone, factor))
            lines.append(line)
            tables.append(table)
        return lines, tables

    def _semitones(self, epoch: int, pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if not self._augmentation.transposes:
            return np.zeros(len(pieces), np.int64), np.zeros(len(pieces), bool)
        low, high, safe = self._ranges.of(pieces)
        fits = self._augmentation.fits(low, high)
        return self._augmentation.draw_semitones(epoch, pieces, fits), safe

    def _moving(self, semitones: int, factor: float):
        encoding, pieces = self._encoding, self._pieces

        def move(piece: int) -> np.ndarray:
            return encoding.moved(pieces.score(piece), semitones, factor).astype(encoding.dtype)

        return move
