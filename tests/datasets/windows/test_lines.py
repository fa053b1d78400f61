"""Windows of tokens: they cover every piece and never cross from one to another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.datasets.windows import Windows
from symbolic.tokenizers import (
    BarTokenizer,
    BytePairTokenizer,
    NoteChordTokenizer,
    PerformanceTokenizer,
)

APART = 1000  # as in conftest.py
UNFRAMED = NoteChordTokenizer(legacy=True)  # its vocabulary has no special tokens


@pytest.fixture
def real_lines(tunes):
    performances = PerformanceTokenizer()
    return [
        BarTokenizer(),
        performances,
        NoteChordTokenizer(),
        UNFRAMED,
        BytePairTokenizer(performances, size=420).fit(tunes),
    ]


sets = st.fixed_dictionaries(
    {
        "lengths": st.lists(st.integers(0, 90), min_size=1, max_size=6),
        "length": st.integers(1, 40),
        "seed": st.integers(0, 2**32),
        "shuffle": st.booleans(),
        "batch_size": st.integers(2, 9),
    }
)


@given(sets, st.sampled_from(["padded", "bucketed"]), st.data())
def test_every_token_is_covered_and_no_window_crosses(numbered, made, layout, data):
    lengths, length = made.pop("lengths"), made["length"]
    hop = data.draw(st.integers(1, length))
    windows = Windows(numbered(lengths), UNFRAMED, hop=hop, layout=layout, **made)
    if max(lengths) < 2:
        return
    seen = set()
    for tokens, after, weights in windows:
        known = weights > 0
        assert (tokens[known] // APART == after[known] // APART).all()  # of one piece
        assert (after[known] == tokens[known] + 1).all()
        assert (np.diff(known.astype(int), axis=1) <= 0).all()  # filled up on the right only
        assert (after[~known] == 0).all()
        pieces = [set(row[mask] // APART) for row, mask in zip(tokens, known, strict=True)]
        assert all(len(found) == 1 for found in pieces)
        seen |= set(after[known].tolist())
    expected = {p * APART + n for p, size in enumerate(lengths) for n in range(1, size)}
    assert seen == expected


@given(sets)
def test_windows_alone_cover_every_token(numbered, made):
    lengths = made.pop("lengths")
    windows = Windows(numbered([size + 1 for size in lengths]), UNFRAMED, task="windows", **made)
    seen = set(np.concatenate([batch.ravel() for batch in windows]).tolist())
    expected = {p * APART + n for p, size in enumerate(lengths) for n in range(size + 1)}
    assert seen - {0} == expected - {0}


def test_windows_begin_elsewhere_in_every_epoch(numbered):
    windows = Windows(numbered([600, 650]), UNFRAMED, length=64, batch_size=100)
    begins = [frozenset(batch[0][:, 0].tolist()) for batch in windows.iterate(20)]
    inner = [epoch - {0, APART, 600 - 65, APART + 650 - 65} for epoch in begins]
    assert len(set().union(*inner)) > 10 * len(inner[0])
    assert len(set(begins)) == 20


def test_without_shuffling_pieces_keep_their_order_and_epochs_are_equal(numbered, same):
    source = numbered([300, 20, 90])
    windows = Windows(source, UNFRAMED, length=64, batch_size=4, shuffle=False)
    first, second = list(windows), list(windows)
    assert same(first, second)
    begins = np.concatenate([batch[0][:, 0] for batch in first])
    assert (np.diff(begins) > 0).all()


def test_the_order_is_random_over_the_whole_set(numbered):
    windows = Windows(numbered([65] * 4000), UNFRAMED, length=64, batch_size=100)
    pieces = np.concatenate([batch[0][:, 0] // APART for batch in windows])
    assert sorted(pieces.tolist()) == list(range(4000))
    early = pieces[:1000]
    assert abs(early.mean() - 2000) < 150
    assert early.min() < 50
    assert early.max() > 3950


def test_a_short_piece_is_filled_up_without_weight(numbered):
    tokens, after, weights = Windows(numbered([4]), UNFRAMED, length=6)[0]
    assert tokens.tolist() == [[0, 1, 2, 3, 0, 0]]
    assert after.tolist() == [[1, 2, 3, 0, 0, 0]]
    assert weights.tolist() == [[1, 1, 1, 0, 0, 0]]
    assert (tokens.dtype, after.dtype, weights.dtype) == (np.int32, np.int32, np.float32)


def test_start_and_end_frame_a_piece_where_the_vocabulary_has_them(tunes, real_lines):
    tune, framed = tunes[0], [tokenizer for tokenizer in real_lines if tokenizer != UNFRAMED]
    for tokenizer in framed:
        start, end, pad = (tokenizer.vocabulary.id(f"special {n}") for n in ("start", "end", "pad"))
        ids = tokenizer.encode(tune).tolist()
        tokens, after, weights = Windows([tune], tokenizer, length=1024)[0]
        assert tokens[0, : len(ids) + 2].tolist() == [start, *ids, end]
        assert after[0, : len(ids) + 1].tolist() == [*ids, end]
        assert weights.sum() == len(ids) + 1
        assert (tokens[0, len(ids) + 2 :] == pad).all()
        assert (after[0, len(ids) + 1 :] == pad).all()
        assert tokenizer.decode(tokens[0]) == tokenizer.decode(ids)


def test_windows_are_parts_of_what_the_tokenizer_writes(tunes, real_lines):
    for tokenizer in real_lines:
        special = tokenizer.vocabulary.kinds.get("special")
        lines = [tokenizer.encode(tune) for tune in tunes]
        whole = [",".join(map(str, line)) for line in lines]
        total = 0
        for tokens, _, weights in Windows(tunes, tokenizer, length=16, batch_size=7):
            for row, known in zip(tokens, weights > 0, strict=True):
                body = [t for t in row[known].tolist() if not (special and t in special.ids)]
                assert any(",".join(map(str, body)) in line for line in whole)
                total += len(body)
        assert total >= sum(len(line) - 1 for line in lines)


def test_pieces_without_tokens_are_counted_and_passed_over(numbered):
    windows = Windows(numbered([0, 1, 5]), UNFRAMED, length=4)
    assert windows.count == 1
    assert windows.passed == {"pieces with too few tokens": 2}


def test_the_cache_changes_nothing_but_the_time(tunes, same):
    for options in ({}, {"transpose": range(-3, 4)}, {"stretch": [0.9, 1.1]}):
        made = [
            Windows(tunes, BarTokenizer(), length=32, batch_size=8, cache_mb=megabytes, **options)
            for megabytes in (0, 1)
        ]
        assert made[0]._cache.spent == 0
        assert same(*(list(windows.iterate(2)) for windows in made))
        assert 0 < made[1]._cache.spent < 2**20


def test_pieces_are_kept_in_the_smallest_type(tunes):
    windows = Windows(tunes, PerformanceTokenizer(), length=32)
    tokens = sum(len(PerformanceTokenizer().encode(tune)) for tune in tunes)
    assert len(windows)
    assert windows._cache.spent == 2 * tokens + 150 * len(tunes)
