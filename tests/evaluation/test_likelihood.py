"""Likelihood: the figures are their definitions', however the tokens come in batches."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic import SymbolicError
from symbolic.evaluation import likelihood


def some(seed: int, rows: int = 4, width: int = 9, size: int = 12):
    random = np.random.default_rng(seed)
    outputs = random.normal(size=(rows, width, size)) * 3
    targets = random.integers(0, size, (rows, width))
    weights = (np.arange(width) < random.integers(1, width + 1, rows)[:, None]).astype(float)
    return outputs, targets, weights


def by_definition(outputs, targets, weights):
    """Token by token, as a book would say it."""
    cost, hits, among, bins = [], [], [], {}
    for place in np.ndindex(targets.shape):
        if weights[place] == 0:
            continue
        chances = np.exp(outputs[place]) / np.exp(outputs[place]).sum()
        target = targets[place]
        cost.append(-math.log(chances[target]))
        hits.append(int(chances.argmax() == target))
        among.append(int(target in np.argsort(-chances)[:5]))
        group = bins.setdefault(math.ceil(chances.max() * 15), [])
        group.append((chances.max(), hits[-1]))
    gaps = [abs(sum(c for c, _ in group) - sum(h for _, h in group)) for group in bins.values()]
    return np.mean(cost), np.mean(hits), np.mean(among), sum(gaps) / len(cost)


@given(st.integers(0, 10**6))
def test_figures_are_their_definitions(seed):
    outputs, targets, weights = some(seed)
    found = likelihood.evaluate([(outputs, targets, weights)], notes=5)
    nats, accuracy, top, error = by_definition(outputs, targets, weights)
    assert found["nats_per_token"] == pytest.approx(nats, abs=1e-12)
    assert found["perplexity"] == pytest.approx(math.exp(nats), rel=1e-12)
    assert found["accuracy"] == pytest.approx(accuracy)
    assert found["top_5"] == pytest.approx(top)
    assert found["expected_calibration_error"] == pytest.approx(error, abs=1e-12)
    assert found["bits_per_note"] == pytest.approx(nats * weights.sum() / math.log(2) / 5)
    assert found["tokens"] == weights.sum()


def test_logits_and_log_probabilities_come_to_the_same():
    outputs, targets, weights = some(3)
    normal = outputs - np.log(np.exp(outputs).sum(-1, keepdims=True))
    one = likelihood.evaluate([(outputs, targets, weights)])
    assert one == pytest.approx(likelihood.evaluate([(normal, targets, weights)]), nan_ok=True)


def test_batches_make_no_difference():
    outputs, targets, weights = some(4)
    whole = likelihood.evaluate([(outputs, targets, weights)])
    parts = [(outputs[n], targets[n], weights[n]) for n in range(len(targets))]
    assert likelihood.evaluate(parts) == pytest.approx(whole, nan_ok=True)


def test_what_weighs_nothing_may_be_anything():
    outputs, targets, weights = some(5)
    whole = likelihood.evaluate([(outputs, targets, weights)])
    spoilt, wild = outputs.copy(), targets.copy()
    spoilt[weights == 0] = np.nan
    wild[weights == 0] = -1
    assert likelihood.evaluate([(spoilt, wild, weights)]) == pytest.approx(whole, nan_ok=True)


def test_each_figure_by_itself_is_the_one_of_all():
    outputs, targets, weights = some(6)
    whole = likelihood.evaluate([(outputs, targets, weights)], notes=3)
    assert whole["nats_per_token"] == likelihood.nats_per_token(outputs, targets, weights)
    assert whole["bits_per_note"] == likelihood.bits_per_note(outputs, targets, 3, weights)
    assert whole["perplexity"] == likelihood.perplexity(outputs, targets, weights)
    assert whole["accuracy"] == likelihood.accuracy(outputs, targets, weights)
    assert whole["top_5"] == likelihood.top(outputs, targets, 5, weights)
    error = likelihood.expected_calibration_error(outputs, targets, weights)
    assert whole["expected_calibration_error"] == error
    assert likelihood.nats(outputs, targets).shape == targets.shape
    known = weights > 0
    assert likelihood.nats(outputs, targets)[known].mean() == pytest.approx(whole["nats_per_token"])


def test_huge_logits_and_forbidden_tokens_are_no_trouble():
    outputs = np.array([[1e4, 0.0, -np.inf], [-1e4, -1e4, -np.inf]], np.float32)
    assert likelihood.nats(outputs, [0, 1]) == pytest.approx([0, math.log(2)])
    assert likelihood.nats(outputs, [2, 2]).tolist() == [math.inf, math.inf]
    assert likelihood.perplexity(outputs, [2, 2]) == math.inf


def test_half_precision_is_widened():
    outputs, targets, weights = some(7)
    half = likelihood.evaluate([(outputs.astype(np.float16), targets, weights)])
    whole = likelihood.evaluate([(outputs, targets, weights)])
    assert half["nats_per_token"] == pytest.approx(whole["nats_per_token"], abs=3e-3)


def test_an_honest_model_is_calibrated_and_a_boaster_is_not():
    random = np.random.default_rng(0)
    outputs = random.normal(size=(20_000, 6))
    gumbel = -np.log(-np.log(random.random(outputs.shape)))
    drawn = (outputs + gumbel).argmax(1)
    assert likelihood.expected_calibration_error(outputs, drawn) < 0.02
    assert likelihood.expected_calibration_error(outputs * 10, drawn) > 0.3


def test_of_equals_the_first_is_foretold():
    outputs = np.zeros((3, 4))
    assert likelihood.accuracy(outputs, [0, 0, 3]) == pytest.approx(2 / 3)
    assert likelihood.top(outputs, [1, 2, 3], k=2) == pytest.approx(1 / 3)


def test_no_tokens_have_no_figures():
    figures = likelihood.evaluate([])
    assert figures.pop("tokens") == 0
    assert all(math.isnan(value) for value in figures.values())
    assert list(likelihood.evaluate([])) == list(likelihood.FIGURES)


@pytest.mark.parametrize(
    ("outputs", "targets", "weights"),
    [
        (np.zeros((2, 3)), [0], None),
        (np.zeros((2, 3)), [0, 3], None),
        (np.zeros((2, 3)), [0, -1], None),
        (np.zeros((2, 3)), [0, 1], [1.0]),
        (np.zeros((2, 3)), [0, 1], [1.0, -1.0]),
        (np.zeros((2, 3)), [0, 1], [1.0, np.nan]),
        (np.full((2, 3), np.nan), [0, 1], None),
        (np.full((2, 3), -np.inf), [0, 1], None),
        ([[0.0, np.inf]], [0], None),
        (np.float32(1), 0, None),
    ],
)
def test_what_does_not_fit_is_refused(outputs, targets, weights):
    with pytest.raises(SymbolicError):
        likelihood.evaluate([(outputs, targets, weights)])
