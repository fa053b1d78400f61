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


def test_samples_are_told_what_held_out_pieces_are():
    values = {
        "key": ("", "C major", "G major"), "mood": ("", "sad"), "meter": ("", "4/4", "3/4"),
    }  # fmt: skip
    model = sy.NoteGRU(sy.BarTokenizer(), "tiny", units=8, embedding=8, conditions=values)
    steps = np.array([0, 2, 4, 5, 7, 9, 11, 12, 7, 4, 0])
    real = [
        sy.Score(480, notes=[(480 * n, 480, 60 + by + step, 80, 0) for n, step in enumerate(steps)],
                 meters=[(0, beats, 4)])
        for by, beats in ((0, 4), (7, 3), (2, 4), (0, 5))
    ]  # fmt: skip
    told = of_model.like(model, real, 4)
    assert told == {
        "key": ("C major", "G major", "", "C major"), "meter": ("4/4", "3/4", "4/4", ""),
    }  # fmt: skip
    assert of_model.like(model, real, 2) == {"key": ("C major", ""), "meter": ("4/4", "4/4")}
    twice = of_model.like(model, real, 8)
    assert twice["meter"] == ("4/4", "4/4", "3/4", "3/4", "4/4", "4/4", "", "")


def test_evaluation_tells_them_and_a_user_goes_first(monkeypatch):
    model = sy.NoteGRU(
        sy.BarTokenizer(), "tiny", units=8, embedding=8, conditions={"meter": ("", "4/4", "3/4")}
    )
    asked = []
    monkeypatch.setattr(
        model, "generate",
        lambda count, **options: asked.append(options) or [tune(n, 9) for n in range(count)],
        raising=False,
    )  # fmt: skip
    real = [tune(0, 20), tune(1, 20)]
    of_model.evaluate_model(model, real, samples=2)
    of_model.evaluate_model(model, real, samples=2, meter="3/4", top_p=0.9)
    assert [options["meter"] for options in asked] == [("4/4", "4/4"), "3/4"]
