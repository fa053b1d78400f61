"""Paths: arcs that keep to the sphere, and lines where there is no arc."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from symbolic.models.vae.joining import in_windows, joined
from symbolic.models.vae.paths import among, between, near, slerp
from symbolic.tokenizers.windows.shape import Shape

POINTS = arrays(float, 5, elements=st.floats(-10, 10, width=32))


@given(POINTS, POINTS, st.floats(0, 1))
def test_lengths_change_evenly_and_nothing_is_no_number(first, last, share):
    found = slerp(first, last, share)
    assert np.isfinite(found).all()
    lengths = np.linalg.norm(first), np.linalg.norm(last)
    assert np.linalg.norm(found) <= max(lengths) + 1e-6


@given(POINTS, POINTS)
def test_paths_begin_and_end_where_they_should(first, last):
    path = between(first, last, 7)
    assert (path[0] == first).all()
    assert (path[-1] == last).all()
    assert len(path) == 7


def test_the_middle_is_as_far_from_both_ends():
    first, last = np.random.default_rng(0).normal(size=(2, 64))
    first /= np.linalg.norm(first)
    last /= np.linalg.norm(last)
    middle = slerp(first, last, 0.5)
    assert first @ middle == pytest.approx(last @ middle)
    assert np.linalg.norm(middle) == pytest.approx(1)


@pytest.mark.parametrize("last", [[2.0, 4.0], [-1.0, -2.0], [0.0, 0.0], [1.0, 2.0]])
def test_where_there_is_no_arc_the_line_is_taken(last):
    first = np.array([1.0, 2.0])
    assert np.allclose(slerp(first, np.array(last), 0.25), 0.75 * first + 0.25 * np.array(last))


def test_a_grid_has_its_corners():
    corners = list(np.random.default_rng(1).normal(size=(4, 3, 6)))
    grid = among(corners, 5)
    assert grid.shape == (5, 5, 3, 6)
    for place, corner in zip([(0, 0), (0, -1), (-1, 0), (-1, -1)], corners, strict=True):
        assert (grid[place] == corner).all()


def test_nearness_is_how_little_is_changed():
    point = np.random.default_rng(2).normal(size=(2, 32))
    far = [
        np.linalg.norm(near(point, nearness, np.random.default_rng(3), 4) - point, axis=-1).mean()
        for nearness in (1.0, 0.9, 0.5, 0.0)
    ]
    assert far[0] == pytest.approx(0, abs=1e-9)
    assert far == sorted(far)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 5))
def test_overlapping_windows_of_one_row_give_it_back(bars, hop, count):
    hop = min(hop, bars)
    shape = Shape(bars, hop, (1, 4), 3)
    row = np.arange(((count - 1) * hop + bars) * 3)
    begins = np.arange(count) * hop
    windows = np.stack([row[begin * 3 : (begin + bars) * 3] for begin in begins])
    assert (joined(windows, begins + 4, shape) == row).all()


def test_rows_are_filled_up_with_silence():
    assert in_windows(np.arange(1, 6), 4).tolist() == [[1, 2, 3, 4], [5, 0, 0, 0]]
