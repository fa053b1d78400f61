"""Maps of latent spaces: the plane, the points in it, and their colours."""

import time

import numpy as np
import pytest
from display.test_figure import PNG, draw, named
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import rgb_to_hsv

from symbolic.display import draw_latent_map
from symbolic.display.plane import plane
from symbolic.errors import SymbolicError


def cloud(seed: int = 0, count: int = 200, dimensions: int = 12) -> np.ndarray:
    """Points that lie most widely in two directions, neither of them along an axis."""
    random = np.random.default_rng(seed)
    turned, _ = np.linalg.qr(random.normal(size=(dimensions, dimensions)))
    widths = np.append([9.0, 4.0], np.full(dimensions - 2, 0.5))
    return random.normal(size=(count, dimensions)) * widths @ turned + 100


# -- the plane ------------------------------------------------------------------------


@given(st.integers(0, 10**6))
def test_the_plane_is_that_of_the_svd(seed):
    points = cloud(seed, 60, 5)
    places, shares = plane(points)
    middle = points - points.mean(axis=0)
    left, sizes, _ = np.linalg.svd(middle, full_matrices=False)
    np.testing.assert_allclose(np.abs(places), np.abs(left[:, :2] * sizes[:2]), atol=1e-6)
    np.testing.assert_allclose(shares, (sizes**2 / (sizes**2).sum())[:2])


@given(st.integers(0, 10**6))
def test_neither_order_nor_place_turns_it_round(seed):
    points = cloud(seed, 60, 5)
    order = np.random.default_rng(seed).permutation(60)
    places, _ = plane(points)
    again, _ = plane(points[order] - 50)
    np.testing.assert_allclose(again, places[order], atol=1e-6)


def test_points_without_spread_have_no_variance_to_explain():
    places, shares = plane(np.ones((5, 3)))
    assert (places == 0).all()
    assert np.isnan(shares).all()
    figure = draw_latent_map(np.ones((5, 3)), np.ones(5), "one")
    assert figure.axes[0].get_xlabel() == "first component"
    assert draw(figure).startswith(PNG)


@pytest.mark.parametrize("points", [[], [1, 2], [[1], [2]], np.zeros((0, 4)), [[np.nan, 0]]])
def test_what_are_no_points_is_refused(points):
    with pytest.raises(SymbolicError, match="points"):
        draw_latent_map(points)


# -- the map --------------------------------------------------------------------------


def test_every_point_is_in_its_place_and_has_its_colour():
    points, values = cloud(), np.arange(200.0)
    figure = draw_latent_map(points, values, "density", title="Map")
    ax, bar = figure.axes
    drawn = named(ax, "points")
    places, shares = plane(points)
    np.testing.assert_allclose(drawn.get_offsets(), places)
    np.testing.assert_allclose(drawn.get_array(), values)
    assert ax.get_xlabel() == f"first component, {100 * shares[0]:.0f} % of the variance"
    assert ax.get_ylabel() == f"second component, {100 * shares[1]:.0f} % of the variance"
    assert (bar.get_ylabel(), ax.get_title(loc="left")) == ("density", "Map")
    assert ax.get_aspect() == 1
    assert ax.get_legend() is None
    assert draw(figure).startswith(PNG)


def test_more_is_darker_in_grey():
    figure = draw_latent_map(cloud(), np.arange(200.0))
    draw(figure)
    faces = named(figure.axes[0], "points").get_facecolor()
    grey = faces[:, :3] @ [0.299, 0.587, 0.114]
    assert (np.diff(grey) <= 1e-9).all()
    assert grey[0] - grey[-1] > 0.5
    assert rgb_to_hsv(faces[:, :3])[:, 1].min() > 0.3  # none is lost on white


def test_a_far_value_leaves_the_others_their_colours():
    values = np.arange(200.0)
    values[7] = 10**9
    figure = draw_latent_map(cloud(), values)
    draw(figure)
    colours = named(figure.axes[0], "points").get_facecolor()
    assert len(np.unique(colours.round(3), axis=0)) > 100
    assert figure.axes[0].collections[0].get_clim()[1] < 200
    assert figure.axes[0].collections[0].colorbar.extend == "both"
    even = draw_latent_map(cloud(), np.ones(200))
    assert even.axes[0].collections[0].colorbar.extend == "neither"


def test_points_without_a_value_are_hollow_and_named():
    values = np.arange(200.0)
    values[[3, 5]] = np.nan
    ax = draw_latent_map(cloud(), values).axes[0]
    places, _ = plane(cloud())
    np.testing.assert_allclose(named(ax, "unknown").get_offsets(), places[[3, 5]])
    assert len(named(ax, "unknown").get_facecolor()) == 0
    assert len(named(ax, "points").get_offsets()) == 198
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["no value"]
    nothing = draw_latent_map(cloud(), np.full(200, np.nan))
    assert len(nothing.axes) == 1
    assert draw(nothing).startswith(PNG)


def test_without_values_there_is_one_colour_and_no_bar():
    figure = draw_latent_map(cloud())
    assert len(figure.axes) == 1
    assert len(named(figure.axes[0], "points").get_facecolor()) == 1


def test_it_is_saved_sized_and_the_same_each_time(tmp_path):
    figure = draw_latent_map(cloud(), np.arange(200), "$x$", size=(5, 4), path=tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(PNG)
    assert figure.get_size_inches().tolist() == [5, 4]
    assert figure.axes[1].get_ylabel() == "$x$"
    one, other = (draw_latent_map(cloud(), np.arange(200)) for _ in range(2))
    assert draw(one) == draw(other)
    with pytest.raises(SymbolicError, match="200 points need as many values"):
        draw_latent_map(cloud(), np.arange(199))


def test_fifty_thousand_points_of_256_dimensions_are_drawn_in_seconds():
    points = np.random.default_rng(0).normal(size=(50_000, 256)).astype(np.float32)
    begin = time.perf_counter()
    assert draw(draw_latent_map(points, points[:, 0])).startswith(PNG)
    assert time.perf_counter() - begin < 20
