import numpy as np
import pytest
from hypothesis import given
from strategies import scores

from symbolic import SymbolicError
from symbolic.score import Score
from symbolic.score.tables import EMPTY, NOTE, TABLES, table

NOTES = [(0, 480, 60, 80, 0), (480, 240, 64, 90, 0)]


def test_rows_of_every_kind_make_the_same_table():
    named = [dict(zip(NOTE.names, row, strict=True)) for row in NOTES]
    wide = np.array(NOTES, [(name, "i8") for name in reversed(NOTE.names)])
    for name in NOTE.names:
        wide[name] = [row[NOTE.names.index(name)] for row in NOTES]
    for rows in (
        named,
        np.array(NOTES),
        np.array(NOTES, NOTE),
        wide,
        iter(NOTES),
        map(list, NOTES),
    ):
        built = table("notes", rows)
        assert built.tolist() == NOTES
        assert built.dtype == NOTE


@pytest.mark.parametrize("rows", [None, [], (), iter([]), np.empty(0, NOTE)])
def test_no_rows_make_an_empty_table(rows):
    assert table("notes", rows) is EMPTY["notes"]


def test_rows_are_put_in_order_and_ties_stay_as_they_came():
    notes = [(9, 1, 60, 80, 1), (5, 1, 60, 80, 1), (5, 2, 50, 80, 1), (7, 1, 60, 80, 0)]
    assert table("notes", notes).tolist() == [notes[3], notes[1], notes[2], notes[0]]
    controls = [(5, 101, 0, 0), (5, 100, 0, 0), (5, 6, 12, 0), (0, 7, 1, 1)]
    assert table("controls", controls).tolist() == controls
    assert table("markers", [(5, "b"), (0, "z"), (5, "a")])["text"].tolist() == ["z", "b", "a"]


@given(scores())
def test_tables_cannot_be_written(score):
    for name in TABLES:
        with pytest.raises(ValueError, match="read-only"):
            getattr(score, name)[:] = 0


def test_the_array_given_is_neither_shared_nor_frozen():
    given_array = np.array(NOTES[::-1], NOTE)
    score = Score(480, notes=given_array)
    assert given_array.tolist() == NOTES[::-1]
    given_array["pitch"] = 1
    assert score.notes["pitch"].tolist() == [60, 64]


def test_a_read_only_view_of_an_array_that_can_be_written_is_not_shared():
    given_array = np.array(NOTES, NOTE)
    view = given_array.view()
    view.setflags(write=False)
    score = Score(480, notes=view)
    given_array["pitch"] = 1
    assert score.notes["pitch"].tolist() == [60, 64]


def test_a_table_of_another_score_is_shared():
    score = Score(480, notes=NOTES)
    assert Score(480, notes=score.notes).notes is score.notes


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [
        ("notes", (-1, 1, 60, 80, 0), "start"),
        ("notes", (2**40 + 1, 1, 60, 80, 0), "start"),
        ("notes", (0, -1, 60, 80, 0), "duration"),
        ("notes", (0, 1, 128, 80, 0), "pitch"),
        ("notes", (0, 1, -1, 80, 0), "pitch"),
        ("notes", (0, 1, 60 + 2**16, 80, 0), "pitch"),
        ("notes", (0, 1, 60.5, 80, 0), "pitch"),
        ("notes", (0, 1, "60", 80, 0), "pitch"),
        ("notes", (0, 1, None, 80, 0), "pitch"),
        ("notes", (0, 1, True, 80, 0), "pitch"),
        ("notes", (0.5, 1, 60, 80, 0), "start"),
        ("notes", (float("nan"), 1, 60, 80, 0), "start"),
        ("notes", (2**70, 1, 60, 80, 0), "start"),
        ("notes", (0, 1, 60, 0, 0), "velocity"),
        ("notes", (0, 1, 60, 128, 0), "velocity"),
        ("notes", (0, 1, 60, 80, -1), "track"),
        ("notes", (0, 1, 60, 80, 2**30), "track"),
        ("tempos", (0, 0), "microseconds"),
        ("tempos", (0, 2**24), "microseconds"),
        ("meters", (0, 0, 4), "numerator"),
        ("meters", (0, 4, 0), "denominator"),
        ("keys", (0, 8, False), "fifths"),
        ("keys", (0, 0, 2), "minor"),
        ("controls", (0, 128, 0, 0), "number"),
        ("controls", (0, 64, 128, 0), "value"),
        ("bends", (0, 8192, 0), "value"),
        ("bends", (0, 0, -1), "track"),
        ("lyrics", (0, b"la", 0), "text"),
        ("lyrics", (0, "la", -2), "track"),
        ("texts", (0, "text", "x", -2), "track"),
        ("texts", (0, None, "x", 0), "kind"),
        ("markers", (0, 5), "text"),
        ("markers", (-1, "A"), "time"),
    ],
)
def test_what_a_column_cannot_hold_is_named(name, row, column):
    with pytest.raises(SymbolicError, match=f"^{name}: {column} [^\n]*$"):
        Score(480, **{name: [row]})


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 480, 60, 80)],
        [(0, 480, 60, 80, 0, 0)],
        [NOTES[0], (0, 1)],
        [{"start": 0}],
        5,
        "abcde",
        [5],
        {"pitch": [60]},
        np.zeros(2, [("start", "i8")]),
        np.zeros((2, 2), NOTE),
    ],
)
def test_rows_of_the_wrong_length_are_refused(rows):
    with pytest.raises(SymbolicError, match="a row of notes has the columns start, dur"):
        Score(480, notes=rows)


def test_an_array_of_the_right_kind_is_checked_too():
    with pytest.raises(SymbolicError, match="notes: pitch 128 lies outside 0 to 127"):
        Score(480, notes=np.array([(0, 1, 128, 80, 0)], NOTE))
