"""The compiled loops of the bar tokens and NumPy's must not differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assert_same, lead_sheets

import symbolic as sy
from symbolic.score import Score, Track
from symbolic.score.tables import TABLES
from symbolic.tokenizers.bar.chords import NONE as NO_CHORDS
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


whole = st.integers(-(2**63), 2**63 - 1) | st.integers(-2, 2**41) | st.integers(0, 500)


@st.composite
def unchecked(draw):
    """A score of tables that nobody looked at: numbers of any size, in any order."""
    tables = {}
    for name in ("notes", "controls", "tempos", "meters", "keys"):
        rows = np.zeros(draw(st.integers(0, 4)), TABLES[name])
        for column in rows.dtype.names:
            kind = rows.dtype[column]
            width = 8 * kind.itemsize
            for row in range(len(rows)):
                number = draw(whole)
                rows[column][row] = number & 1 if kind.kind == "b" else _wrapped(number, width)
        tables[name] = rows
    return Score.from_tables(draw(st.integers(-1, 40_000)), [Track(), Track(program=3)], tables)


def _wrapped(number, width):
    return (number + (1 << width - 1)) % (1 << width) - (1 << width - 1)


@given(
    score=unchecked(),
    chords=st.lists(st.tuples(whole, whole, whole, whole), max_size=4),
)
@settings(max_examples=300)
def test_tables_that_nobody_checked_do_no_harm(score, chords):
    tok = PAIRS[0][0]
    rows = np.array(chords, np.int64).reshape(-1, 4)
    ids = tok._encoder.line.encode(score, rows, True)
    assert ids is None or len(tok.decode(ids).notes) == len(score.notes)


def test_tables_in_pieces_are_left_to_numpy():
    compiled, plain = PAIRS[0]
    rows = np.zeros(8, TABLES["notes"])
    rows["start"], rows["velocity"] = np.arange(8) * 480, 1
    score = Score.from_tables(480, [Track()], {"notes": rows[::2]})
    assert compiled._encoder.line.encode(score, NO_CHORDS, True) is None
    assert compiled.encode(score).tolist() == plain.encode(score).tolist()


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
