"""The report on a model: its likelihood is that of whole pieces, read part by part."""

import numpy as np
import pytest

import symbolic as sy
from symbolic.evaluation import likelihood, of_model
from symbolic.evaluation.baselines import framed


@pytest.fixture(scope="module")
def model():
    return sy.NoteLSTM(sy.BarTokenizer(velocities=2), "tiny", units=8, embedding=8)


def tune(seed, notes):
    draw = np.random.default_rng(seed)
    return sy.Score(
        480, notes=[(240 * n, 240, int(draw.integers(60, 72)), 80, 0) for n in range(notes)]
    )


def test_lines_read_in_parts_cost_what_they_cost_at_once(model, monkeypatch):
    monkeypatch.setattr(of_model, "STEPS", 16)
    monkeypatch.setattr(of_model, "ROWS", 3)
    lines = list(framed([tune(n, 4 + 3 * n) for n in range(5)], model.tokenizer))
    found = likelihood.evaluate(of_model.said(model, lines))
    costs = []
    for line in lines:
        logits = np.asarray(model.network(line[None, :-1]))
        costs += likelihood.nats(logits, line[None, 1:])[0].tolist()
    assert found["tokens"] == len(costs)
    assert found["nats_per_token"] == pytest.approx(np.mean(costs), abs=1e-5)


def test_the_report_has_floors_and_ceilings(model):
    real = [tune(n, 20) for n in range(6)]
    report = of_model.evaluate_model(model, real[:3], real[3:], samples=3, bars=2)
    assert next(iter(report.sections)) == "likelihood"
    assert report.columns("likelihood") == ["unigram", "bigram", "5-gram", "model"]


def test_without_pieces_there_is_one_sentence(model):
    with pytest.raises(sy.SymbolicError, match="no held-out pieces"):
        of_model.evaluate_model(model, [])
