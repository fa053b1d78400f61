"""The grammar admits what encode writes, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.tokenizers.note_chord import NoteChordTokenizer


def walk(tokenizer, batch, length, seed):
    """Random sequences under the mask, each ended at the last place where it may end."""
    random = np.random.default_rng(seed)
    grammar = tokenizer.grammar
    state = grammar.start(batch)
    kinds, kind_count = tokenizer.vocabulary.kind_of, len(tokenizer.vocabulary.kinds)
    ids, ends = np.zeros((batch, 0), np.int64), np.zeros(batch, int)
    for place in range(length):
        mask = grammar.mask(state)
        assert (mask.any(1) | grammar.complete(state)).all(), "stuck"
        # Kinds evenly, then tokens: else there would hardly be a second note in a group.
        weight = random.random(mask.shape) + 2 * random.random((batch, kind_count))[:, kinds]
        column = np.where(mask, weight, -1).argmax(1)
        state = np.where(mask.any(1)[:, None], grammar.advance(state, column), state)
        ids = np.append(ids, column[:, None], axis=1)
        ends = np.where(grammar.complete(state) & (ends == place), place + 1, ends)
        ends = np.where(grammar.complete(state) & mask.any(1), place + 1, ends)
    return [row[:end] for row, end in zip(ids, ends, strict=True)]


@given(score=scores())
def test_admits_what_encode_writes(tokenizer, score):
    assert tokenizer.grammar.admits(tokenizer.encode(score))


@given(score=scores(times=st.integers(0, 12)))
def test_admits_dense_scores(coarse, score):
    assert coarse.grammar.admits(coarse.encode(score))


@given(seed=st.integers(0, 2**32))
def test_what_it_admits_is_what_encode_writes(tokenizer, coarse, seed):
    for which in (tokenizer, coarse):
        walks = walk(which, batch=6, length=40, seed=seed)
        for ids in walks:
            assert which.encode(which.decode(ids)).tolist() == ids.tolist()
        assert any(len(ids) > 10 for ids in walks)


@given(data=st.data())
def test_a_changed_sequence_is_admitted_only_if_encode_writes_it(coarse, data):
    """From the other side: sequences that are almost right."""
    [ids] = walk(coarse, batch=1, length=12, seed=data.draw(st.integers(0, 2**32)))
    ids = ids.tolist()
    kinds = list(coarse.vocabulary.kinds.values())
    tokens = st.sampled_from(kinds).flatmap(lambda kind: st.sampled_from(kind.ids))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(ids)))
        ids[place : place + data.draw(st.integers(0, 1))] = data.draw(st.lists(tokens, max_size=2))
    written = coarse.encode(coarse.decode(ids)).tolist() == ids
    assert coarse.grammar.admits(ids) == written


@pytest.mark.parametrize(
    ("tokens", "following", "may"),
    [
        ([], "step 5", True),
        ([], "chord C4.E4", True),
        ([], "duration 5", False),
        (["note C4"], "note B3", False),
        (["note C4"], "note C4", True),
        (["note C4"], "chord C4.E4", False),
        (["note C4"], "duration 5", True),
        (["note C4", "note E4"], "duration 5", False),  # this is a chord that has a token
        (["note C4", "note E4", "note A4"], "duration 5", True),
        (["chord C4.E4"], "note A4", False),
        (["note C4", "duration 5"], "duration 4", False),
        (["note C4", "duration 48"], "duration 48", False),
        (["note C4", "duration 96"], "duration 48", True),
        (["note C4", "duration 48"], "duration 47", True),
        (["note C4", "duration 5", "note D4"], "duration 5", False),  # belongs to the group before
        (["note C4", "duration 5", "note D4"], "duration 6", True),
        (["note C4", "duration 48", "duration 1", "note D4"], "duration 48", True),
        (["note C4", "duration 48", "duration 1", "note D4", "duration 48"], "step 1", False),
        (["note C4", "duration 5", "step 1", "note D4"], "duration 1", True),
        (["step 5"], "step 4", False),
        (["step 48"], "step 4", True),
    ],
)
def test_rules(tokenizer, tokens, following, may):
    ids = [tokenizer.vocabulary.id(token) for token in tokens]
    assert tokenizer.grammar.allowed(ids)[tokenizer.vocabulary.id(following)] == may


def test_nothing_lies_beyond_the_grid(tokenizer):
    grammar, names = tokenizer.grammar, tokenizer.vocabulary
    doubled = [48 * 2**power for power in reversed(range(25))]
    steps = [names.id(f"step {length}") for length in (*doubled, 47)]
    durations = [names.id(f"duration {length}") for length in (*doubled, 47)]
    note = names.id("note C4")
    ids = [*steps, note, *durations]
    assert grammar.admits(ids)
    assert not grammar.allowed(ids).any()  # the end of the grid in every direction
    assert tokenizer.encode(tokenizer.decode(ids)).tolist() == ids
    held = [note, *durations]  # no other group here, for none is longer
    assert set(tokenizer.vocabulary.kind_of[grammar.allowed(held)]) == {2}


def test_batches_advance_as_each_sequence_alone(tokenizer):
    rows = [ids[:8] for ids in walk(tokenizer, 20, 30, seed=3) if len(ids) >= 8]
    together = tokenizer.grammar.allowed(np.array(rows))
    assert together.shape == (len(rows), len(tokenizer))
    for ids, mask in zip(rows, together, strict=True):
        assert (tokenizer.grammar.allowed(ids) == mask).all()


def test_an_unfitted_vocabulary_has_a_grammar():
    tokenizer = NoteChordTokenizer()
    for ids in walk(tokenizer, 8, 30, seed=1):
        assert tokenizer.encode(tokenizer.decode(ids)).tolist() == ids.tolist()


def test_the_state_fits_32_bits(tokenizer):
    grammar = tokenizer.grammar
    state = grammar.start(1)
    for name in [
        f"step {48 * 2**24}",
        "note G9",
        *[f"duration {48 * 2**k}" for k in range(24, 0, -1)],
    ]:
        state = grammar.advance(state, np.array([tokenizer.vocabulary.id(name)]))
        assert np.abs(state).max() < 2**31
