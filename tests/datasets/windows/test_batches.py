"""Batches: the same in any order, in any process, before and after a halt."""

import json
import pickle
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.datasets.windows import Windows
from symbolic.errors import SymbolicError
from symbolic.tokenizers import (
    BarTokenizer,
    MelodyTokenizer,
    NoteChordTokenizer,
    PerformanceTokenizer,
)

BAR, PERFORMANCE = BarTokenizer(), PerformanceTokenizer()
UNFRAMED = NoteChordTokenizer(legacy=True)  # its vocabulary has no special tokens

# Every way to make windows: a name, the tokenizer, the options.
WAYS = [
    (BAR, {"length": 48}),
    (BAR, {"length": 48, "transpose": range(-5, 7), "stretch": (0.9, 1.1)}),
    (BAR, {"length": 900, "layout": "bucketed", "transpose": range(-5, 7)}),
    (PERFORMANCE, {"length": 300, "layout": "packed"}),
    (BAR, {"length": 3, "by": "bars", "transpose": range(-5, 7)}),
    (BAR, {"length": 3, "by": "bars", "layout": "padded", "longest": 900}),
    (MelodyTokenizer(bars=2, hop=1), {"transpose": range(-5, 7), "distinct": True}),
]
ways = pytest.mark.parametrize(("tokenizer", "options"), WAYS)


@pytest.fixture
def make(tunes):
    def windows(tokenizer, options, **more):
        return Windows(tunes, tokenizer, **{"batch_size": 4, "seed": 5, **options, **more})

    return windows


@ways
def test_batches_are_the_same_in_any_order(make, same, tokenizer, options):
    windows, others = make(tokenizer, options), make(tokenizer, options)
    names = [(epoch, number) for epoch in (0, 1, 7) for number in range(len(windows))]
    shuffled = np.random.default_rng(0).permutation(len(names))
    jumping = {names[n]: windows.batch(*names[n]) for n in shuffled}
    assert all(same(jumping[name], others.batch(*name)) for name in names)


@ways
def test_an_epoch_has_every_window_and_no_two_epochs_are_equal(make, same, tokenizer, options):
    windows = make(tokenizer, options)
    epochs = [list(windows) for _ in range(2)]
    assert [len(epoch) for epoch in epochs] == [len(windows)] * 2
    assert windows.epoch == 2
    assert not same(*epochs)
    if options.get("layout") != "packed":
        first = [batch[0] if isinstance(batch, tuple) else batch for batch in epochs[0]]
        assert sum(map(len, first)) == windows.count


@ways
def test_another_seed_draws_otherwise(make, same, tokenizer, options):
    assert not same(list(make(tokenizer, options)), list(make(tokenizer, options, seed=6)))


@ways
def test_a_halted_run_goes_on_with_the_same_batches(make, same, tokenizer, options):
    run = make(tokenizer, options)
    whole = list(run.iterate(3))
    for taken in (0, 1, len(run) - 1, len(run), len(whole) - 1):
        halted = make(tokenizer, options)
        before = list(islice(halted.iterate(), taken))
        kept = json.loads(json.dumps(halted.state()))
        resumed = make(tokenizer, options)
        resumed.load_state(kept)
        assert resumed.state() == kept
        after = list(islice(resumed.iterate(), len(whole) - taken))
        assert same(before + after, whole)


@ways
def test_processes_together_see_the_batches_of_one(make, same, tokenizer, options):
    windows = make(tokenizer, options, drop_remainder=True)
    shares = [make(tokenizer, options, drop_remainder=True).shard(n, 2) for n in range(2)]
    for batch, *parts in zip(windows, *shares, strict=True):
        for n, part in enumerate(parts):
            assert same(_rows(batch, slice(n, None, 2)), part)


def _rows(batch, which):
    if isinstance(batch, dict):
        return {name: rows[which] for name, rows in batch.items()}
    return tuple(_rows(part, which) for part in batch) if isinstance(batch, tuple) else batch[which]


@ways
def test_windows_can_be_sent_to_another_process(make, same, tokenizer, options):
    windows = make(tokenizer, options)
    sent = pickle.loads(pickle.dumps(windows))
    assert sent._cache.spent == 0
    assert same(list(windows), list(sent))


def test_shares_of_a_batch_keep_to_its_width(numbered):
    """Hosts that train together need arrays of one shape."""
    windows = Windows(numbered(range(2, 202)), PERFORMANCE, 300, layout="bucketed", batch_size=4)
    shares = [windows.shard(n, 4) for n in range(4)]
    for number in range(len(windows)):
        widths = {share[number][0].shape for share in shares}
        assert len(widths) == 1


def test_processes_stand_where_they_stand(make):
    windows = make(*WAYS[0], drop_remainder=True)
    next(iter(windows))
    share = windows.shard(1, 2)
    assert share.state() == windows.state()
    next(iter(share))
    assert share.state() != windows.state()


@pytest.mark.parametrize(
    ("pieces", "size", "of", "message"),
    [(10, 4, 3, "a batch of 4 cannot be shared evenly by 3"), (7, 4, 2, "a batch of 3 cannot")],
)
def test_shares_that_would_not_be_equal_are_refused(numbered, pieces, size, of, message):
    windows = Windows(numbered([9] * pieces), PERFORMANCE, batch_size=size)
    with pytest.raises(SymbolicError, match=message):
        windows.shard(0, of)


@given(st.integers(1, 60), st.integers(1, 20), st.booleans())
def test_the_last_batch_has_what_is_left(numbered, pieces, size, drops):
    if drops and pieces < size:
        return
    made = {"batch_size": size, "drop_remainder": drops}
    for layout in ("padded", "bucketed", "packed"):
        windows = Windows(numbered([5] * pieces), UNFRAMED, 4, layout=layout, **made)
        rows = [len(weights) for _, _, weights in windows]
        rest = [] if drops or pieces % size == 0 else [pieces % size]
        assert rows == [size] * (pieces // size) + rest


def test_a_look_ahead_moves_nothing(make, same):
    windows = make(*WAYS[0])
    ahead = [windows[number] for number in range(len(windows))]
    assert windows.state()["batch"] == 0
    assert same(ahead, list(windows))
    for number in (-1, len(windows)):
        with pytest.raises(IndexError):
            windows[number]


def test_a_look_ahead_goes_over_the_end_of_the_epoch(make, same):
    windows = make(*WAYS[0])
    next(iter(windows))
    assert same(windows[len(windows) - 1], windows.batch(1, 0))


def test_a_state_can_be_told_how_many_batches_were_taken(make):
    windows = make(*WAYS[0])
    expected = {**windows.state(), "epoch": 1, "batch": 2}
    assert windows.state(taken=len(windows) + 2) == expected


def test_a_state_of_other_windows_is_refused(make, tunes, melodies):
    state = make(*WAYS[0]).state()
    others = [make(*WAYS[0], batch_size=3), make(*WAYS[1]), make(BarTokenizer(4), {"length": 48})]
    others.append(Windows(tunes[:-1], BAR, 48, batch_size=4, seed=5))
    for other in others:
        with pytest.raises(SymbolicError, match="the state is of other windows"):
            other.load_state(state)
        assert other.state()["batch"] == 0
    with pytest.raises(SymbolicError, match="windows with seed=5, not 9"):
        make(*WAYS[0], seed=9).load_state(state)


@pytest.mark.parametrize(
    "change", [None, 3, "state", {}, {"epoch": -1}, {"batch": 10_000}, {"epoch": "1"}]
)
def test_nonsense_is_no_state(make, change):
    windows = make(*WAYS[0])
    whole_state = isinstance(change, dict) and change
    with pytest.raises(SymbolicError):
        windows.load_state({**windows.state(), **change} if whole_state else change)
