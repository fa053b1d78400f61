"""The compiled loops of the performance tokens and NumPy's must not differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assert_same, scores

import symbolic as sy
from symbolic.tokenizers.performance.compiled import IS_COMPILED

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="installed without a compiler")

OPTIONS = [
    {},
    {"step": 7, "velocities": 3, "programs": True},
    {"step": None, "resolution": 24, "velocities": 127, "programs": True},
    {"step": 1000, "velocities": 1},
]


def pair(options):
    """A tokenizer with the compiled loops, and one without."""
    compiled, plain = sy.PerformanceTokenizer(**options), sy.PerformanceTokenizer(**options)
    assert compiled._line is not None
    plain._line = None
    return compiled, plain


both = pytest.mark.parametrize(("compiled", "plain"), [pair(options) for options in OPTIONS])
near = st.integers(0, 60).map(lambda n: 40 * n) | st.integers(0, 5000) | st.integers(0, 2**40)


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
    few = st.sampled_from([60, 61, 128 + 60, 128 + 61, 256, 300, size - 1])
    ids = data.draw(st.lists(st.integers(-2, size + 2) | few, max_size=80))
    assert_same(compiled.decode(ids), plain.decode(ids))


@both
def test_long_random_lines_decode_alike(compiled, plain):
    ids = np.random.default_rng(3).integers(0, len(plain), 20_000)
    assert_same(compiled.decode(ids), plain.decode(ids))


@both
def test_endless_shifts_decode_alike(compiled, plain):
    longest = plain.vocabulary.kinds["velocity"].first - 1
    ids = np.append(np.full(2**22, longest), [60, 128 + 60])
    assert_same(compiled.decode(ids), plain.decode(ids))


@pytest.mark.shared
def test_real_files_go_both_ways_alike(shared):
    compiled, plain = pair({"programs": True})
    for path in sorted(shared.glob("data/**/*.mid"))[::60] + sorted(shared.glob("hostile/*.mid")):
        try:
            score = sy.read(path)
        except sy.SymbolicError:
            continue
        ids = plain.encode(score)
        assert np.array_equal(compiled.encode(score), ids), path
        assert compiled.decode(ids) == plain.decode(ids), path
