"""The timeline: ticks <-> quarters <-> bars and positions <-> seconds.

Every conversion takes one number or an array and answers alike. A meter change starts a new
bar wherever it stands, so a pickup is written as the meter, and the meter again at the end
of the pickup: (0, 3/4), (480, 3/4) is one quarter of pickup before the first full bar.
"""

from functools import cached_property

import numpy as np

from symbolic.score.tables import METER, TEMPO

DEFAULT_MICROSECONDS = 500_000  # MIDI's 120 quarters a minute
DEFAULT_METER = (4, 4)
FIRST_TEMPO = np.array([(0, DEFAULT_MICROSECONDS)], TEMPO)
FIRST_METER = np.array([(0, *DEFAULT_METER)], METER)


class Timeline:
    """How the ticks of a score lie in time.

    Parameters
    ----------
    resolution
        Ticks in a quarter note.
    tempos, meters
        The score's tables. Before the first row of each, MIDI's 120 BPM and 4/4 hold.

    Examples
    --------
    >>> import numpy as np
    >>> line = Timeline(480, np.array([(0, 600_000)], TEMPO), np.array([(0, 3, 4)], METER))
    >>> float(line.ticks_to_seconds(960))
    1.2
    >>> bar, position = line.ticks_to_bars(1500)
    >>> int(bar), int(position)
    (1, 60)
    """

    def __init__(self, resolution: int, tempos: np.ndarray, meters: np.ndarray):
        self.resolution = resolution
        self.tempos = _in_force(tempos, FIRST_TEMPO)
        self.meters = _in_force(meters, FIRST_METER)

    # -- quarters ---------------------------------------------------------------------

    def ticks_to_quarters(self, ticks):
        """Quarter notes since the start."""
        return np.asarray(ticks) / self.resolution

    def quarters_to_ticks(self, quarters):
        """The nearest tick to a number of quarter notes."""
        return np.rint(np.asarray(quarters, float) * self.resolution).astype(np.int64)

    # -- seconds ----------------------------------------------------------------------

    @cached_property
    def _tempo_seconds(self) -> np.ndarray:
        """When each tempo begins, in seconds. Summed in whole microsecond-ticks: no drift."""
        if len(self.tempos) == 1:
            return np.zeros(1)
        columns = (self.tempos[column].astype(np.uint64) for column in ("time", "microseconds"))
        times, microseconds = columns  # unsigned: the longest piece fits in 64 bits, not in 63
        passed = (np.diff(times) * microseconds[:-1]).cumsum()
        return np.append(0.0, passed / (self.resolution * 1e6))

    @cached_property
    def _seconds_per_tick(self) -> np.ndarray:
        return self.tempos["microseconds"] / (self.resolution * 1e6)

    def ticks_to_seconds(self, ticks):
        """Seconds since the start, under every tempo change on the way."""
        if isinstance(ticks, int) and len(self.tempos) == 1:
            return ticks * (self.tempos.item()[1] / (self.resolution * 1e6))
        ticks = np.asarray(ticks)
        k = _row_at(self.tempos["time"], ticks)
        return self._tempo_seconds[k] + (ticks - self.tempos["time"][k]) * self._seconds_per_tick[k]

    def seconds_to_ticks(self, seconds):
        """The nearest tick to a moment in seconds."""
        seconds = np.asarray(seconds, float)
        k = _row_at(self._tempo_seconds, seconds)
        past = (seconds - self._tempo_seconds[k]) / self._seconds_per_tick[k]
        return self.tempos["time"][k] + np.rint(past).astype(np.int64)

    def tempo_at(self, ticks):
        """Beats (quarters) a minute in force at each tick."""
        k = _row_at(self.tempos["time"], np.asarray(ticks))
        return 6e7 / self.tempos["microseconds"][k]

    # -- bars -------------------------------------------------------------------------

    # A bar of n/d lasts 4 * resolution * n / d ticks, which need not be whole (7/8 at an odd
    # resolution). Working in d-ths of a tick keeps it exact; a bar begins at the tick that
    # its true beginning rounds up to.

    @cached_property
    def _bar_length(self) -> np.ndarray:
        """The length of a bar in each meter, in ticks times the meter's denominator."""
        return 4 * self.resolution * self.meters["numerator"].astype(np.int64)

    @cached_property
    def _first_bar(self) -> np.ndarray:
        """The number of the bar that each meter begins; a bar cut short counts as one."""
        if len(self.meters) == 1:
            return np.zeros(1, np.int64)
        last = (np.diff(self.meters["time"]) - 1) * self.meters["denominator"][:-1]
        return np.append(0, last // self._bar_length[:-1] + 1).cumsum()

    def ticks_to_bars(self, ticks):
        """The bar that each tick lies in, counted from 0, and the ticks since its beginning."""
        bar = self.bar_at(ticks)
        return bar, np.asarray(ticks) - self.bars_to_ticks(bar)

    def bar_at(self, ticks):
        """The bar that each tick lies in, counted from 0."""
        if isinstance(ticks, int) and len(self.meters) == 1:
            _, numerator, denominator = self.meters.item()
            return ticks * denominator // (4 * self.resolution * numerator)
        ticks = np.asarray(ticks)
        k = _row_at(self.meters["time"], ticks)
        since = (ticks - self.meters["time"][k]) * self.meters["denominator"][k]
        return self._first_bar[k] + since // self._bar_length[k]

    def bars_to_ticks(self, bars, positions=0):
        """The tick at which each bar begins, plus a position in ticks."""
        bars = np.asarray(bars)
        k = _row_at(self._first_bar, bars)
        length = (bars - self._first_bar[k]) * self._bar_length[k]
        start = self.meters["time"][k] - (-length // self.meters["denominator"][k].astype(np.int64))
        return start + positions

    def bar_lines(self, end: int) -> np.ndarray:
        """The ticks at which bars begin, from 0 up to but not including `end`."""
        if end <= 0:
            return np.zeros(0, np.int64)
        last, _ = self.ticks_to_bars(end - 1)
        return np.unique(self.bars_to_ticks(np.arange(last + 1)))

    def beats(self, end: int) -> np.ndarray:
        """The ticks of the beats (the meter's denominator; dotted in 6/8, 9/8, 12/8)."""
        meters = self.meters.copy()
        numerator, denominator = meters["numerator"], meters["denominator"]
        compound = (denominator >= 8) & (numerator > 3) & (numerator % 3 == 0)
        meters["numerator"] = np.where(compound, 3, 1)  # beats are bars of one beat
        return Timeline(self.resolution, self.tempos, meters).bar_lines(end)

    def meter_at(self, tick: int) -> tuple[int, int]:
        """Numerator and denominator in force at a tick."""
        row = self.meters[_row_at(self.meters["time"], tick)]
        return int(row["numerator"]), int(row["denominator"])


def _row_at(beginnings: np.ndarray, moments) -> np.ndarray:
    """The row in force at each moment; before the first, the first."""
    return np.maximum(beginnings.searchsorted(moments, side="right") - 1, 0)


def _in_force(rows: np.ndarray, default: np.ndarray) -> np.ndarray:
    """The rows that count: the last of those at one tick, and a default if none is at 0."""
    if len(rows) == 1 and rows["time"][0] == 0:  # as most are
        return rows
    if len(rows) == 0 or rows["time"][0] > 0:
        rows = np.concatenate([default, rows])
    last = np.append(rows["time"][1:] != rows["time"][:-1], True)
    return rows[last]
