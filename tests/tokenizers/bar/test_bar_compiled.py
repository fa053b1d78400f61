"""The compiled loops of the bar tokens and NumPy's must not differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assert_same, lead_sheets

import symbolic as sy
from symbolic.tokenizers.bar.compiled import IS_COMPILED

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="installed without a compiler")

OPTIONS = [
    {},
    {"positions": 4, "velocities": 127},
    {"positions": 7},
    {"pedal": False, "chords": False},
]


def pair(options):
    """A tokenizer with the compiled loops, and one without."""
    compiled, plain = sy.BarTokenizer(**options), sy.BarTokenizer(**options)
    plain._encoder.line = plain._decoder.line = None
    return compiled, plain


PAIRS = [pair(options) for options in OPTIONS]
near = st.integers(0, 60).map(lambda n: 40 * n) | st.integers(0, 5000) | st.integers(0, 2**33)


@pytest.mark.parametrize(("compiled", "plain"), PAIRS)
@given(score=lead_sheets(times=near))
@settings(max_examples=150)
def test_scores_encode_alike(compiled, plain, score):
    assert compiled.encode(score).tolist() == plain.encode(score).tolist()


@pytest.mark.parametrize(("compiled", "plain"), PAIRS)
@given(data=st.data())
@settings(max_examples=150)
def test_integers_decode_alike(compiled, plain, data):
    size = len(plain.vocabulary)
    token = st.integers(-2, size + 2) | st.integers(3, 120)
    ids = np.array(data.draw(st.lists(token, max_size=80)), np.int64)
    assert_same(compiled.decode(ids), plain.decode(ids))


@pytest.mark.shared
def test_real_files_go_both_ways_alike(shared):
    compiled, plain = PAIRS[0]
    for path in sorted(shared.glob("data/**/*.mid"))[::60] + sorted(shared.glob("hostile/*.mid")):
        try:
            score = sy.read(path)
        except sy.SymbolicError:
            continue
        ids = plain.encode(score)
        assert np.array_equal(compiled.encode(score), ids), path
        assert compiled.decode(ids) == plain.decode(ids), path
