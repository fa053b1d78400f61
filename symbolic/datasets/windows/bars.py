"""Windows of so many bars: each is a part of the score, encoded by itself.

So a window begins with its own meter, tempo and programs, and any tokenizer of lines will do.
"""

import warnings
from collections import Counter

import numpy as np

from symbolic.datasets.windows.augmentation import Augmentation, limits
from symbolic.datasets.windows.cache import Cache
from symbolic.datasets.windows.cut import Cut, Grid, Moved
from symbolic.datasets.windows.encoding import Encoding
from symbolic.datasets.windows.ranges import Ranges
from symbolic.datasets.windows.source import Pieces
from symbolic.score import Score

SILENT = "pieces without notes"
LONG = "windows cut at `longest`"
LOST = "tokens lost by that"


class BarCut(Cut):
    """Windows of bars.

    Parameters
    ----------
    grid
        How many bars windows have, and how far apart they begin.
    longest
        Tokens in a window; what is beyond is lost, and counted in `passed`.
    """

    def __init__(
        self,
        pieces: Pieces,
        encoding: Encoding,
        augmentation: Augmentation,
        cache: Cache,
        grid: Grid,
        longest: int,
    ):
        self._pieces, self._encoding, self._cache = pieces, encoding, cache
        self._augmentation, self._grid, self._longest = augmentation, grid, longest
        self.passed = Counter()
        self._ranges = Ranges(len(pieces), self._learn)
        sums = [self._notes_before(piece) for piece in range(len(pieces))]
        self.bars = np.array([len(row) - 1 for row in sums], np.int64)
        self._first = np.append(0, (self.bars + 1).cumsum())
        self._notes = np.concatenate([np.zeros(0, np.int32), *sums])
        self.counts = np.where(self.bars > 0, grid.counted(self.bars), 0)
        self.passed = +Counter({SILENT: int((self.bars == 0).sum())})

    def _score(self, piece: int) -> Score:
        return self._cache.lasting(piece, self._pieces.score)

    def _learn(self, piece: int) -> tuple[int, int, bool]:
        return *limits(self._score(piece)), False

    def _notes_before(self, piece: int) -> np.ndarray:
        """How many notes begin before each bar of a piece and in all; only [0] without notes."""
        score = self._score(piece)
        self._ranges.set(piece, *limits(score), False)
        if len(score.notes) == 0:
            return np.zeros(1, np.int32)
        bars = score.timeline.ticks_to_bars(score.notes["start"])[0]
        notes = np.bincount(bars, minlength=score.bars)
        return np.append(0, notes.cumsum()).astype(np.int32)

    # -- windows ----------------------------------------------------------------------

    def sizes(self, epoch: int, numbers: np.ndarray) -> np.ndarray:
        """How many notes begin in each window."""
        pieces, begin = self._begins(epoch, numbers)
        end = np.minimum(begin + self._grid.reach, self.bars[pieces])
        first = self._first[pieces]
        return self._notes[first + end] - self._notes[first + begin]

    def _begins(self, epoch: int, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The piece of each window, and the bar with which it begins."""
        pieces, which = self.place(numbers)
        bars, counts = self.bars[pieces], self.counts[pieces]
        return pieces, self._grid.begins(epoch, pieces, bars, counts, which)

    def moved(self, epoch: int, numbers: np.ndarray) -> Moved:
        """The tokens of some windows, and by how many semitones each is transposed."""
        pieces, begin = self._begins(epoch, numbers)
        semitones, factors = self._augmentation.moves(epoch, pieces, self._ranges)
        columns = (pieces.tolist(), begin.tolist(), semitones, factors)
        return [self._window(*row) for row in zip(*columns, strict=True)], semitones

    def _window(self, piece: int, begin: int, semitones: int, factor: float) -> np.ndarray:
        end = begin + self._grid.reach
        part = self._score(piece).slice(bars=(begin, end))
        ids = self._encoding.moved(part, semitones, factor)
        ids = self._encoding.frame.around(ids, begin == 0, end >= self.bars[piece])
        if len(ids) > self._longest:
            self._tell(len(ids))
        return ids[: self._longest]

    def _tell(self, tokens: int) -> None:
        if not self.passed[LONG]:
            warnings.warn(
                f"a window of {self._grid.reach} bars has {tokens:,} tokens and is cut at "
                f"longest={self._longest:,}; `passed` counts how many are",
                stacklevel=2,
            )
        self.passed[LONG] += 1
        self.passed[LOST] += tokens - self._longest
