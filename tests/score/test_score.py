import copy
import json
import pickle

import numpy as np
import pytest
from hypothesis import given
from strategies import assert_same, scores

from symbolic import SymbolicError
from symbolic.score import Score, Track
from symbolic.score.tables import TABLES

NOTES = [(0, 480, 60, 80, 0), (0, 480, 60, 90, 0), (480, 960, 64, 80, 1)]
ROWS = {
    "notes": (0, 1, 60, 80, 0),
    "tempos": (0, 400_000),
    "meters": (0, 3, 4),
    "keys": (0, 1, True),
    "controls": (0, 64, 126, 0),
    "bends": (0, 5, 0),
    "lyrics": (0, "la", 0),
    "markers": (0, "A"),
    "texts": (0, "text", "x", -1),
}


# -- construction -------------------------------------------------------------------------


def test_tracks_are_made_where_the_tables_mention_them():
    assert Score(480, notes=NOTES).tracks == (Track(), Track())
    assert Score(480, bends=[(0, 1, 4)]).tracks == (Track(),) * 5
    assert Score(480, lyrics=[(0, "la", -1)]).tracks == ()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"resolution": 0}, "resolution 0 is not 1 to 32767"),
        ({"resolution": 32768}, "resolution 32768 is not"),
        ({"resolution": 480.5}, "resolution 480.5 is not a whole number"),
        ({"resolution": True}, "resolution True is not a whole number"),
        ({"resolution": "480"}, "resolution '480' is not a whole number"),
        ({"title": None}, "title None is not a string"),
        ({"tracks": ["lead"]}, "list of Track, not 'lead'"),
        ({"tracks": 3}, "list of Track, not 3"),
        ({"tracks": [], "notes": NOTES}, "names track 1, but there are 0"),
        ({"tracks": [Track()], "notes": NOTES}, "names track 1, but there are 1"),
    ],
)
def test_wrong_arguments_are_said_in_a_sentence(arguments, sentence):
    with pytest.raises(SymbolicError, match=sentence):
        Score(**arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        {"program": -1},
        {"program": 128},
        {"program": 1.5},
        {"program": True},
        {"name": None},
        {"channel": -1},
        {"channel": 0.5},
    ],
)
def test_wrong_tracks_are_said_in_a_sentence(arguments):
    with pytest.raises(SymbolicError, match=next(iter(arguments))):
        Track(**arguments)


def test_any_iterable_of_tracks_will_do():
    assert Score(480, (Track(name) for name in "ab")).tracks == (Track("a"), Track("b"))


def test_an_unknown_table_is_not_replaced():
    with pytest.raises(SymbolicError, match="no chords, notez to replace"):
        Score().replace(notez=[], chords=[])


# -- measures -----------------------------------------------------------------------------


def test_measures_of_a_score():
    score = Score(480, notes=NOTES, tempos=[(480, 1_000_000)])
    assert len(score) == 3
    assert score.end == 1440
    assert score.seconds == 0.5 + 2
    assert score.bars == 1
    assert score.replace(markers=[(1921, "end")]).end == 1921
    assert score.replace(markers=[(1921, "end")]).bars == 2


def test_measures_of_nothing():
    assert (len(Score()), Score().end, Score().seconds, Score().bars) == (0, 0, 0, 0)
    assert Score()  # true, though it has no notes


# -- equality -----------------------------------------------------------------------------


def test_notes_struck_together_may_stand_in_any_order():
    assert Score(480, notes=NOTES) == Score(480, notes=NOTES[::-1])
    assert Score(480, notes=NOTES) != Score(480, notes=[NOTES[0], NOTES[0], NOTES[2]])


def test_the_order_of_controls_at_one_tick_matters():
    rows = [(0, 101, 0, 0), (0, 100, 0, 0)]
    assert Score(480, controls=rows) != Score(480, controls=rows[::-1])


@pytest.mark.parametrize("name", TABLES)
def test_any_table_makes_a_difference(name):
    score = Score(480, [Track()])
    one = score.replace(**{name: [ROWS[name]]})
    assert score != one
    assert one == score.replace(**{name: [ROWS[name]]})
    for column, value in enumerate(ROWS[name]):
        if TABLES[name].names[column] == "track":
            continue
        other = list(ROWS[name])
        other[column] = (
            "other" if isinstance(value, str) else not value if value is True else value + 1
        )
        if TABLES[name].names[column] == "denominator":
            other[column] = 8
        assert one != score.replace(**{name: [tuple(other)]})


def test_resolution_tracks_and_title_make_a_difference():
    score = Score(480, [Track("a")])
    assert score == Score(480, [Track("a", channel=3)])
    for change in ({"resolution": 96}, {"tracks": [Track("b")]}, {"title": "x"}):
        assert score != score.replace(**change)
    assert score != "score"


def test_a_score_is_no_key():
    with pytest.raises(TypeError, match="unhashable"):
        hash(Score())


# -- copies -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "duplicate",
    [Score.copy, copy.copy, copy.deepcopy, lambda score: pickle.loads(pickle.dumps(score))],
)
@given(score=scores())
def test_copies_are_equal_and_read_only(duplicate, score):
    score.repairs = ("a note was mended",)
    assert score.timeline is score.timeline
    again = duplicate(score)
    assert_same(score, again)
    assert again.repairs == score.repairs
    for name in TABLES:
        assert not getattr(again, name).flags.writeable


@given(scores())
def test_a_dict_leads_back_through_json(score):
    plain = json.loads(json.dumps(score.to_dict()))
    again = Score.from_dict(plain)
    assert_same(score, again)
    assert [track.channel for track in again.tracks] == [track.channel for track in score.tracks]


@pytest.mark.parametrize(
    "change",
    [
        {"resolution": 0},
        {"tracks": [{"nam": "x"}]},
        {"tracks": None},
        {"notes": {}},
        {"notes": {**Score().to_dict()["notes"], "pitch": [60]}},
        {"markers": None},
    ],
)
def test_a_dict_of_something_else_is_refused(change):
    with pytest.raises(SymbolicError):
        Score.from_dict({**Score().to_dict(), **change})
    with pytest.raises(SymbolicError, match="does not describe a score"):
        Score.from_dict({})


# -- words --------------------------------------------------------------------------------


def test_the_line_says_what_kind_of_piece_it_is():
    score = Score(480, notes=[(0, 7680, 60, 80, 0)], meters=[(0, 3, 4)], title="Duo")
    assert repr(score) == "<Score 'Duo': 1 track, 1 note, 6 bars of 3/4 at 120 BPM, 0:08>"
    assert repr(Score()) == "<Score: 0 tracks, 0 notes>"
    changing = Score(480, notes=[(0, 9, 60, 80, 0)], tempos=[(0, 500_000), (4, 10**6)])
    assert "at 60 to 120 BPM" in repr(changing)
    assert "5/4, 6/4, 7/4 ..." in repr(
        Score(1, meters=[(0, 5, 4), (5, 6, 4), (9, 7, 4), (10, 8, 4)])
    )


@pytest.mark.parametrize("text", ["a\nb", "a\r\x0b\x0c\x1c\x85\u2028\u2029b", "\x1b[2J", "'\"\\"])
def test_hostile_texts_stay_in_their_line(text):
    score = Score(480, [Track(text)], notes=[(0, 480, 60, 80, 0)], title=text)
    assert len(repr(score).splitlines()) == 1
    assert len(score.summary().splitlines()) == 6
    assert "\x1b" not in repr(score) + score.summary()


def test_the_summary_has_a_row_for_every_track():
    score = Score(
        480,
        [Track("lead", 5), Track(), Track("kit", is_drum=True)],
        notes=[(0, 480, 60, 80, 0), (0, 480, 72, 80, 0), (480, 480, 36, 80, 2)],
        controls=[(0, 64, 127, 0)],
        title="Trio",
    )
    score.repairs = ("one thing",)
    assert [line.rstrip() for line in score.summary().splitlines()] == [
        "Trio",
        "3 tracks, 3 notes, 1 bar of 4/4 at 120 BPM, 0:01",
        "resolution 480 ticks per quarter",
        "1 control",
        "",
        " #  track                      program  notes  pitches",
        " 0  lead                             5      2  60-72",
        " 1  (unnamed)                        0      0  -",
        " 2  kit                          drums      1  36-36",
        "mended: one thing",
    ]


def test_the_summary_of_nothing():
    assert Score().summary().startswith("0 tracks, 0 notes\nresolution 480")


def test_many_tracks():
    notes = np.array([(n, 1, n % 128, 80, n) for n in range(20_000)])
    score = Score(480, notes=notes, controls=[(n, 64, 127, n) for n in range(20_000)])
    assert len(score.summary().splitlines()) == 20_000 + 5
    assert score.summary().endswith(f"{19_999 % 128}-{19_999 % 128}")
    assert score.apply_pedal().notes["duration"].tolist() == [20_000 - n for n in range(20_000)]
    assert len(score.merge().tracks) == 1
