"""Windows of so many tokens, cut from the lines that pieces are."""

from collections import Counter

import numpy as np

from symbolic.datasets.windows.augmentation import Augmentation, limits
from symbolic.datasets.windows.cache import Cache
from symbolic.datasets.windows.cut import Cut, Grid, Moved
from symbolic.datasets.windows.encoding import Encoding
from symbolic.datasets.windows.ranges import Ranges
from symbolic.datasets.windows.source import Pieces

FEW = "pieces with too few tokens"
SAMPLE, EPOCHS = 32, 16  # by which it is seen how pieces grow


class LineCut(Cut):
    """Windows of tokens.

    Parameters
    ----------
    grid
        How long windows are, and how far apart.
    fewest
        Tokens, with the frame, without which a piece has no window.

    Attributes
    ----------
    lengths
        Tokens of each piece, with the frame, and with room to grow when it is transposed.
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
        framed = np.where(lengths > 0, lengths + encoding.frame.length, 0)
        self.lengths = np.ceil(framed * self._growth(framed)).astype(np.int64)
        self.counts = np.where(framed >= fewest, grid.counted(self.lengths), 0)
        self.passed = +Counter({FEW: int((framed < fewest).sum())})

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

    def _growth(self, lengths: np.ndarray) -> float:
        """How many times as long a piece may become where tokens depend on the transposition.

        It is the most that a sample of pieces and epochs shows.
        """
        most = 1.0
        spoken = np.flatnonzero(lengths)
        if not self._anew or len(spoken) == 0:
            return most
        for piece in np.unique(spoken[:: -(-len(spoken) // SAMPLE)]).tolist():
            score = self._pieces.score(piece)
            for epoch in range(EPOCHS):
                moves = self._augmentation.moves(epoch, np.array([piece]), self._ranges)
                [semitones], [factor] = moves
                line = self._encoding.moved(score, semitones, factor)
                most = max(most, (len(line) + self._encoding.frame.length) / lengths[piece])
        return most

    # -- windows ----------------------------------------------------------------------

    def sizes(self, epoch: int, numbers: np.ndarray) -> np.ndarray:
        """How many tokens windows have."""
        return np.minimum(self.lengths[self.place(numbers)[0]], self._grid.reach)

    def moved(self, epoch: int, numbers: np.ndarray) -> Moved:
        """The tokens of some windows, and by how many semitones each is transposed."""
        pieces, which = self.place(numbers)
        lines, tables, semitones = self._moved(epoch, pieces)
        frame, reach = self._encoding.frame, self._grid.reach
        lengths = np.array([len(line) for line in lines], np.int64) + frame.length
        begin = self._grid.begins(epoch, pieces, lengths, self.counts[pieces], which)
        cuts = zip(lines, begin.tolist(), tables, strict=True)
        found = [(frame.cut(line, at, reach), table) for line, at, table in cuts]
        return [ids if table is None else table[ids] for ids, table in found], semitones

    def _moved(
        self, epoch: int, pieces: np.ndarray
    ) -> tuple[list[np.ndarray], list[np.ndarray | None], list[int]]:
        """The lines of pieces in an epoch, how the tokens cut from them are relabelled, and by
        how many semitones that moves them.
        """
        if not self._augmentation.transposes and not self._augmentation.stretches:
            count = len(pieces)
            return [self._line(piece) for piece in pieces.tolist()], [None] * count, [0] * count
        lines: list[np.ndarray] = []
        tables: list[np.ndarray | None] = []
        moves = self._augmentation.moves(epoch, pieces, self._ranges)
        for piece, semitones, factor in zip(pieces.tolist(), *moves, strict=True):
            table = self._table(piece, semitones) if factor == 1 else None
            if factor == 1 and (semitones == 0 or table is not None):
                line = self._line(piece)
            else:
                line = self._cache.of_epoch(epoch, piece, self._moving(semitones, factor))
            lines.append(line)
            tables.append(table)
        return lines, tables, moves[0]

    def _table(self, piece: int, semitones: int) -> np.ndarray | None:
        """How the tokens of a piece are relabelled, if they need to be and may."""
        relabelling = self._encoding.relabelling
        if semitones == 0 or relabelling is None or not self._ranges.is_safe(piece):
            return None
        return relabelling.table(semitones)

    def _moving(self, semitones: int, factor: float):
        encoding, pieces = self._encoding, self._pieces

        def move(piece: int) -> np.ndarray:
            return encoding.moved(pieces.score(piece), semitones, factor).astype(encoding.dtype)

        return move
