"""The network of MusicVAE: shapes, the same however it is asked, no looking ahead."""

import numpy as np
import pytest
from models.vae.conftest import KINDS, vae_of, windows

WAYS = [("flat", "flat"), ("flat", "hierarchical"), ("hierarchical", "flat"), (None, None)]


def numpy(tensor):
    import keras

    return keras.ops.convert_to_numpy(tensor)


@pytest.mark.parametrize(("encoder", "decoder"), WAYS)
def test_every_kind_of_window_goes_in_and_comes_out(kind, encoder, decoder):
    ways = {"encoder": encoder, "decoder": decoder} if encoder else {}
    vae = vae_of(kind, **ways)
    given = windows(kind, 2)
    found = vae.network(given)
    assert found["said"].shape == (len(given), KINDS[kind].length, vae.network.steps.outputs)
    assert found["mean"].shape == found["deviation"].shape == (len(given), 8)
    assert (numpy(found["deviation"]) > 0).all()
    drawn = numpy(vae.network.write(found["mean"], np.full(found["said"].shape, 0.5, "f"), 0.0))
    assert drawn.shape == given.shape


@pytest.mark.parametrize("decoder", ["flat", "hierarchical"])
def test_what_is_drawn_greedily_is_likeliest_after_itself(kind, decoder):
    """Fed what it drew, all steps at once, the network says what it drew, step by step."""
    vae = vae_of(kind, decoder=decoder)
    points = np.random.default_rng(0).normal(size=(3, 8)).astype("f")
    uniform = np.full((3, KINDS[kind].length, vae.network.steps.outputs), 0.5, "f")
    drawn = vae.network.write(points, uniform, 0.0)
    said = vae.network.teach(points, drawn)
    assert np.allclose(numpy(vae.network.steps.draw(said, uniform, 0.0)), numpy(drawn), atol=1e-4)


@pytest.mark.parametrize("decoder", ["flat", "hierarchical"])
def test_a_step_is_said_without_looking_at_it_or_beyond(decoder):
    vae = vae_of("melody", decoder=decoder)
    given = windows("melody", 1)[:1]
    changed = given.copy()
    changed[:, 21:] = 5
    points = np.zeros((1, 8), "f")
    one, other = (numpy(vae.network.teach(points, each)) for each in (given, changed))
    assert np.allclose(one[:, :22], other[:, :22], atol=1e-6)
    assert not np.allclose(one[:, 22:], other[:, 22:], atol=1e-6)


def test_bars_are_written_apart():
    """What stands in one bar changes nothing of what a hierarchical core says in the next."""
    vae = vae_of("melody")
    given = windows("melody", 1)[:1]
    changed = given.copy()
    changed[:, :16] = 7
    points = np.zeros((1, 8), "f")
    one, other = (numpy(vae.network.teach(points, each)) for each in (given, changed))
    assert np.allclose(one[:, 16:], other[:, 16:], atol=1e-6)


def test_temperature_draws_as_often_as_is_said():
    vae = vae_of("melody")
    steps = vae.network.steps
    said = np.log(np.tile([0.7, 0.2, 0.1] + [1e-9] * 87, (20_000, 1))).astype("f")
    uniform = np.random.default_rng(0).random(said.shape, np.float32)
    drawn = numpy(steps.draw(said, uniform, 1.0))
    assert np.allclose(np.bincount(drawn, minlength=90)[:3] / 20_000, [0.7, 0.2, 0.1], atol=0.015)


def test_the_divergence_is_that_of_the_textbook():
    import keras

    vae = vae_of("melody")
    given = windows("melody", 1)[:2]
    mean, deviation = np.full((2, 8), 0.5, "f"), np.full((2, 8), 0.25, "f")
    said = vae.network(given)["said"]
    vae.network.compute_loss(None, given, {"said": said, "mean": mean, "deviation": deviation})
    one = 0.5 * (0.5**2 + 0.25**2 - 1 - 2 * np.log(0.25))
    found = float(keras.ops.convert_to_numpy(vae.network.seen["kl_bits"].result()))
    assert found == pytest.approx(8 * one / np.log(2), rel=1e-5)


def test_conditions_are_told_at_every_step():
    vae = vae_of("melody", conditions={"key": ["", "C major", "A minor"]})
    vae.network.conditions["key"].embeddings.assign(np.eye(3, 12) * 9)
    points = np.zeros((1, 8), "f")
    given = windows("melody", 1)[:1]
    said = [
        numpy(vae.network.teach(points, given, vae.network.labels({"key": np.array([number])})))
        for number in range(3)
    ]
    apart = np.abs(said[1] - said[2]).max(-1)
    assert (apart > 1e-3).all()
