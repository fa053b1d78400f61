"""The compiled loops of identities and facts, and NumPy's, must not differ."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

import symbolic as sy
from symbolic.datasets import facts, identity
from symbolic.datasets.compiled import IS_COMPILED
from symbolic.score.tables import METER, NOTE

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="installed without a compiler")

near = st.integers(0, 40).map(lambda n: 60 * n) | st.integers(0, 3000) | st.integers(0, 2**40)


def assert_alike(score):
    for seen, looked_at in zip(identity._seen(score), identity._looked_at(score), strict=True):
        assert seen == looked_at
    assert facts._seen(score) == facts._looked_over(score)


@given(scores(times=near))
def test_any_score(score):
    assert_alike(score)


@given(st.lists(st.tuples(near, near, st.integers(60, 64), st.integers(1, 127)), max_size=60))
def test_thick_music(notes):
    assert_alike(sy.Score(480, notes=[(*note, 0) for note in notes]))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["pop909", "lieder", "groove", "nottingham", "osq"])
def test_real_music(shared, name):
    paths = sorted((shared / "data" / name).rglob("*.mid"))
    assert paths
    for path in paths[:: len(paths) // 20]:
        assert_alike(sy.read(path))


def test_rows_that_are_no_notes_are_refused():
    row = np.zeros(1, NOTE)
    for field, value in [("track", 1), ("track", -1), ("pitch", 200), ("start", -1)]:
        wrong = row.copy()
        wrong[field] = value
        with pytest.raises(ValueError, match="no tables of a score"):
            identity.looks(wrong, b"\0", b"", b"", 480)
        with pytest.raises(ValueError, match="no tables of a score"):
            facts.overview(wrong, b"\0", b"", b"", 480, 0)
    with pytest.raises(ValueError, match="no meters of a score"):
        facts.overview(row, b"\0", b"", np.zeros(1, METER), 480, 0)
