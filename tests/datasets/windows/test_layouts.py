"""Layouts: buckets hold windows of like length, packed rows keep pieces apart."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.datasets.windows import Windows
from symbolic.datasets.windows.packing import packed
from symbolic.tokenizers import NoteChordTokenizer

APART = 1000  # as in conftest.py
TOKENIZER = NoteChordTokenizer(legacy=True)  # its vocabulary has no special tokens
lengths = st.lists(st.integers(0, 90), min_size=1, max_size=30).filter(lambda all: max(all) > 1)


@given(lengths, st.integers(1, 60), st.integers(0, 9))
def test_packed_rows_hold_every_token_and_keep_pieces_apart(numbered, lengths, length, seed):
    windows = Windows(
        numbered(lengths), TOKENIZER, length, layout="packed", seed=seed, batch_size=3
    )
    seen = set()
    for inputs, after, weights in windows:
        tokens, segments = inputs["tokens"], inputs["segments"]
        known = weights > 0
        assert tokens.shape == segments.shape == after.shape == weights.shape
        assert ((segments > 0) == known).all()
        assert (after[known] == tokens[known] + 1).all()  # no target lies in another piece
        turns = np.diff(segments, axis=1)
        inside = known[:, 1:]
        assert np.isin(turns[inside], (0, 1)).all()
        same_segment = inside & (turns == 0)
        assert (np.diff(tokens, axis=1)[same_segment] == 1).all()
        seen |= set(after[known].tolist())
    assert seen == {p * APART + n for p, size in enumerate(lengths) for n in range(1, size)}


def test_packing_saves_rows(numbered):
    source = numbered(np.random.default_rng(0).integers(5, 60, 400))
    plain = Windows(source, TOKENIZER, 128, batch_size=10)
    tight = Windows(source, TOKENIZER, 128, batch_size=10, layout="packed")
    filled = [
        np.concatenate([weights.ravel() for _, _, weights in windows]).mean()
        for windows in (plain, tight)
    ]
    assert filled[0] < 0.3
    assert filled[1] > 0.97
    assert len(tight) < len(plain) / 3


@given(st.lists(st.integers(1, 50), min_size=1, max_size=200), st.integers(50, 80))
def test_packing_puts_everything_somewhere_and_overfills_nothing(sizes, room):
    sizes = np.array(sizes)
    order, offsets = packed(sizes, room)
    assert sorted(order.tolist()) == list(range(len(sizes)))
    rows = [sizes[order[a:b]].sum() for a, b in pairwise(offsets)]
    assert min(rows) > 0
    assert max(rows) <= room
    assert len(rows) <= 1.7 * -(-sizes.sum() // room) + 1  # what best fit is known to reach


def test_buckets_waste_less_than_shuffled_rows(numbered):
    source = numbered(np.random.default_rng(0).integers(2, 500, 2000))
    windows = Windows(source, TOKENIZER, 512, batch_size=16, layout="bucketed")
    widths, filled, first_pieces = [], 0.0, []
    for tokens, _, weights in windows:
        widths.append(tokens.shape[1])
        filled += weights.sum()
        first_pieces += (tokens[:, 0] // APART).tolist()
    assert all(width % 32 == 0 for width in widths)
    assert filled / (16 * sum(widths)) > 0.9
    assert sorted(first_pieces) == list(range(2000))
    order = np.corrcoef(np.arange(len(widths)), widths)[0, 1]
    assert abs(order) < 0.2  # long and short batches come in turn


def test_no_bucket_is_wider_than_a_window(numbered):
    windows = Windows(numbered([300] * 8), TOKENIZER, 100, layout="bucketed", batch_size=4)
    assert {tokens.shape[1] for tokens, _, _ in windows} == {100}


@pytest.mark.parametrize("layout", ["padded", "bucketed", "packed"])
def test_arrays_are_what_keras_expects(numbered, layout):
    inputs, after, weights = Windows(numbered([30, 40]), TOKENIZER, 16, layout=layout)[0]
    arrays = list(inputs.values()) if isinstance(inputs, dict) else [inputs]
    assert all(array.dtype == np.int32 for array in [*arrays, after])
    assert weights.dtype == np.float32
    assert all(array.flags.c_contiguous for array in [*arrays, after, weights])
