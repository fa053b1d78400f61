"""The report on a space of points: every section, on a model that knows nothing."""

import numpy as np
import pytest
from models.vae.conftest import only, trio, vae_of

from symbolic import SymbolicError
from symbolic.evaluation.of_model import evaluate_model
from symbolic.evaluation.of_space import evaluate_space

TRAINING = [trio(seed) for seed in range(10)]
HELD_OUT = [trio(seed) for seed in range(10, 16)]


def model(kind):
    vae = vae_of(kind)
    vae.tokenizer = only(vae.tokenizer)
    return vae


@pytest.fixture(scope="module")
def report():
    vae = model("melody")
    vae.directions = {"density": np.full(8, 0.5, np.float32)}
    return evaluate_model(vae, HELD_OUT, TRAINING, samples=4)


def test_every_section_is_there(report):
    assert {"reconstruction", "space", "paths", "nearest in training", "statistics"} <= set(
        report.sections
    )
    rows = report.sections["reconstruction"]["accuracy"]
    assert set(rows) == {"true history", "mean, greedy", "drawn", "others' points"}
    assert all(0 <= value <= 1 for value in rows.values())
    assert report.sections["space"]["kl_bits"]["model"] > 0
    change = report.sections["change of attributes (%)"]
    assert set(change) == {"density, added", "density, taken"}


def test_the_report_is_the_same_again(report):
    vae = model("melody")
    vae.directions = {"density": np.full(8, 0.5, np.float32)}
    again = evaluate_space(vae, HELD_OUT, TRAINING, samples=4)
    assert str(again) == str(report)


@pytest.mark.parametrize("kind", ["drums", "trio", "groove"])
def test_every_kind_of_window_can_be_reported_on(kind):
    found = evaluate_space(model(kind), HELD_OUT, TRAINING, samples=2)
    assert 0 <= found.sections["reconstruction"]["accuracy"]["mean, greedy"] <= 1
    hits = "drums_hit_f1" if kind == "trio" else "hit_f1"
    assert hits in found.sections["reconstruction"]


def test_pieces_without_windows_are_refused():
    with pytest.raises(SymbolicError, match="no held-out piece has a window"):
        evaluate_space(model("waltz"), HELD_OUT)
