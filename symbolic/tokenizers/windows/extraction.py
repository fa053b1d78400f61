"""What was taken from a score, where it stood, and what was passed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class Extraction:
    """Windows, and where they come from.

    Attributes
    ----------
    windows
        What `encode` returns: one window a row.
    tracks
        For each window, the number of its track; -1 where several tracks play together.
    bars
        For each window, the bar of the score in which it begins, counted from 0.
    passed
        How much was passed over, for each reason.
    """

    windows: np.ndarray
    tracks: np.ndarray
    bars: np.ndarray
    passed: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many windows."""
        return len(self.windows)

    def __repr__(self) -> str:
        passed = ", ".join(f"{reason} ({count:,})" for reason, count in self.passed.items())
        return f"<Extraction: {len(self):,} windows; passed over: {passed or 'nothing'}>"
