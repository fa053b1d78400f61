"""Samplers: what they come to, and what they draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic import SymbolicError
from symbolic.generation import (
    Beam,
    Greedy,
    MinP,
    RepetitionPenalty,
    Temperature,
    TopK,
    TopP,
)
from symbolic.generation.choosing import CANDIDATES, _drawn, chosen, numbers_of
from symbolic.generation.samplers import settings_of

LOGITS = np.log([0.4, 0.25, 0.15, 0.1, 0.06, 0.04])
DRAWS = 20_000


def drawn(settings, open_tokens=None, age=None):
    """How often each token is drawn."""
    from keras import ops

    draw = np.random.default_rng(0)
    size = len(LOGITS)
    mask = np.ones(size, bool) if open_tokens is None else np.isin(np.arange(size), open_tokens)
    tokens = chosen(
        settings,
        np.array(numbers_of(settings, size), "f"),
        ops.convert_to_tensor(np.tile(LOGITS, (DRAWS, 1)).astype("f")),
        ops.convert_to_tensor(np.tile(mask, (DRAWS, 1))),
        ops.convert_to_tensor(draw.random((DRAWS, CANDIDATES), np.float32)),
        None if age is None else ops.convert_to_tensor(np.tile(age, (DRAWS, 1))),
    )
    return np.bincount(ops.convert_to_numpy(tokens), minlength=size) / DRAWS


def shares(weights):
    return np.array(weights) / np.sum(weights)


CASES = {
    "as the model says": ([], [0.4, 0.25, 0.15, 0.1, 0.06, 0.04]),
    "bolder": ([Temperature(2.0)], np.sqrt([0.4, 0.25, 0.15, 0.1, 0.06, 0.04])),
    "three likeliest": ([TopK(3)], [0.4, 0.25, 0.15, 0, 0, 0]),
    "half of all": ([TopP(0.5)], [0.4, 0.25, 0, 0, 0, 0]),
    "very little of all": ([TopP(0.01)], [1, 0, 0, 0, 0, 0]),
    "a quarter as likely": ([MinP(0.25)], [0.4, 0.25, 0.15, 0.1, 0, 0]),
    "together": ([TopK(4), TopP(0.7), MinP(0.3)], [0.4, 0.25, 0.15, 0, 0, 0]),
    "likeliest": ([Greedy()], [1, 0, 0, 0, 0, 0]),
}


@pytest.mark.parametrize("name", CASES)
def test_tokens_are_drawn_as_often_as_the_filters_say(name):
    samplers, wanted = CASES[name]
    assert np.abs(drawn(settings_of(samplers)) - shares(wanted)).max() < 0.012


@pytest.mark.parametrize("samplers", [[], [TopK(3)], [TopP(0.7)]])
def test_only_what_is_open_is_drawn(samplers):
    found = drawn(settings_of(samplers), open_tokens=[1, 2, 5])
    kept = np.array([0, 0.25, 0.15, 0, 0, 0 if samplers else 0.04])
    assert np.abs(found - shares(kept)).max() < 0.012


def test_filters_give_way_where_they_leave_nothing_that_is_open():
    found = drawn(settings_of([TopK(2)]), open_tokens=[3, 4])
    assert np.abs(found - shares([0, 0, 0, 0.1, 0.06, 0])).max() < 0.012


@given(
    st.lists(st.sampled_from([0.0, 0.0, 1e-30, 1e-7, 0.3, 1.0]), min_size=2, max_size=150),
    st.lists(st.floats(0, 1, exclude_max=True, width=32), min_size=1, max_size=6),
)
def test_a_token_is_drawn_where_its_share_of_the_sum_lies_and_none_of_no_weight(weights, marks):
    from keras import ops

    row = np.array(weights, "f")
    numbers = ops.convert_to_tensor(np.array([marks], "f"))
    found = ops.convert_to_numpy(_drawn(ops.convert_to_tensor(row[None]), numbers))[0]
    assert ((found >= 0) & (found < len(row))).all()
    if row.sum() == 0:
        return
    assert (row[found] > 0).all()
    sums = row.astype(float).cumsum() / row.astype(float).sum()
    before = np.append(0, sums)[found]
    assert (before <= np.array(marks) + 1e-5).all()
    assert (sums[found] >= np.array(marks) - 1e-5).all()


def test_what_was_said_lately_becomes_rarer():
    settings = settings_of([RepetitionPenalty(2.0, window=3)])
    age = np.array([1, 3, 4, 99, 99, 99], np.int32)
    found = drawn(settings, age=age)
    said = np.array([True, True, False, False, False, False])
    wanted = shares(np.exp(np.where(said, LOGITS * 2, LOGITS)))
    assert np.abs(found - wanted).max() < 0.012


def test_samplers_go_together_and_numbers_go_by_name():
    settings = settings_of([Temperature(0.9), TopP(0.95)], min_p=0.1, repetition_penalty=1.2)
    assert (settings.temperature, settings.top_p, settings.min_p, settings.penalty) == (
        0.9, 0.95, 0.1, 1.2,
    )  # fmt: skip
    assert settings_of(Beam(3)).beams == 3


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Temperature(0),
        lambda: Temperature("hot"),
        lambda: TopK(0),
        lambda: TopP(0),
        lambda: TopP(1.5),
        lambda: MinP(-0.1),
        lambda: RepetitionPenalty(0),
        lambda: Beam(0),
        lambda: settings_of([0.9]),
    ],
)
def test_wrong_numbers_get_one_sentence(wrong):
    with pytest.raises(SymbolicError) as error:
        wrong()
    assert "\n" not in str(error.value)
