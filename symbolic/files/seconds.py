"""Seconds to ticks, for formats that count in seconds under tempos of any fraction."""

import numpy as np

from symbolic.score.tables import RANGES
from symbolic.score.timeline import DEFAULT_MICROSECONDS

DEFAULT_SECONDS_PER_QUARTER = DEFAULT_MICROSECONDS / 1e6


class TempoMap:
    """The tempos of a foreign format, as exact as it gives them.

    A Score's tempo is a whole number of microseconds. A format whose tempo is a fraction
    must be measured with that fraction, or its later notes drift off their ticks.

    Parameters
    ----------
    seconds, ticks
        When each tempo begins, on both scales; the first at 0.
    seconds_per_tick
        How long its ticks last.
    """

    def __init__(self, seconds, ticks, seconds_per_tick):
        self.seconds = np.asarray(seconds, float)
        self.exact_ticks = np.asarray(ticks, float)
        self.seconds_per_tick = np.asarray(seconds_per_tick, float)

    @classmethod
    def from_ticks(cls, ticks, seconds_per_tick) -> "TempoMap":
        """Tempos that begin at ticks, as in PrettyMIDI."""
        scales = np.asarray(seconds_per_tick, float)
        spans = np.diff(np.asarray(ticks, float)) * scales[:-1]
        return cls(np.concatenate([[0], spans.cumsum()]), ticks, scales)

    @classmethod
    def from_seconds(cls, seconds, seconds_per_tick) -> "TempoMap":
        """Tempos that begin at moments in seconds, as in a NoteSequence."""
        scales = np.asarray(seconds_per_tick, float)
        spans = np.diff(np.asarray(seconds, float)) / scales[:-1]
        return cls(seconds, np.concatenate([[0], spans.cumsum()]), scales)

    def ticks(self, seconds) -> np.ndarray:
        """The nearest tick to each moment.

        >>> TempoMap.from_ticks([0, 480], [1 / 960, 1 / 480]).ticks([0.5, 1.5])
        array([480, 960])
        """
        seconds = np.asarray(seconds, float)
        k = np.maximum(self.seconds.searchsorted(seconds, side="right") - 1, 0)
        past = (seconds - self.seconds[k]) / self.seconds_per_tick[k]
        return np.rint(self.exact_ticks[k] + past).astype(np.int64)


def tempo_rows(ticks, seconds_per_quarter) -> tuple[list[tuple[int, int]], list[str]]:
    """Rows of a tempo table, and what had to be mended to fit them into MIDI's tempos.

    >>> tempo_rows([0], [0.5])
    ([(0, 500000)], [])
    """
    exact = np.asarray(seconds_per_quarter, float) * 1e6
    kept = np.clip(np.rint(exact), *RANGES["microseconds"]).astype(np.int64)
    repairs = []
    if (np.abs(exact - kept) > 1).any():
        repairs.append("a tempo outside MIDI's 3.6 to 60 million BPM: moved to the limit")
    return list(zip(np.asarray(ticks).tolist(), kept.tolist(), strict=True)), repairs
