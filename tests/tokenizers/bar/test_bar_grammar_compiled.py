"""The compiled loops of the bar tokens' grammar and NumPy's must not differ."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import lead_sheets
from walks import random_walk

import symbolic as sy
from symbolic.tokenizers.bar import registers as r
from symbolic.tokenizers.bar.compiled_grammar import IS_COMPILED

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="installed without a compiler")

OPTIONS = [
    {},
    {"positions": 4, "velocities": 3, "pedal": False},
    {"positions": 7, "velocities": 127},
    {"positions": 24, "chords": False},
    {"positions": 241},
    {"positions": 480, "velocities": 1},
    {"positions": 1, "pedal": False, "chords": False},
]


def pair(options):
    """A tokenizer with the compiled grammar, and one without."""
    compiled, plain = sy.BarTokenizer(**options), sy.BarTokenizer(**options)
    plain.grammar._compiled = None
    assert compiled.grammar._compiled is not None
    return compiled, plain


PAIRS = [pair(options) for options in OPTIONS]
both = pytest.mark.parametrize(("compiled", "plain"), PAIRS, ids=map(str, OPTIONS))
times = st.integers(0, 60).map(lambda n: 40 * n) | st.integers(0, 5000) | st.integers(0, 2**40)


def assert_alike(compiled, plain, ids):
    """Whatever tokens these are, (batch, length): after each, all that is known is the same."""
    state = plain.grammar.start(len(ids))
    counts, ends = compiled.grammar.follow(state, ids)
    expected, states = plain.grammar.follow(state, ids)
    assert counts.tolist() == expected.tolist()
    assert np.array_equal(ends, states)
    for column in ids.T:
        mask = plain.grammar.mask(state)
        assert np.array_equal(compiled.grammar.mask(state), mask), plain.vocabulary.names(column)
        after = plain.grammar.advance(state, column)
        assert np.array_equal(compiled.grammar.advance(state, column), after)
        state = after


def walks(tok):
    """Some that like these kinds, some that like those."""
    found = [random_walk(tok, 6, 120, np.random.default_rng(seed))[0] for seed in range(12)]
    return np.concatenate(found)


@both
def test_walks_under_the_mask_are_alike(compiled, plain):
    assert_alike(compiled, plain, walks(compiled))


@both
def test_such_walks_meet_every_kind(compiled, plain):
    kinds = np.array(list(plain.vocabulary.kinds))
    met = set(kinds[plain.vocabulary.kind_of[walks(compiled)]].ravel())
    unused = {"special"}
    unused |= set() if plain.pedal else {"pedal"}
    unused |= set() if plain.chords else {"chord", "quality", "bass"}
    empty = {name for name, kind in plain.vocabulary.kinds.items() if kind.count == 0}
    assert set(kinds) - met == unused | empty


@both
@given(seed=st.integers(0, 2**32))
@settings(max_examples=5)
def test_broken_walks_are_alike(compiled, plain, seed):
    rng = np.random.default_rng(seed)
    ids, _, _ = random_walk(compiled, 16, 60, rng)
    wild = rng.integers(-len(plain), len(plain), ids.shape)
    assert_alike(compiled, plain, np.where(rng.random(ids.shape) < 0.05, wild, ids))


@both
@given(data=st.data())
def test_any_integers_are_alike(compiled, plain, data):
    token = st.integers(0, len(plain) - 1) | st.integers(3, 120)
    assert_alike(compiled, plain, np.array([data.draw(st.lists(token, max_size=40))], int))


@both
@given(score=lead_sheets(times=times), seed=st.integers(0, 2**32))
@settings(max_examples=8)
def test_scores_are_alike(compiled, plain, score, seed):
    rng = np.random.default_rng(seed)
    ids = np.tile(plain.encode(score)[:120].astype(np.int64), (2, 1))
    if ids.size:
        ids[1, rng.integers(ids.shape[1])] = rng.integers(len(plain))
    assert_alike(compiled, plain, ids)


@both
def test_real_tunes_are_alike(compiled, plain):
    for score in sy.load_corpus("folk")[:200:40]:
        assert_alike(compiled, plain, compiled.encode(score)[None, :100])
        assert compiled.grammar.admits(compiled.encode(score))


@pytest.mark.shared
def test_real_files_are_alike(shared):
    compiled, plain = PAIRS[0]
    for path in sorted(shared.glob("data/**/*.mid"))[::900]:
        ids = compiled.encode(sy.read(path))
        assert compiled.grammar.admits(ids), path
        assert_alike(compiled, plain, ids[None, :200])


def test_the_state_given_is_left_as_it_was():
    grammar = PAIRS[0][0].grammar
    state = grammar.start(2)
    bar = PAIRS[0][0].vocabulary.id("bar")
    assert grammar.follow(state, [[bar, bar], [0, bar]])[0].tolist() == [2, 0]
    assert not np.array_equal(grammar.advance(state, [bar, bar]), state)
    assert np.array_equal(state, grammar.start(2))


@pytest.mark.parametrize("register", range(28))
def test_a_state_that_no_tokens_lead_to_does_no_harm(register):
    grammar = PAIRS[0][0].grammar
    for value in (-(2**63), -2, 0, 300, 2**63 - 1):
        state = grammar.start(1)
        state[0, register] = value
        for token in range(0, grammar.size, 7):
            with suppress(ValueError):
                grammar.advance(state, [token])
                counts, _ = grammar.follow(state, [[token]])
                assert counts[0] == grammar.mask(state)[0, token]


@pytest.mark.parametrize("register", [r.STAGE, r.TEMPO_SAID, r.VOICE, r.DIGITS_SAID, r.DENOMINATOR])
def test_a_state_that_would_look_elsewhere_is_refused(register):
    grammar = PAIRS[0][0].grammar
    for value in (-2, 2**40):
        state = grammar.start(1)
        state[0, register] = value
        with pytest.raises(ValueError, match="no tokens lead to this state"):
            grammar.mask(state)


def test_arrays_that_do_not_fit_are_refused():
    grammar = PAIRS[0][0].grammar
    state = grammar.start(2)
    with pytest.raises(IndexError):
        grammar.advance(state, [0, grammar.size])
    for wrong in (lambda: grammar.advance(state, [0]), lambda: grammar.follow(state, [[0]])):
        with pytest.raises(ValueError, match="one"):
            wrong()
    with pytest.raises(ValueError, match="registers"):
        grammar.mask(state[:, :-1])
