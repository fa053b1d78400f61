"""Notes as strokes: never too many, and where the notes are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.display.strokes import FINE, STROKES, WIDEST, strokes

NOTE = st.tuples(
    st.floats(0, 1), st.floats(0, 0.3), st.integers(0, 127), st.integers(0, 20)
)  # start, length, row, ink


def drawn(notes):
    start, length, row, ink = (np.array(column) for column in zip(*notes, strict=True))
    return strokes(start, np.minimum(start + length, 1), row, ink)


@given(st.lists(NOTE, min_size=1, max_size=40))
def test_every_note_is_covered_and_nothing_else(notes):
    page = drawn(notes)
    inked = np.zeros((21, 128, page.columns), bool)
    for ink, row, a, b in zip(page.ink, page.row, page.start, page.end, strict=True):
        assert 0 <= a < b <= page.columns
        assert not inked[ink, row, a:b].any()
        inked[ink, row, a:b] = True
    meant = np.zeros_like(inked)
    for start, length, row, ink in notes:
        a = min(int(start * page.columns), page.columns - 1)
        b = round(min(start + length, 1) * page.columns)
        assert inked[ink, row, a]
        meant[ink, row, a : max(a + 3, b)] = True
        assert inked[ink, row, a : max(b - 1, a)].all()
    assert not (inked & ~meant).any()


def test_repeated_notes_stay_apart_and_overlapping_ones_join():
    repeated = drawn([(0.0, 0.25, 5, 0), (0.25, 0.25, 5, 0), (0.5, 0.25, 5, 0)])
    assert len(repeated) == 3
    overlapping = drawn([(0.0, 0.3, 5, 0), (0.25, 0.25, 5, 0)])
    assert len(overlapping) == 1


@pytest.mark.parametrize("count", [50_000, 400_000])
def test_there_are_never_too_many(count):
    chance = np.random.default_rng(1)
    start = chance.random(count)
    page = strokes(
        start,
        start + 0.0005,
        chance.integers(0, 128, count),
        chance.integers(0, 100, count),
    )
    assert len(page) > 5_000
    assert len(page) <= max(STROKES, 128 * WIDEST)
    assert page.columns in (*FINE, WIDEST)


def test_where_colours_crowd_each_keeps_its_share():
    chance = np.random.default_rng(2)
    start, row, ink = chance.random(60_000), *chance.integers(0, [[128], [8]], (2, 60_000))
    page = strokes(start, start + 1e-4, row, ink)
    assert page.columns == WIDEST
    area = np.bincount(page.ink, page.end - page.start, minlength=8)
    np.testing.assert_allclose(area / area.sum(), 1 / 8, rtol=0.2)
