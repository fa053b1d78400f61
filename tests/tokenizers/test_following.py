"""Following a line is taking its tokens one by one, while the mask lets them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symbolic as sy

TUNE = sy.Score(480, notes=[(240 * i, 240, 60 + i % 3, 80, 0) for i in range(60)])


def in_numpy(tokenizer):
    """Without the compiled loops."""
    tokenizer.grammar._compiled = None
    return tokenizer


def paired(base):
    """As byte pairs, some of them merged."""
    return sy.BytePairTokenizer(base, len(base) + 20).fit([TUNE])


TOKENIZERS = {
    "bar": sy.BarTokenizer(),
    "bar in NumPy": in_numpy(sy.BarTokenizer(4, 3)),
    "performance": sy.PerformanceTokenizer(),
    "note-chord": sy.NoteChordTokenizer(["C4.E4", "C4.E4.G4"]),
    "pairs": paired(sy.PerformanceTokenizer()),
    "pairs of bars": paired(sy.BarTokenizer()),
    "melody": sy.MelodyTokenizer(),
    "drums": sy.DrumTokenizer(),
    "trio": sy.TrioTokenizer(),
}
every = pytest.mark.parametrize("tokenizer", TOKENIZERS.values(), ids=TOKENIZERS)


def one_by_one(grammar, line):
    """How many tokens may follow, and the state after them."""
    state = grammar.start(1)
    for count, token in enumerate(line.tolist()):
        if not 0 <= token < grammar.size or not grammar.mask(state)[0, token]:
            return count, state
        state = grammar.advance(state, np.array([token]))
    return len(line), state


def lines(grammar, batch, count, rng):
    """Lines that the grammar lets follow, now and then with a token or number that it does not."""
    state, columns = grammar.start(batch), []
    for _ in range(count):
        weights = rng.random((batch, grammar.size)) * (grammar.mask(state) + 1e-9)
        columns.append(weights.argmax(axis=1))
        state = grammar.advance(state, columns[-1])
    ids = np.column_stack(columns)
    wild = rng.integers(-2, grammar.size + 2, ids.shape)
    return np.where(rng.random(ids.shape) < 0.5 / count, wild, ids)


@every
@given(seed=st.integers(0, 2**32), count=st.integers(1, 20))
@settings(max_examples=6)
def test_following_is_one_token_after_the_other(tokenizer, seed, count):
    grammar = tokenizer.grammar
    ids = lines(grammar, 5, count, np.random.default_rng(seed))
    counts, state = grammar.follow(grammar.start(5), ids)
    expected, states = zip(*(one_by_one(grammar, line) for line in ids), strict=True)
    assert counts.dtype == np.int64
    assert counts.tolist() == list(expected)
    assert np.array_equal(state, np.concatenate(states))
    for line, taken, may_end in zip(ids, counts, grammar.complete(state), strict=True):
        assert grammar.admits(line) == (taken == count and may_end)


@every
def test_in_two_parts_it_comes_to_the_same(tokenizer):
    grammar = tokenizer.grammar
    ids = lines(grammar, 8, 30, np.random.default_rng(0))
    ids[3, 20] = grammar.size  # drums may follow in any order, so else none need stop
    counts, _ = grammar.follow(grammar.start(8), ids)
    assert 0 < (counts == 30).sum() < 8
    first, state = grammar.follow(grammar.start(8), ids[:, :12])
    second, _ = grammar.follow(state, ids[:, 12:])
    assert np.array_equal(np.where(first == 12, first + second, first), counts)


@every
def test_no_tokens_lead_nowhere(tokenizer):
    grammar = tokenizer.grammar
    counts, state = grammar.follow(grammar.start(3), np.zeros((3, 0), int))
    assert counts.tolist() == [0, 0, 0]
    assert np.array_equal(state, grammar.start(3))


@every
def test_the_state_given_is_left_as_it_was(tokenizer):
    grammar = tokenizer.grammar
    before = grammar.start(2)
    grammar.follow(before, lines(grammar, 2, 4, np.random.default_rng(1)))
    assert np.array_equal(before, grammar.start(2))
