"""What is plotted of a corpus, and what each plot says in words."""

import numpy as np

from symbolic.datasets.facts import NO_PITCH
from symbolic.datasets.report import figures
from symbolic.datasets.report.bins import bins_for, pitch_bins, pitch_name
from symbolic.datasets.report.columns import Columns
from symbolic.datasets.report.markup import figure
from symbolic.score.instruments import PROGRAMS
from symbolic.score.summary import counted

RANKED = 15  # rows of a ranking
# What is counted or measured of every piece: title, unit under the axis, whether it is a count.
LENGTHS = (
    ("bars", "Bars", "bars", True),
    ("seconds", "Length in seconds", "seconds", False),
    ("notes", "Notes", "notes", True),
)
TEMPO = ("tempo", "Tempo", "quarters a minute, for most of the piece", False)
POLYPHONY = ("polyphony", "Polyphony", "notes that sound at once, on average", False)
MODES = ("major", "minor")
# Each tonic once, along the circle of fifths, under the names that keys may have.
TONICS = ("Gb F#", "Db C#", "Ab G#", "Eb D#", "Bb A#", "F", "C", "G", "D", "A", "E", "B Cb")


def all_plots(columns: Columns) -> list[str]:
    """Every plot that there is something to be seen in, as a figure of the page."""
    plots = [spread(columns, *kind) for kind in LENGTHS]
    plots += [meters(columns), keys(columns), instruments(columns)]
    plots += [spread(columns, *TEMPO), pitches(columns), spread(columns, *POLYPHONY)]
    return [plot for plot in plots if plot]


def spread(columns: Columns, name: str, title: str, unit: str, whole: bool) -> str:
    """A histogram of a number; a sentence where all pieces have the same."""
    values = columns.numbers[name]
    values = values[values > 0]
    without = _without(columns.count - len(values))
    if len(values) == 0:
        return ""
    low, middle, high = (_said(value, whole) for value in np.percentile(values, (5, 50, 95)))
    if values.min() == values.max():
        return figure(title, "", f"{middle} in {_all(len(values))}{without}.")
    words = f"Half have up to {middle}; nine in ten lie between {low} and {high}{without}."
    picture = figures.histogram({name: values}, bins_for(values, whole), unit, f"{title}: {words}")
    return figure(title, picture, words)


def meters(columns: Columns) -> str:
    """In how many pieces each meter lasts longest."""
    if not columns.meters:
        return ""
    words = f"Of most of each piece; {_shown_of(len(columns.meters), 'meter')}."
    picture = figures.ranking(columns.meters.most_common(RANKED), f"Meters. {words}")
    return figure("Meters", picture, words)


def keys(columns: Columns) -> str:
    """How many pieces are in each key."""
    heights = {mode: [_in_key(columns, tonic, mode) for tonic in TONICS] for mode in MODES}
    found = sum(map(sum, heights.values()))
    if found == 0:
        return ""
    names = [tonic.split()[0] for tonic in TONICS]
    minor = sum(heights["minor"]) / found
    words = f"Found from the notes; {minor:.0%} minor{_without(columns.count - found)}."
    return figure("Keys", figures.columns(names, heights, f"Keys. {words}"), words)


def _in_key(columns: Columns, tonic: str, mode: str) -> int:
    return sum(columns.keys[f"{name} {mode}"] for name in tonic.split())


def instruments(columns: Columns) -> str:
    """In how many pieces each General MIDI program plays."""
    counts = columns.programs.copy()
    names = dict(enumerate(PROGRAMS))
    if columns.drums:
        counts[len(names)] = columns.drums
        names[len(names)] = "drums"
    if not counts:
        return ""
    rows = [(names[program], count) for program, count in counts.most_common(RANKED)]
    words = f"Pieces in which each plays; {_shown_of(len(counts), 'instrument')}."
    return figure("Instruments", figures.ranking(rows, f"Instruments. {words}"), words)


def pitches(columns: Columns) -> str:
    """The lowest and the highest note of every piece."""
    low, high = columns.numbers["lowest"], columns.numbers["highest"]
    without = _without(int((low == NO_PITCH).sum()))
    low, high = low[low != NO_PITCH], high[high != NO_PITCH]
    if len(low) == 0:
        return ""
    least, most = int(low.min()), int(high.max())
    span = int(np.median(high - low))
    words = (
        f"From {pitch_name(least)} to {pitch_name(most)}; half of the pieces span up to"
        f" {counted(span, 'semitone')}{without}."
    )
    series = {"lowest note": low, "highest note": high}
    picture = figures.histogram(series, pitch_bins(least, most), "pitch", f"Pitch range. {words}")
    return figure("Pitch range", picture, words)


def _said(value: float, whole: bool) -> str:
    """A number as one says it: no more digits than tell something."""
    return f"{value:,.0f}" if whole or value >= 100 else f"{value:.3g}"


def _shown_of(count: int, noun: str) -> str:
    most = f", of which the {RANKED} most frequent are shown" if count > RANKED else ""
    return f"{counted(count, noun)} in all{most}"


def _all(count: int) -> str:
    return "the only piece" if count == 1 else f"all {counted(count, 'piece')}"


def _without(count: int) -> str:
    return f"; {counted(count, 'piece')} without" if count else ""
