"""Draws by name, and the permutation made of them."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.datasets.windows import draws
from symbolic.datasets.windows.permutation import Permutation


def test_draws_are_those_of_splitmix64():
    """The first numbers of the reference implementation under seed 1234567."""
    expected = [6457827717110365317, 3203168211198807973]
    assert draws.key(1234567) == expected[0]
    assert draws.bits(1234567, np.arange(1, 3)).tolist() == expected


def test_a_permutation_stays_what_it_is():
    """A run that is resumed next year must see the same batches."""
    order = Permutation(10, draws.key(7, 3, draws.PHASE))
    assert order(np.arange(10)).tolist() == [8, 1, 9, 7, 4, 5, 6, 2, 3, 0]


@given(st.integers(-(2**70), 2**70), st.integers(0, 100))
def test_fractions_depend_on_names_alone(seed, epoch):
    key = draws.key(seed, epoch, draws.FACTOR)
    together = draws.fractions(key, np.arange(50))
    alone = [draws.fractions(key, np.array([n]))[0] for n in reversed(range(50))]
    assert together.tolist() == alone[::-1]
    assert (together >= 0).all()
    assert (together < 1).all()


def test_fractions_are_spread_evenly():
    drawn = np.concatenate([draws.fractions(draws.key(0, e), np.arange(200)) for e in range(200)])
    counts = np.histogram(drawn, 20, (0, 1))[0]
    assert abs(counts - 2000).max() < 200
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.02


@given(st.integers(1, 3000), st.integers(0, 2**64 - 1))
def test_a_permutation_is_a_bijection(count, key):
    numbers = Permutation(count, key)(np.arange(count))
    assert np.array_equal(np.sort(numbers), np.arange(count))


@pytest.mark.parametrize("count", [2**17, 2**17 + 1])
def test_a_large_permutation_is_a_bijection(count):
    numbers = Permutation(count, 5)(np.arange(count))
    seen = np.zeros(count, bool)
    seen[numbers] = True
    assert seen.all()


@given(st.integers(1, 10**12), st.integers(0, 2**64 - 1), st.data())
def test_each_place_is_worked_out_alone(count, key, data):
    places = np.array(data.draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=20)))
    order = Permutation(count, key)
    together = order(places)
    assert (together >= 0).all()
    assert (together < count).all()
    assert together.tolist() == [int(order(np.array([place]))[0]) for place in places]


@pytest.mark.parametrize("count", [2, 5, 6, 40])
def test_every_number_stands_at_every_place_equally_often(count):
    trials = 500
    orders = np.array(
        [Permutation(count, draws.key(1, n))(np.arange(count)) for n in range(trials)]
    )
    first, last = (np.bincount(orders[:, place], minlength=count) for place in (0, -1))
    expected = trials / count
    for counts in (first, last):
        assert ((counts - expected) ** 2 / expected).sum() < 3 * count + 10
    follows = (orders[:, 1:] - orders[:, :-1] == 1).sum() / trials
    assert abs(follows - (count - 1) / count) < 0.1  # neighbours are as rare as they should be


def test_all_orders_of_a_few_are_as_likely():
    trials = 1800
    orders = [tuple(Permutation(5, draws.key(3, n))(np.arange(5))) for n in range(trials)]
    counts = np.array(list(Counter(orders).values()))
    assert len(counts) == 120
    assert ((counts - 15) ** 2 / 15).sum() < 175  # chi squared of 119 degrees, p = .0006
