"""The meters of bars as they are played."""

from collections.abc import Callable, Sequence

from symbolic.files.playing.rows import Bar, Meter, Time, length_of


def meter_rows(
    bars: Sequence[Bar], order: Sequence[int], length: Callable[[Meter], Time] = length_of
) -> list[tuple[Time, int, int]]:
    """Say the meter wherever a bar as played does not follow from the meter said last.

    A bar that a repeat sign cuts in two stays one bar, where both halves are played in turn.

    Parameters
    ----------
    length
        How long a full bar of a meter is, in the unit of the bars.
    """
    rows: list[tuple[Time, int, int]] = []
    start = begun = bars[0].start if bars else 0
    meter: Meter | None = None
    for number in order:
        bar = bars[number]
        if meter is not None:
            full = length(meter)
            filled = (start - begun) % full
            follows = bar.meter == meter and (not filled or filled + bar.length <= full)
        if meter is None or not follows:
            meter, begun = bar.meter, start
            rows.append((start, *meter))
        start += bar.length
    return rows
