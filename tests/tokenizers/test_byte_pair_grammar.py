"""The grammar of byte pairs: exactly what merging writes, of what the base grammar admits."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import scores

import symbolic as sy
from symbolic.score import Score
from symbolic.score.tables import NOTE
from symbolic.tokenizers.byte_pair.grammar import BytePairGrammar
from symbolic.tokenizers.byte_pair.merging import Merger, learn
from symbolic.tokenizers.byte_pair.neighbours import Neighbours
from symbolic.tokenizers.byte_pair.pieces import Pieces
from symbolic.tokenizers.grammar import AnyOrder, Grammar

letters = st.integers(0, 2)


def tune(seed, count):
    """Music of few habits at random: pairs return, long runs do not."""
    random = np.random.default_rng(seed)
    notes = np.zeros(count, NOTE)
    notes["start"] = random.integers(0, 2, count).cumsum() * 240
    notes["duration"] = random.integers(1, 4, count) * 240
    notes["pitch"] = random.choice([60, 62, 64], count)
    notes["velocity"] = random.choice([60, 90], count)
    return Score(480, notes=notes, controls=[(960 * i, 64, 127 * (i % 2), 0) for i in range(9)])


BASES = {
    "performance": sy.PerformanceTokenizer(velocities=8),
    "band": sy.PerformanceTokenizer(step=50, velocities=1, programs=True),
    "note-chord": sy.NoteChordTokenizer(["C4.E4", "C4.D4.E4"]),
    "bar": sy.BarTokenizer(),
}


@pytest.fixture(params=BASES, scope="module")
def fitted(request):
    base = BASES[request.param]
    return sy.BytePairTokenizer(base, len(base) + 60).fit(tune(seed, 200) for seed in range(3))


# -- without a base grammar: any line of letters, any merges ----------------------------


def merges_of(wishes):
    """Any merges of three letters, each of pieces that are there: also two that make one piece,
    one whose piece a later merge makes again, one that others always come before.
    """
    merges: list[tuple[int, int]] = []
    for left, right in wishes:
        size = len(Pieces(3, merges))
        merge = left % size, right % size
        if merge not in merges:
            merges.append(merge)
    return merges


wishes = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=14)
learned = st.lists(st.lists(letters, max_size=60), min_size=1, max_size=4).map(
    lambda streams: learn((np.array(ids, int) for ids in streams), 3, 20)
)


@settings(max_examples=400)
@given(merges=wishes.map(merges_of) | learned, data=st.data())
def test_a_line_is_admitted_just_where_merging_leaves_it(merges, data):
    pieces = Pieces(3, merges)
    merger = Merger(pieces)
    grammar = BytePairGrammar(AnyOrder(3), pieces, merger)
    line = data.draw(st.lists(st.integers(0, len(pieces) - 1), max_size=7))
    again = merger.merge(pieces.expand(np.array(line, int))).tolist()
    assert Grammar.admits(grammar, line) == (again == line)  # mask by mask
    assert Grammar.admits(grammar, again)
    assert grammar.admits(line) == (again == line)
    assert grammar.admits(again)


@settings(max_examples=100)
@given(merges=wishes.map(merges_of))
def test_every_pair_is_told_as_merging_does(merges):
    """Pairs that no merge can touch are never tried; here all are."""
    pieces = Pieces(3, merges)
    merger = Merger(pieces)
    neighbours = Neighbours(pieces, merger)
    numbers = range(len(pieces))
    alone = [p for p in numbers if merger.merge(pieces.expand(np.array([p]))).tolist() != [p]]
    assert neighbours.unwritten.tolist() == alone
    written = [piece for piece in numbers if piece not in alone]
    for left in written:
        barred = neighbours.barred(left).tolist()
        for right in written:
            pair = [left, right]
            assert (merger.merge(pieces.expand(np.array(pair))).tolist() != pair) == (
                right in barred
            )


def test_golden_neighbours():
    pieces = Pieces(2, [(0, 0), (2, 0), (0, 1)])  # 2 is 00, 3 is 000, 4 is 01
    neighbours = Neighbours(pieces, Merger(pieces))
    assert neighbours.unwritten.tolist() == []
    assert neighbours.barred(0).tolist() == [0, 1, 2, 3, 4]
    assert neighbours.barred(2).tolist() == [0, 4]
    assert neighbours.barred(3).tolist() == [0, 2, 3, 4]
    assert neighbours.barred(1).tolist() == []


# -- with one -----------------------------------------------------------------------------


@settings(max_examples=8)
@given(score=scores())
def test_what_is_written_is_admitted(fitted, score):
    assert fitted.grammar.admits(fitted.encode(score))


def test_real_habits_are_admitted(fitted):
    habits = tune(9, 40)
    assert len(fitted.encode(habits)) < 0.7 * len(fitted.base.encode(habits))
    assert fitted.grammar.admits(fitted.encode(habits))
    assert not fitted.grammar.admits(fitted.base.encode(habits))
    assert fitted.grammar.admits(fitted.encode(Score()))


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_walks_under_the_mask_come_back(fitted, seed):
    """Also those that stop before the end: what they would grow into begins with them."""
    random = np.random.default_rng(seed)
    grammar, ids = fitted.grammar, []
    state = grammar.start(1)
    for _ in range(random.integers(1, 40)):
        allowed = np.flatnonzero(grammar.mask(state)[0])
        assert len(allowed), fitted.vocabulary.names(ids)
        merged = allowed[allowed >= fitted.vocabulary.kinds["merged"].first]
        ids.append(int(random.choice(merged if len(merged) and random.random() < 0.6 else allowed)))
        state = grammar.advance(state, np.array(ids[-1:]))
        if grammar.complete(state)[0]:
            assert np.array_equal(fitted.encode(fitted.decode(ids)), ids)
    assert fitted._merger.merge(fitted._pieces.expand(np.array(ids))).tolist() == ids


@settings(max_examples=15)
@given(score=scores() | st.just(tune(9, 12)), seed=st.integers(0, 2**32))
def test_the_grammar_admits_just_what_comes_back(fitted, score, seed):
    """Change one piece of a true line, or cut it into others: admitted where it comes back."""
    random = np.random.default_rng(seed)
    ids = fitted.encode(score)
    if not 0 < len(ids) < 100:
        return  # nothing to change, or a rest of ages that takes long to check
    for _ in range(4):
        place = random.integers(len(ids))
        parts = fitted._pieces.expand(ids[place : place + 1])
        near = np.clip(ids[random.integers(len(ids))] + random.integers(-2, 3), 0, len(fitted) - 1)
        for new in (parts, [near], []):
            changed = np.concatenate([ids[:place], new, ids[place + 1 :]]).astype(int)
            comes_back = np.array_equal(fitted.encode(fitted.decode(changed)), changed)
            assert fitted.grammar.admits(changed) == comes_back


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32))
def test_the_mask_is_the_base_grammar_taken_further(fitted, seed):
    """Compared with the definition: every piece tried token by token, in a batch of walks."""
    random = np.random.default_rng(seed)
    grammar, base, runs = fitted.grammar, fitted.base.grammar, fitted._pieces.runs
    state, told = grammar.start(3), [[], [], []]
    for _ in range(random.integers(1, 6)):
        mask = grammar.mask(state)
        merged = mask.copy()
        merged[:, : fitted.vocabulary.kinds["merged"].first] = False
        likely = [
            m if m.any() and random.random() < 0.7 else a for m, a in zip(merged, mask, strict=True)
        ]
        ids = np.array([random.choice(np.flatnonzero(row)) for row in likely])
        state = grammar.advance(state, ids)
        for line, i in zip(told, ids, strict=True):
            line.append(int(i))
    for row, line in zip(grammar.mask(state), told, strict=True):
        before = base._after(fitted._pieces.expand(np.array(line))[None])
        first_open = base.mask(before)[0]
        for piece, run in enumerate(runs):
            is_open, here = bool(first_open[run[0]]), before
            for token, further in pairwise(run):
                here = base.advance(here, np.array([token]))
                is_open = is_open and bool(base.mask(here)[0, further])
            longer = [*line, piece]
            merged = fitted._merger.merge(fitted._pieces.expand(np.array(longer)))
            assert row[piece] == (is_open and merged.tolist() == longer)


def test_before_fit_it_is_the_base_grammar():
    base = sy.NoteChordTokenizer(["C4.E4"])
    grammar = sy.BytePairTokenizer(base, len(base)).grammar
    ids = base.encode(tune(9, 20))
    assert grammar.admits(ids)
    assert np.array_equal(grammar.allowed(ids[:9]), base.grammar.allowed(ids[:9]))


def test_bars_are_counted_as_the_base_counts_them(fitted):
    ids = fitted.encode(tune(7, 60))
    base = fitted.base
    found = fitted.grammar.bars(fitted.grammar.follow(fitted.grammar.start(1), ids[None])[1])
    line = base.encode(tune(7, 60))
    expected = base.grammar.bars(base.grammar.follow(base.grammar.start(1), line[None])[1])
    assert (found is None) == (expected is None) == (not isinstance(base, sy.BarTokenizer))
    if found is not None:
        assert found.tolist() == expected.tolist()
        assert found[0] > 2
