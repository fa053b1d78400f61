"""Bins: every number falls into one of them, and every pitch and key has its place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from symbolic.datasets.report.bins import MOST, bins_for, pitch_bins, pitch_name
from symbolic.datasets.report.columns import Columns
from symbolic.datasets.report.plots import MODES, TONICS
from symbolic.theory.keys import NAMES


def different(values: list) -> bool:
    return min(values) < max(values)


@given(st.lists(st.integers(1, 10**7), min_size=2).filter(different))
def test_counts_fall_into_bins_and_none_on_an_edge(counts):
    values = np.array(counts)
    bins = bins_for(values, whole=True)
    assert np.histogram(values, bins.edges)[0].sum() == len(values)
    assert (np.diff(bins.edges) >= 1 - 1e-9).all()
    assert not np.isin(values, bins.edges).any()
    assert len(bins.edges) <= MOST + 3
    assert len(bins.ticks) == len(bins.labels)


@given(st.lists(st.integers(1, 10**10), min_size=2).filter(different))
def test_measures_fall_into_bins(thousandths):
    values = np.array(thousandths) / 1000  # as facts are rounded
    bins = bins_for(values, whole=False)
    assert np.histogram(values, bins.edges)[0].sum() == len(values)
    assert (np.diff(bins.edges) > 0).all()
    assert len(bins.edges) <= MOST + 3
    inside = (bins.ticks >= bins.edges[0]) & (bins.ticks <= bins.edges[-1])
    assert inside.all()


@given(st.integers(0, 127), st.integers(0, 127))
def test_every_pitch_has_a_bin_of_its_own(one, other):
    lowest, highest = sorted((one, other))
    bins = pitch_bins(lowest, highest)
    heights, _ = np.histogram(np.arange(lowest, highest + 1), bins.edges)
    assert (heights == 1).all()
    assert len(bins.labels) >= 1


def test_pitches_are_named_as_musicians_do():
    assert [pitch_name(pitch) for pitch in (0, 21, 60, 61, 127)] == ["C-1", "A0", "C4", "C#4", "G9"]


def test_every_key_has_one_column():
    places = [(name, mode) for tonic in TONICS for name in tonic.split() for mode in MODES]
    assert len(places) == len(set(places))
    assert set(NAMES) <= set(places)


def test_columns_of_no_pieces():
    columns = Columns([])
    assert columns.count == 0
    assert columns.identities.sketch.shape == (0, 32)
