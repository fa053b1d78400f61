"""The compiled loops of notes and chords and NumPy's must not differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assert_same, scores

import symbolic as sy
from symbolic.tokenizers.note_chord.compiled import IS_COMPILED

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="installed without a compiler")

# C4 and C4.C#4 lead to C4.C#4.D4, and A#3 to nothing: ways in the tree that end early.
CHORDS = ["A#3.B3", "C4.C#4", "C4.C#4.D4.D#4", "C4.C4", "G9.G9.G9"]


def pair(chords, steps):
    """A tokenizer with the compiled loops, and one without."""
    compiled, plain = (sy.NoteChordTokenizer(chords, steps=steps) for _ in range(2))
    assert compiled._form.line is not None
    plain._form.line = None
    return compiled, plain


both = pytest.mark.parametrize(
    ("compiled", "plain"), [pair(CHORDS, 12), pair(CHORDS, 1), pair(None, 480)]
)
near = st.integers(0, 12).map(lambda n: 40 * n) | st.integers(0, 5000) | st.integers(0, 2**40)


@both
@given(score=scores(times=near))
@settings(max_examples=150)
def test_scores_encode_alike(compiled, plain, score):
    ids = plain.encode(score)
    assert compiled.encode(score).tolist() == ids.tolist()
    assert_same(compiled.decode(ids), plain.decode(ids))


@both
@given(data=st.data())
@settings(max_examples=150)
def test_integers_decode_alike(compiled, plain, data):
    size = len(plain)
    ids = data.draw(st.lists(st.integers(-2, size + 2) | st.integers(58, 64), max_size=80))
    assert_same(compiled.decode(ids), plain.decode(ids))


@both
def test_long_random_lines_decode_alike(compiled, plain):
    random = np.random.default_rng(3)
    for count in (1, 2, 50, 20_000):
        ids = random.integers(0, len(plain), count)
        assert_same(compiled.decode(ids), plain.decode(ids))


@both
def test_a_step_past_the_grid_ends_both_alike(compiled, plain):
    far = plain.vocabulary.kinds["step"].ids[-1]
    ids = [far, 60, 128, far, far, 61, 129, 62]
    assert_same(compiled.decode(ids), plain.decode(ids))


@pytest.mark.shared
def test_real_files_go_both_ways_alike(shared):
    paths = sorted(shared.glob("data/**/*.mid"))[::60] + sorted(shared.glob("hostile/*.mid"))
    learned = sy.NoteChordTokenizer().fit(sy.read(path) for path in paths[20:60]).chords
    assert len(learned) > 200
    compiled, plain = pair(learned, 12)
    for path in paths:
        try:
            score = sy.read(path)
        except sy.SymbolicError:
            continue
        ids = plain.encode(score)
        assert np.array_equal(compiled.encode(score), ids), path
        assert compiled.decode(ids) == plain.decode(ids), path
