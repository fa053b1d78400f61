"""The grammar of bar tokens admits exactly what the encoder writes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import lead_sheets
from walks import random_walk

from symbolic.score import Score
from symbolic.tokenizers import BarTokenizer

TOKENIZERS = [
    BarTokenizer(),
    BarTokenizer(4, 3, pedal=False),
    BarTokenizer(7, 127),
    BarTokenizer(24),
    BarTokenizer(241),
    BarTokenizer(480, 1, chords=False),
    BarTokenizer(1),
]
SEEDS = range(3)
times = st.integers(0, 4000) | st.integers(0, 2**40)
# What to take from any state to come to an end.
HOMEWARD = "duration velocity digit unit quality bass pitch drum key tempo cut program position"
HOMEWARD += " beats bar more"


@given(lead_sheets(times=times), st.sampled_from(TOKENIZERS))
def test_admits_what_is_encoded(score, tok):
    ids = tok.encode(score)
    assert tok.grammar.admits(ids), tok.vocabulary.names(ids)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("tok", TOKENIZERS, ids=repr)
def test_random_walks_are_canonical(tok, seed):
    ids, ends, _ = random_walk(tok, 16, 150, np.random.default_rng(seed))
    assert ends.max() > 100
    for line, end in zip(ids, ends, strict=True):
        score = tok.decode(line[:end])
        assert tok.vocabulary.names(tok.encode(score)) == tok.vocabulary.names(line[:end])


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 200)), min_size=1, max_size=9),
    st.lists(st.tuples(st.integers(1, 900), st.sampled_from([(3, 4), (7, 8), (2, 2)]))),
)
def test_bars_are_counted_to_the_last_that_was_begun(notes, meters):
    """Where an event begins, that is: a note that sounds on begins no bar."""
    tok, last = BarTokenizer(), max(notes)[0]
    rows = [(40 * start, 40 * duration, 60, 80, 0) for start, duration in notes]
    bars = [(40 * time, *meter) for time, meter in meters if time <= last]
    score = Score(480, notes=rows, meters=bars)
    _, state = tok.grammar.follow(tok.grammar.start(1), tok.encode(score)[None])
    number, _ = score.timeline.ticks_to_bars(40 * last)
    assert tok.grammar.bars(state).tolist() == [number + 1]
    assert tok.grammar.bars(tok.grammar.start(2)).tolist() == [0, 0]


@pytest.mark.parametrize("tok", TOKENIZERS, ids=repr)
def test_every_state_can_come_to_an_end(tok):
    grammar = tok.grammar
    for count in range(1, 60, 6):
        _, _, state = random_walk(tok, 8, count, np.random.default_rng(count))
        for _ in range(80):
            on_the_way = ~grammar.complete(state)
            if not on_the_way.any():
                break
            state = state[on_the_way]
            mask = grammar.mask(state)
            ids = np.full(len(state), -1)
            for name in reversed(HOMEWARD.split()):
                kind = tok.vocabulary.kinds[name]
                part = mask[:, kind.first : kind.first + kind.count]
                ids = np.where(part.any(axis=1), kind.first + part.argmax(axis=1), ids)
            assert (ids >= 0).all()
            state = grammar.advance(state, ids)
        else:
            pytest.fail("no end in 80 tokens")


def test_bars_shorter_than_a_tick():
    tok = BarTokenizer(480)
    score = Score(480, notes=[(5, 1, 60, 64, 0), (9, 1, 60, 64, 0)], meters=[(2, 1, 16384)])
    score = score.replace(meters=[(2, 1, 16384), (6, 3, 8)])
    ids = tok.encode(score)
    assert tok.grammar.admits(ids)
    assert np.array_equal(tok.encode(tok.decode(ids)), ids)
    assert tok.decode(ids).notes["start"].tolist() == [5, 9]


def test_two_meters_on_one_bar_line():
    score = Score(480, meters=[(0, 3, 4), (1, 4, 4), (1920, 5, 4), (1921, 4, 4), (3840, 2, 4)])
    tok = BarTokenizer()
    assert tok.vocabulary.names(tok.encode(score)) == ["bar", "bar", "bar", "beats 2", "unit 4"]


def test_one_batch_is_as_many_lines():
    tok = BarTokenizer()
    ids, _, _ = random_walk(tok, 6, 40, np.random.default_rng(0))
    together = tok.grammar.allowed(ids)
    for line, row in zip(ids, together, strict=True):
        assert np.array_equal(tok.grammar.allowed(line), row)


@given(st.lists(st.integers(0, len(TOKENIZERS[0]) - 1), max_size=40))
def test_wild_tokens_do_no_harm(ids):
    assert TOKENIZERS[0].grammar.allowed(np.array(ids, int)).shape == (len(TOKENIZERS[0]),)
