"""Reconstruction: known answers, what holds of any windows, and the same by plain loops."""

import math

import numpy as np
import pytest
from evaluation.makers import SIZES, drawn
from hypothesis import given
from hypothesis import strategies as st

from symbolic import SymbolicError
from symbolic.evaluation import reconstruction
from symbolic.evaluation.reconstruction import evaluate
from symbolic.evaluation.steps import KINDS, checked, in_one_row, kind_of, numbered
from symbolic.tokenizers import (
    BarTokenizer,
    DrumTokenizer,
    GrooveTokenizer,
    MelodyTokenizer,
    TrioTokenizer,
)

kinds = st.sampled_from(sorted(KINDS))
seeds = st.integers(0, 2**32 - 1)


# -- known answers --------------------------------------------------------------------


def test_a_melody_with_a_wrong_note_a_lost_one_and_one_too_many():
    reference = [[41, 0, 43, 0, 45, 0, 1, 0]]
    estimated = [[41, 0, 44, 0, 0, 0, 1, 46]]
    assert evaluate(reference, estimated) == {
        "accuracy": 5 / 8,
        "no_event_accuracy": 4 / 8,
        "class_accuracy": (1 + 0 + 0 + 3 / 4 + 1) / 5,
        "hamming": 3 / 8,
        "onset_f1": 2 * 2 / (3 + 3),
        "note_f1": 2 * 1 / (3 + 3),
        "pitch_accuracy": 1 / 3,
    }


def test_drums_are_counted_one_by_one():
    reference, estimated = [[5, 0, 6, 0]], [[5, 0, 2, 1]]
    figures = evaluate(reference, estimated, "drums")
    assert figures["accuracy"] == 2 / 4
    assert figures["class_accuracy"] == (1 + 0 + 1 / 2) / 3
    assert figures["hit_f1"] == 2 * 3 / (4 + 4)
    assert "onset_f1" not in figures


def test_every_part_of_a_trio_is_measured():
    reference = np.array([[[41, 17, 1], [0, 0, 0]]])
    estimated = np.array([[[41, 18, 3], [0, 0, 0]]])
    figures = evaluate(reference, estimated, "trio")
    assert figures["accuracy"] == 1 / 2
    assert (figures["melody_accuracy"], figures["bass_accuracy"]) == (1, 1 / 2)
    assert (figures["melody_note_f1"], figures["bass_note_f1"]) == (1, 0)
    assert figures["bass_onset_f1"] == 1
    assert figures["drums_hit_f1"] == 2 / 3
    for place, part in enumerate(("melody", "bass", "drums")):
        alone = evaluate(
            reference[..., place], estimated[..., place], "drums" if part == "drums" else "melody"
        )
        assert {f"{part}_{name}": value for name, value in alone.items()}.items() <= figures.items()


def test_a_groove_errs_in_velocity_and_offset_where_it_was_hit():
    reference, estimated = np.zeros((2, 1, 4, 27))
    reference[0, 0, [0, 9, 18]] = 1, 0.8, 0.5
    estimated[0, 0, [0, 9, 18]] = 0.9, 0.5, -0.5
    reference[0, 2, [1, 10, 19]] = 1, 1, 1  # not hit again, so it has no velocity to be wrong
    estimated[0, 3, [2, 11, 20]] = 0.51, 1, 1
    figures = evaluate(reference, estimated, "groove")
    assert figures["hit_f1"] == 2 * 1 / (2 + 2)
    assert figures["velocity_error"] == pytest.approx(0.3)
    assert figures["offset_error"] == pytest.approx(1)
    assert figures["accuracy"] == 2 / 4
    assert figures["no_event_accuracy"] == 2 / 4


def test_what_nothing_tells_is_nan():
    silence = np.zeros((2, 8), int)
    figures = evaluate(silence, silence)
    assert figures["accuracy"] == figures["class_accuracy"] == 1
    assert all(math.isnan(figures[name]) for name in ("onset_f1", "note_f1", "pitch_accuracy"))
    nothing = np.zeros((0, 8), int)
    for kind in ("melody", "drums"):
        assert all(math.isnan(value) for value in evaluate(nothing, nothing, kind).values())
    assert math.isnan(
        evaluate(drawn("groove", 0) * 0, drawn("groove", 1), "groove")["offset_error"]
    )


# -- what holds of any windows --------------------------------------------------------


@given(kinds, seeds)
def test_a_window_is_like_itself(kind, seed):
    windows = drawn(kind, seed)
    for name, value in evaluate(windows, windows, kind).items():
        if name.endswith(("hamming", "error")):
            assert value == 0, name
        elif not name.endswith("no_event_accuracy"):
            assert value == 1 or math.isnan(value), name


@given(kinds, seeds)
def test_figures_are_shares_and_agree_with_one_another(kind, seed):
    one, other = drawn(kind, seed), drawn(kind, seed + 1)
    figures = evaluate(one, other, kind)
    assert all(0 <= v <= 1 or math.isnan(v) or n == "offset_error" for n, v in figures.items())
    assert figures["accuracy"] + figures["hamming"] == pytest.approx(1)
    silent = evaluate(one, np.zeros_like(one), kind)
    assert silent["accuracy"] == figures["no_event_accuracy"] == silent["no_event_accuracy"]
    if kind == "melody":
        assert not figures["note_f1"] > figures["onset_f1"]
        assert not silent["onset_f1"] > 0
    back = evaluate(other, one, kind)
    for name in ("accuracy", "hamming", "onset_f1", "note_f1", "hit_f1", "offset_error"):
        if name in figures:
            assert figures[name] == pytest.approx(back[name], nan_ok=True), name


@given(kinds, seeds, st.permutations(range(5)))
def test_the_order_of_windows_does_not_matter(kind, seed, order):
    one, other = drawn(kind, seed), drawn(kind, seed + 1)
    before, after = evaluate(one, other, kind), evaluate(one[order], other[order], kind)
    assert list(before.values()) == pytest.approx(list(after.values()), nan_ok=True)


@given(seeds)
def test_lines_are_counted_as_a_loop_counts_them(seed):
    one, other = drawn("melody", seed), drawn("melody", seed)
    other[np.random.default_rng(seed).random(other.shape) < 0.3] = 41
    mine = {(r, s, t) for r, row in enumerate(one.tolist()) for s, t in enumerate(row) if t > 1}
    theirs = {(r, s, t) for r, row in enumerate(other.tolist()) for s, t in enumerate(row) if t > 1}
    both = len(mine & theirs)
    begun = len({n[:2] for n in mine} & {n[:2] for n in theirs})
    total = len(mine) + len(theirs)
    assert reconstruction.note_f1(one, other) == pytest.approx(2 * both / total)
    assert reconstruction.onset_f1(one, other) == pytest.approx(2 * begun / total)
    assert reconstruction.pitch_accuracy(one, other) == pytest.approx(both / len(mine))
    rates = [(other[one == token] == token).mean() for token in np.unique(one)]
    assert reconstruction.class_accuracy(one, other) == pytest.approx(np.mean(rates))


@given(seeds)
def test_the_hits_of_a_groove_are_those_of_its_drum_tokens(seed):
    one, other = drawn("groove", seed), drawn("groove", seed + 1)
    tokens = [(windows[..., :9] > 0.5) @ (1 << np.arange(9)) for windows in (one, other)]
    groove, drums = evaluate(one, other, "groove"), evaluate(*tokens, "drums")
    assert drums.items() <= groove.items()


# -- windows as they come -------------------------------------------------------------


@pytest.mark.parametrize(
    ("tokenizer", "kind"),
    [
        (MelodyTokenizer(bars=16), "melody"),
        (DrumTokenizer(), "drums"),
        (TrioTokenizer(), "trio"),
        (GrooveTokenizer(), "groove"),
    ],
)
def test_the_kind_is_the_tokenizers(tokenizer, kind):
    assert kind_of(tokenizer) == kind
    if kind != "groove":
        assert SIZES[kind] == list(KINDS[kind].sizes)
        lines, size = in_one_row(drawn(kind, 0), kind)
        assert size == len(tokenizer.vocabulary)
        assert lines.shape == (5, 16 * len(SIZES[kind]))
    if kind == "trio":
        np.testing.assert_array_equal(lines, tokenizer.flatten(drawn(kind, 0)))


def test_another_tokenizer_has_no_windows_to_measure():
    with pytest.raises(SymbolicError, match="BarTokenizer gives no windows"):
        kind_of(BarTokenizer())


@given(kinds, seeds)
def test_steps_have_one_number_where_they_are_alike(kind, seed):
    windows = drawn(kind, seed)
    if kind == "groove":
        windows = windows[..., :9]
        steps = numbered(np.concatenate([windows] * 3, axis=-1), kind).reshape(-1)
    else:
        steps = numbered(windows, kind).reshape(-1)
    each = windows.reshape(steps.size, -1)
    alike = (each[:, None] == each[None]).all(axis=2)
    np.testing.assert_array_equal(steps[:, None] == steps[None], alike)


@pytest.mark.parametrize(
    ("windows", "kind", "complaint"),
    [
        ([[0, 1]], "song", "no windows of 'song': there are melody, drums, trio, groove"),
        ([0, 1], "melody", r"shape \(windows, steps\), not \(2,\)"),
        (np.zeros((2, 4, 2), int), "trio", r"\(windows, steps, 3\), not \(2, 4, 2\)"),
        (np.zeros((2, 4)), "melody", "whole numbers, not float64"),
        ([[0, 90]], "melody", "go from 0 to 89"),
        ([[-1, 9]], "drums", "go from 0 to 511"),
        ([[[0, 90, 90]]], "trio", "go from 0 to 89 and 511"),
        (np.full((1, 4, 27), np.nan), "groove", "finite"),
    ],
)
def test_what_are_no_windows_is_said_in_a_sentence(windows, kind, complaint):
    with pytest.raises(SymbolicError, match=complaint):
        checked(windows, kind)


def test_a_reconstruction_has_the_shape_of_its_reference():
    with pytest.raises(SymbolicError, match=r"\(5, 16\), not \(4, 16\)"):
        evaluate(drawn("melody", 0), drawn("melody", 0, count=4))
    with pytest.raises(SymbolicError, match="hits are of drums or groove"):
        reconstruction.hit_f1([[0]], [[0]], "melody")
