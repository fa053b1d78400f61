"""Latent spaces: known answers, what holds of any, and the same by plain loops."""

import math
import time

import numpy as np
import pytest
from evaluation.makers import drawn
from hypothesis import given
from hypothesis import strategies as st

from symbolic import SymbolicError
from symbolic.evaluation import NGram, latent
from symbolic.evaluation.steps import KINDS, in_one_row, numbered

kinds = st.sampled_from(sorted(KINDS))
seeds = st.integers(0, 2**32 - 1)


def test_active_units_vary_over_the_data():
    random = np.random.default_rng(0)
    means = random.normal(size=(4000, 3)) * [1, 0.11, 0.09] + [0, 5, 5]
    assert latent.active_units(means) == 2
    assert latent.active_units(means, least=0.5) == 1
    assert latent.active_units(np.zeros((10, 4))) == 0
    assert latent.active_units(np.zeros((0, 4))) == 0


def test_kl_is_zero_of_the_prior_and_known_elsewhere():
    assert latent.kl_bits(np.zeros((5, 8)), np.ones((5, 8))) == 0
    # A mean of sqrt(2 ln 2) costs one bit, in each dimension.
    one_bit = np.full((5, 8), math.sqrt(2 * math.log(2)))
    assert latent.kl_bits(one_bit, np.ones((5, 8))) == pytest.approx(8)
    assert math.isnan(latent.kl_bits(np.zeros((0, 8)), np.ones((0, 8))))


def test_kl_is_what_sampling_finds():
    random = np.random.default_rng(1)
    mean, deviation = np.array([[0.5, -1.0]]), np.array([[0.3, 1.4]])
    z = mean + deviation * random.normal(size=(400_000, 2))
    log_q = -(((z - mean) / deviation) ** 2) / 2 - np.log(deviation)
    bits = (log_q + z**2 / 2).sum(axis=1).mean() / math.log(2)
    assert latent.kl_bits(mean, deviation) == pytest.approx(bits, abs=0.01)


@pytest.mark.parametrize(
    ("means", "deviations"),
    [
        (np.zeros(4), np.ones(4)),
        (np.zeros((2, 4)), np.ones((2, 3))),
        (np.zeros((2, 4)), np.zeros((2, 4))),
        (np.full((2, 4), np.nan), np.ones((2, 4))),
    ],
)
def test_what_is_no_distribution_is_refused(means, deviations):
    with pytest.raises(SymbolicError, match="means"):
        latent.evaluate(means, deviations)


# -- paths ----------------------------------------------------------------------------


def walked(first: np.ndarray, last: np.ndarray, points: int) -> np.ndarray:
    """Paths that turn A into B from its first step to its last."""
    steps = first.shape[1]
    edges = np.linspace(0, steps, points).round()
    taken = np.arange(steps) < edges[:, None]
    taken = taken.reshape(taken.shape + (1,) * (first.ndim - 2))
    return np.where(taken, last[:, None], first[:, None])


@given(kinds, seeds, st.integers(3, 9))
def test_paths_that_walk_straight_are_steady(kind, seed, points):
    paths = walked(drawn(kind, seed), drawn(kind, seed + 1), points)
    assert latent.path_steadiness(paths, kind) == 1
    assert latent.path_steadiness(np.repeat(paths[:, :1], points, axis=1), kind) == 1


def test_steps_back_to_a_are_counted():
    first, last = np.full((1, 8), 41), np.full((1, 8), 45)
    there = walked(first, last, 5)[0]
    assert latent.path_steadiness([there[[0, 1, 3, 2, 4]]]) == 3 / 4
    assert latent.path_steadiness([there[::-1]]) == 1  # from B it is as steady
    assert latent.path_steadiness([there[[0, 4, 3, 2, 1]], there]) == (1 + 4) / 8
    assert math.isnan(latent.path_steadiness([there[:1]]))


def test_a_midpoint_like_training_costs_less_than_a_mix():
    random = np.random.default_rng(0)
    scale = 41 + np.array([0, 2, 4, 5, 7, 9, 11, 12])
    training = np.array([np.roll(scale, k) for k in random.integers(0, 8, 400)])
    paths = training[random.integers(0, 400, (64, 5))]
    cost = latent.midpoint_cost(paths, training)
    assert cost["midpoint_nats"] < 0.7 * cost["mix_nats"]
    assert cost["end_nats"] < 0.7 * cost["mix_nats"]
    assert cost == latent.midpoint_cost(paths, training)
    assert cost["mix_nats"] != latent.midpoint_cost(paths, training, seed=1)["mix_nats"]


@given(kinds, seeds)
def test_costs_are_those_of_the_n_gram_model(kind, seed):
    paths = walked(drawn(kind, seed), drawn(kind, seed + 1), 5)
    training = drawn(kind, seed + 2, count=20)
    cost = latent.midpoint_cost(paths, training, kind, order=3)
    lines, size = in_one_row(training, kind)
    model = NGram(3, size).fit(lines)
    for name, windows in (("midpoint_nats", paths[:, 2]), ("end_nats", paths[:, [0, 4]])):
        rows, _ = in_one_row(windows.reshape(-1, *paths.shape[2:]), kind)
        wanted = np.concatenate([model.nll(row) for row in rows]).mean()
        assert cost[name] == pytest.approx(wanted), name


@given(kinds, seeds)
def test_a_mix_has_whole_steps_of_either_end(kind, seed):
    first, last = drawn(kind, seed), drawn(kind, seed + 1)
    mix = numbered(latent.mixed(first, last, 0.5, seed), kind)
    either = (mix == numbered(first, kind)) | (mix == numbered(last, kind))
    assert either.all()
    np.testing.assert_array_equal(latent.mixed(first, last, 0.0), first)
    np.testing.assert_array_equal(latent.mixed(first, last, 1.0), last)


def test_a_mix_has_as_much_of_b_as_asked_for():
    mix = latent.mixed(np.full((500, 64), 41), np.full((500, 64), 45), 0.3)
    assert (mix == 45).mean() == pytest.approx(0.3, abs=0.01)


def test_the_mix_is_as_far_on_the_way_as_the_middle():
    first, last = np.full((100, 16), 41), np.full((100, 16), 45)
    paths = walked(first, last, 4)  # the third of four is two thirds on the way
    training = np.concatenate([first, last])
    lines, size = in_one_row(training)
    mix = latent.mixed(first, last, 2 / 3, seed=3)
    wanted = np.mean([NGram(5, size).fit(lines).nll(row) for row in mix])
    cost = latent.midpoint_cost(paths, training, seed=3)
    assert cost["mix_nats"] == pytest.approx(wanted)


def test_paths_of_two_points_have_no_middle():
    cost = latent.midpoint_cost(np.zeros((3, 2, 8), int), np.zeros((3, 8), int))
    assert all(math.isnan(value) for value in cost.values())


# -- the nearest training window ------------------------------------------------------


@given(kinds, seeds, st.sampled_from([1, 7, 2**20]))
def test_the_nearest_is_that_which_looking_everywhere_finds(kind, seed, columns):
    windows, training = drawn(kind, seed), drawn(kind, seed + 1, count=30)
    windows[0] = training[11]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(latent, "AT_ONCE", columns * windows.shape[1])
        found = latent.nearest(windows, training, kind)
    ours, theirs = numbered(windows, kind), numbered(training, kind)
    away = (ours[:, None] != theirs[None]).mean(axis=2)
    np.testing.assert_array_equal(found.places, away.argmin(axis=1))
    np.testing.assert_allclose(found.distances, away.min(axis=1))
    assert found.distances[0] == 0


def test_more_differences_than_a_byte_holds_are_counted():
    windows, training = np.full((1, 600), 41), np.full((2, 600), 45)
    training[1, :44] = 41  # 556 differ, and 600 in the first
    found = latent.nearest(windows, training)
    assert found.places == [1]
    assert found.distances == [556 / 600]
    half = np.full((1, 256), 45)
    assert latent.nearest(np.full((1, 256), 41), half).distances == [1]


def test_forty_windows_beside_fifty_thousand_take_seconds():
    random = np.random.default_rng(0)
    training = random.integers(0, 90, (50_000, 256), dtype=np.uint8)
    begin = time.perf_counter()
    found = latent.nearest(training[:40], training)
    assert time.perf_counter() - begin < 10
    assert found.places.tolist() == list(range(40))


def test_windows_of_other_lengths_have_no_distance():
    with pytest.raises(SymbolicError, match="8 steps"):
        latent.nearest(np.zeros((1, 8), int), np.zeros((5, 7), int))
    with pytest.raises(SymbolicError, match="8 steps"):
        latent.nearest(np.zeros((1, 8), int), np.zeros((0, 8), int))
    assert latent.nearest(np.zeros((0, 8), int), np.zeros((3, 8), int)).places.shape == (0,)


def test_evaluate_tells_what_it_can():
    means, deviations = np.eye(4), np.full((4, 4), 0.5)
    paths = walked(drawn("trio", 0), drawn("trio", 1), 5)
    few = latent.evaluate(means, deviations)
    more = latent.evaluate(means, deviations, paths, kind="trio")
    everything = latent.evaluate(means, deviations, paths, drawn("trio", 2), "trio")
    assert few.items() < more.items() < everything.items()
    assert list(everything) == [
        "kl_bits",
        "active_units",
        "path_steadiness",
        "midpoint_nats",
        "mix_nats",
        "end_nats",
    ]
