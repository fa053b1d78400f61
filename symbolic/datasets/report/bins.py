"""Bins: into which a histogram parts its numbers, and what it writes under them."""

from dataclasses import dataclass

import numpy as np

MOST = 40  # bins
ROOM = 45  # characters that find room under a logarithmic axis
SPREAD = 12  # the largest by the smallest: from here on, bins grow with the numbers
ROUND = (1, 2, 5)  # the digits that ticks of such bins begin with
LETTERS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


@dataclass(frozen=True)
class Bins:
    """Where bins begin and end.

    Attributes
    ----------
    edges
        One more than there are bins.
    ticks, labels
        What is written, and where.
    scale
        "linear" or "log".
    """

    edges: np.ndarray
    ticks: np.ndarray
    labels: list[str]
    scale: str


def bins_for(values: np.ndarray, whole: bool) -> Bins:
    """Bins of numbers above 0: of one width, or growing with the numbers where those spread far.

    Parameters
    ----------
    whole
        Whether the numbers are counts, of which each falls into the middle of a bin.

    Examples
    --------
    >>> bins_for(np.array([1, 2, 3]), whole=True).edges
    array([0.5, 1.5, 2.5, 3.5])
    >>> bins_for(np.array([1.0, 5000.0]), whole=False).labels
    ['1', '2', '5', '10', '20', '50', '100', '200', '500', '1,000', '2,000', '5,000']
    """
    low, high = float(values.min()), float(values.max())
    if high > SPREAD * low:
        return _growing(low, high, whole)
    step = _step((high - low) / MOST, whole)
    first = np.floor(low / step) * step - (step / 2 if whole else 0)
    edges = first + step * np.arange(np.floor((high - first) / step) + 2)
    ticks = _even(low, high, whole)
    return Bins(edges, ticks, [_label(tick) for tick in ticks], "linear")


def pitch_bins(lowest: int, highest: int) -> Bins:
    """A bin for every pitch, with the names of the Cs."""
    edges = np.arange(lowest, highest + 2) - 0.5
    ticks = np.array([pitch for pitch in range(lowest, highest + 1) if pitch % 12 == 0])
    if not len(ticks):
        ticks = np.array([lowest])
    return Bins(edges, ticks, [pitch_name(pitch) for pitch in ticks.tolist()], "linear")


def pitch_name(pitch: int) -> str:
    """A MIDI pitch as musicians write it.

    >>> pitch_name(60)
    'C4'
    """
    return f"{LETTERS[pitch % 12]}{pitch // 12 - 1}"


def _growing(low: float, high: float, whole: bool) -> Bins:
    """Bins that are of one width on a logarithmic axis; none narrower than a whole number."""
    edges = np.geomspace(low, high, MOST + 1)
    if whole:
        edges = np.unique(np.ceil(edges - 0.5) - 0.5)
        edges = np.append(edges[edges > 0], np.floor(high) + 0.5)
        edges = np.unique(np.append(edges, max(np.ceil(low) - 0.5, 0.5)))
    powers = np.arange(np.floor(np.log10(edges[0])), np.ceil(np.log10(edges[-1])) + 1)
    ticks = np.array([digit * 10.0**power for power in powers for digit in ROUND])
    inside = (ticks >= max(edges[0], whole)) & (ticks <= edges[-1])
    if sum(len(_label(tick)) + 1 for tick in ticks[inside]) > ROOM:
        inside[np.arange(len(ticks)) % len(ROUND) > 0] = False  # powers of ten alone
    ticks = ticks[inside]
    return Bins(edges, ticks, [_label(tick) for tick in ticks], "log")


def _step(least: float, whole: bool) -> float:
    """The next round width of a bin."""
    if whole and least <= 1:
        return 1.0
    power = 10.0 ** np.floor(np.log10(least))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least * (1 - 1e-9))


def _even(low: float, high: float, whole: bool) -> np.ndarray:
    step = _step((high - low) / 6, whole)
    return step * np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1)


def _label(tick: float) -> str:
    return f"{tick:,.0f}" if tick >= 1000 else f"{tick:.6g}"
