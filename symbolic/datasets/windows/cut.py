"""How pieces are cut into windows: what the three ways have in common."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from symbolic.datasets.windows import draws, phases

Moved = tuple[Sequence[np.ndarray] | np.ndarray, Sequence[int] | np.ndarray]


class Cut(ABC):
    """The windows of all pieces, numbered piece by piece.

    A window's number means the same in every epoch: which piece, and which of its windows.

    Attributes
    ----------
    counts
        How many windows each piece has.
    passed
        How much was passed over, for each reason.
    """

    counts: np.ndarray
    passed: Counter

    @cached_property
    def offsets(self) -> np.ndarray:
        """The number of the first window of each piece; and how many there are."""
        return np.append(0, self.counts.cumsum())

    def __len__(self) -> int:
        return int(self.offsets[-1])

    def place(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The piece of each window, and which of the piece's windows it is."""
        pieces = self.offsets.searchsorted(numbers, side="right") - 1
        return pieces, numbers - self.offsets[pieces]

    @abstractmethod
    def sizes(self, epoch: int, numbers: np.ndarray) -> np.ndarray:
        """How long windows are, or about how long, if no more is known before they are made."""

    @abstractmethod
    def moved(self, epoch: int, numbers: np.ndarray) -> Moved:
        """The tokens of some windows, and by how many semitones each is transposed."""

    def chords(self, numbers: np.ndarray, semitones: np.ndarray) -> np.ndarray:
        """The chord at every step of windows, each transposed."""
        raise NotImplementedError  # but for windows that a tokenizer cuts

    def windows(self, epoch: int, numbers: np.ndarray) -> Sequence[np.ndarray] | np.ndarray:
        """The tokens of some windows."""
        return self.moved(epoch, numbers)[0]


class Grid:
    """Windows `hop` apart, whose phase is drawn for every piece in every epoch.

    Parameters
    ----------
    reach
        How long a window is.
    seed
        None leaves the windows where they are, the same in every epoch.
    """

    def __init__(self, reach: int, hop: int, seed: int | None):
        self.reach, self.hop, self.seed = reach, hop, seed

    def counted(self, lengths: np.ndarray) -> np.ndarray:
        """How many windows pieces of some lengths have."""
        return phases.counted(lengths, self.reach, self.hop)

    def begins(
        self,
        epoch: int,
        pieces: np.ndarray,
        lengths: np.ndarray,
        counts: np.ndarray,
        which: np.ndarray,
    ) -> np.ndarray:
        """Where windows begin in their pieces."""
        phase: np.ndarray | float = phases.MIDDLE
        if self.seed is not None:
            phase = draws.fractions(draws.key(self.seed, epoch, draws.PHASE), pieces)
        return phases.begins(lengths, counts, which, self.reach, self.hop, phase)
