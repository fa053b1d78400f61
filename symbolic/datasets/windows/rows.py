"""Windows that a tokenizer cuts itself: melodies, drums, trios and grooves."""

from collections import Counter
from hashlib import blake2b

import numpy as np

from symbolic.datasets.windows.augmentation import Augmentation
from symbolic.datasets.windows.cache import Cache
from symbolic.datasets.windows.cut import Cut, Moved
from symbolic.datasets.windows.harmony import chords_of, transposed_chords
from symbolic.datasets.windows.source import Pieces
from symbolic.errors import SymbolicError
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.windows.tokenizer import WindowTokenizer

AGAIN = "windows that were there before"
PITCH = "pitch"
NOWHERE = 10_000  # a token that no pitch has


class RowCut(Cut):
    """The rows that a tokenizer makes of every piece.

    Parameters
    ----------
    distinct
        Whether only the first of equal windows is taken, in all the pieces.
    """

    def __init__(
        self,
        pieces: Pieces,
        tokenizer: WindowTokenizer,
        augmentation: Augmentation,
        cache: Cache,
        distinct: bool,
    ):
        self._pieces, self._tokenizer, self._cache = pieces, tokenizer, cache
        self._augmentation = augmentation
        self._pitches = _pitches(tokenizer)
        self._kept: np.ndarray | None = None
        self.passed = Counter()
        self._counting = True
        counts = pieces.lengths()
        if distinct:
            self._kept, counts = self._distinct()
        elif counts is None:
            counts = np.array([len(self._rows(n)) for n in range(len(pieces))], np.int64)
        self.counts = counts
        self._counting = False

    def _rows(self, piece: int) -> np.ndarray:
        """All windows of a piece."""
        if self._pieces.stored:
            return self._pieces.tokens(piece)
        return self._cache.lasting(piece, self._extracted)

    def _extracted(self, piece: int) -> np.ndarray:
        found = self._tokenizer.extract(self._pieces.score(piece))
        if self._counting:  # what the cache cannot hold is extracted again later
            self.passed.update(found.passed)
        windows = found.windows
        if windows.dtype.kind == "f":
            return windows.astype(np.float32)
        return windows.astype(np.min_scalar_type(len(self._tokenizer.vocabulary) - 1))

    def _distinct(self) -> tuple[np.ndarray, np.ndarray]:
        """Which windows of each piece are new, end to end, and how many."""
        seen: set[bytes] = set()
        kept: list[int] = []
        counts = np.zeros(len(self._pieces), np.int64)
        for piece in range(len(self._pieces)):
            for number, row in enumerate(self._rows(piece)):
                known = len(seen)
                seen.add(blake2b(row.tobytes(), digest_size=16).digest())
                if len(seen) > known:
                    kept.append(number)
                    counts[piece] += 1
                else:
                    self.passed[AGAIN] += 1
        return np.array(kept, np.int64), counts

    # -- windows ----------------------------------------------------------------------

    def sizes(self, epoch: int, numbers: np.ndarray) -> np.ndarray:
        """How many steps windows have."""
        return np.full(len(numbers), self._tokenizer.length)

    def moved(self, epoch: int, numbers: np.ndarray) -> Moved:
        """Some windows, (windows, steps, ...), and by how many semitones each is transposed."""
        pieces, which = self.place(numbers)
        if self._kept is not None:
            which = self._kept[numbers]
        places = zip(pieces.tolist(), which.tolist(), strict=True)
        rows = np.stack([self._rows(piece)[row] for piece, row in places])
        still = np.zeros(len(rows), np.int32)
        if rows.dtype.kind == "f":
            return rows.astype(np.float32), still
        rows = rows.astype(np.int32)
        if self._augmentation.transposes and self._pitches:
            return rows, self._transpose(epoch, numbers, rows)
        return rows, still

    def chords(self, numbers: np.ndarray, semitones: np.ndarray) -> np.ndarray:
        """The chord at every step of windows, each transposed."""
        pieces, which = self.place(numbers)
        if self._kept is not None:
            which = self._kept[numbers]
        places = zip(pieces.tolist(), which.tolist(), strict=True)
        rows = np.stack([self._cache.lasting(~piece, self._harmonised)[n] for piece, n in places])
        return transposed_chords(rows, semitones).astype(np.int32)

    def _harmonised(self, number: int) -> np.ndarray:
        """The chords of all windows of a piece; it is kept by a number that no piece has."""
        if self._pieces.stored:
            raise SymbolicError("shards of windows keep no chords: take them from a corpus")
        score = self._pieces.score(~number)
        return chords_of(score, self._tokenizer.extract(score), self._tokenizer.shape)

    def _transpose(self, epoch: int, numbers: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Move the pitches of windows, each by semitones of its own that keep all its notes."""
        columns = rows.reshape(*rows.shape[:2], -1)  # the same memory: rows is one block
        fits = np.ones((len(rows), len(self._augmentation.semitones)), bool)
        sung = []
        for column, first, count in self._pitches:
            tokens = columns[..., column]
            here = (tokens >= first) & (tokens < first + count)
            low = np.where(here, tokens, NOWHERE).min(axis=1)
            high = np.where(here, tokens, -NOWHERE).max(axis=1)
            fits &= self._augmentation.fits(low, high, first, first + count - 1)
            sung.append(here)
        semitones = self._augmentation.draw_semitones(epoch, numbers, fits).astype(np.int32)
        for (column, _, _), here in zip(self._pitches, sung, strict=True):
            columns[..., column] += here * semitones[:, None]
        return semitones


def _pitches(tokenizer: Tokenizer) -> list[tuple[int, int, int]]:
    """The columns of windows that hold pitches: number, the token of the lowest, how many."""
    vocabularies = getattr(tokenizer, "vocabularies", {"": tokenizer.vocabulary}).values()
    kinds = [vocabulary.kinds.get(PITCH) for vocabulary in vocabularies]
    return [(n, kind.first, kind.count) for n, kind in enumerate(kinds) if kind is not None]
