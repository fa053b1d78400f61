"""Special tokens: every tokenizer of lines has them, none writes them, and none hears them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assert_same, scores

import symbolic as sy

CHORDS = ["C4.E4", "C4.E4.G4"]
HABITS = sy.Score(480, notes=[(240 * i, 240, 60 + i % 3, 80, 0) for i in range(90)])


def plain(tokenizer):
    """Without the compiled loops."""
    if isinstance(tokenizer, sy.PerformanceTokenizer):
        tokenizer._line = None
    else:
        tokenizer._form.line = None
    return tokenizer


def paired(base):
    """As byte pairs, some of them merged."""
    tokenizer = sy.BytePairTokenizer(base, len(base) + 20).fit([HABITS])
    assert len(tokenizer) > len(base)
    return tokenizer


TOKENIZERS = {
    "performance": sy.PerformanceTokenizer(),
    "performance in NumPy": plain(sy.PerformanceTokenizer()),
    "band": sy.PerformanceTokenizer(step=None, resolution=24, programs=True),
    "band in NumPy": plain(sy.PerformanceTokenizer(step=None, resolution=24, programs=True)),
    "note-chord": sy.NoteChordTokenizer(CHORDS),
    "note-chord in NumPy": plain(sy.NoteChordTokenizer(CHORDS)),
    "unfitted": sy.NoteChordTokenizer(),
    "bar": sy.BarTokenizer(),
    "pairs of performance": paired(sy.PerformanceTokenizer()),
    "pairs of note-chord": paired(sy.NoteChordTokenizer(CHORDS)),
    "pairs of bar": paired(sy.BarTokenizer()),
}
every = pytest.mark.parametrize("tokenizer", TOKENIZERS.values(), ids=TOKENIZERS)


def special(tokenizer):
    return tokenizer.vocabulary.kinds["special"].ids


def strewn(data, tokenizer, ids):
    """The ids with special tokens among them, anywhere."""
    places = data.draw(st.lists(st.integers(0, len(ids)), min_size=1, max_size=12))
    return np.insert(
        np.array(ids, np.int64), places, data.draw(st.sampled_from(special(tokenizer)))
    )


@every
def test_their_names(tokenizer):
    names = tokenizer.vocabulary.names(special(tokenizer))
    assert names == ["special pad", "special start", "special end"]


@every
@settings(max_examples=40)
@given(data=st.data())
def test_any_tokens_decode_as_without_them(tokenizer, data):
    ordinary = st.integers(0, len(tokenizer) - 1).filter(lambda i: i not in special(tokenizer))
    ids = data.draw(st.lists(ordinary, max_size=60))
    assert_same(tokenizer.decode(strewn(data, tokenizer, ids)), tokenizer.decode(ids))


@every
@settings(max_examples=25)
@given(score=scores(), data=st.data())
def test_scores_decode_as_without_them_and_have_none(tokenizer, score, data):
    ids = tokenizer.encode(score)
    assert not np.isin(ids, special(tokenizer)).any()
    assert_same(tokenizer.decode(strewn(data, tokenizer, ids)), tokenizer.decode(ids))


@every
def test_the_grammar_never_admits_them(tokenizer):
    grammar, ids = tokenizer.grammar, tokenizer.encode(HABITS)[:60]
    for end in range(len(ids) + 1):
        assert not grammar.allowed(ids[:end])[special(tokenizer)].any()
    for token in special(tokenizer):
        assert not grammar.admits([token])
    assert grammar.admits([])


@every
def test_the_grammar_goes_on_after_them_as_before(tokenizer):
    start, grammar = tokenizer.vocabulary.id("special start"), tokenizer.grammar
    ids = tokenizer.encode(HABITS)[:40]
    framed = np.append(start, ids)
    assert (grammar.allowed(framed) == grammar.allowed(ids)).all()
    if tokenizer.vocabulary.kinds["special"].first == 0:
        return  # among bars and their pairs, one counts as the last token
    for end in range(len(ids)):
        line = np.append(ids[:end], start)
        assert (grammar.allowed(line) == grammar.allowed(ids[:end])).all()
        state = [grammar.advance(grammar.start(1), np.array([token])) for token in (start, ids[0])]
        both = grammar.advance(grammar.start(2), np.array([start, ids[0]]))
        assert (both == np.concatenate(state)).all()


@pytest.mark.parametrize(
    ("tokenizer", "first"),
    [
        (sy.PerformanceTokenizer(), 399),
        (sy.PerformanceTokenizer(step=None, programs=True), 908),
        (sy.NoteChordTokenizer(), 272),
        (sy.NoteChordTokenizer(CHORDS), 274),
    ],
)
def test_they_come_after_all_that_was_there_before(tokenizer, first):
    assert special(tokenizer) == range(first, first + 3)
    assert len(tokenizer) == first + 3


# -- byte pairs ---------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["performance", "note-chord", "bar"])
def test_merges_never_take_them_in(base):
    base = TOKENIZERS[base]
    pad, start, end = special(base)
    framed = [start, *base.encode(HABITS)[:50].tolist(), end, pad, pad, pad, pad]
    fitted = sy.BytePairTokenizer(base, len(base) + 40).fit([np.array(framed * 4)])
    runs = fitted._pieces.runs[fitted.vocabulary.kinds["merged"].first :]
    assert len(runs) > 5
    assert not np.isin(np.concatenate(runs), special(base)).any()


def test_pairs_saved_before_there_were_any_keep_their_numbers():
    base = {"step": 10, "velocities": 32, "programs": False, "resolution": 480}
    config = {
        "base": {"tokenizer": "PerformanceTokenizer", "config": base},
        "size": 401,
        "merges": [[60, 305], [399, 188]],
    }
    loaded = sy.BytePairTokenizer.from_config(config)
    assert loaded.config == config
    assert loaded.vocabulary.names([399, 400, 401]) == [
        "merged note on 60 + shift 500 ms",
        "merged note on 60 + shift 500 ms + note off 60",
        "special pad",
    ]
    assert loaded.encode(sy.Score(480, notes=[(0, 480, 60, 64, 0)])).tolist() == [380, 400]
    empty = {**config, "size": 399, "merges": []}
    assert sy.BytePairTokenizer.from_config(empty).fit([HABITS]).config == empty


def test_the_old_projects_had_none():
    assert "special" not in sy.NoteChordTokenizer(legacy=True).vocabulary.kinds
