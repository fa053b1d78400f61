"""A corpus in columns: its pieces are gone through once, whether they lie in memory or on disk."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from symbolic.datasets.duplicates import Duplicate, duplicates
from symbolic.datasets.identity import BINS, Identities
from symbolic.datasets.piece import Piece

WHOLE = ("notes", "tracks", "bars", "lowest", "highest")
REAL = ("seconds", "tempo", "polyphony", "confidence")


class Columns:
    """What the report needs to know of all pieces.

    Attributes
    ----------
    count
        How many pieces.
    numbers
        Facts that are numbers, by name: an array with a row for every piece.
    meters, keys, programs
        In how many pieces each is; the meter and the key are those of most of a piece.
    drums
        How many pieces have drums.
    identities, works
        What pieces are known by, and what they are parts of.
    duplicates
        Pieces that are the music of an earlier one.
    """

    def __init__(self, pieces: Iterable[Piece]):
        self.meters: Counter[str] = Counter()
        self.keys: Counter[str] = Counter()
        self.programs: Counter[int] = Counter()
        self.drums = 0
        self.works: list[str] = []
        self._numbers = {name: array("q") for name in WHOLE} | {name: array("d") for name in REAL}
        self._hashes = array("Q"), array("Q"), array("I")
        self.duplicates: list[Duplicate] = duplicates(self._taken(pieces))
        self.numbers = {name: np.array(column) for name, column in self._numbers.items()}
        music, likeness, sketch = (np.array(column) for column in self._hashes)
        self.identities = Identities(music, likeness, sketch.astype(np.uint32).reshape(-1, BINS))

    @property
    def count(self) -> int:
        """How many pieces."""
        return len(self.works)

    def _taken(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The pieces, each noted down as it passes."""
        for piece in pieces:
            facts = piece.facts
            for name, column in self._numbers.items():
                column.append(getattr(facts, name))
            self.meters[facts.meter] += 1
            self.keys[facts.key] += 1
            self.programs.update(facts.programs)
            self.drums += facts.drums
            self.works.append(piece.work)
            music, likeness, sketch = self._hashes
            music.append(piece.identity.music)
            likeness.append(piece.identity.likeness)
            sketch.extend(piece.identity.sketch)
            yield piece
