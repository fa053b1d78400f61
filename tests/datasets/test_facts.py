"""Facts: counted by hand, and kept by a CSV row."""

import pytest
from hypothesis import given
from strategies import scores

from symbolic import Score, Track
from symbolic.datasets.facts import COLUMNS, Facts, facts_of

TRIO = Score(
    480,
    [Track("piano", 0), Track("bass", 33), Track("drums", 0, is_drum=True), Track("silent", 12)],
    notes=[(0, 1920, 60, 80, 0), (0, 960, 64, 80, 0), (960, 960, 36, 80, 1), (0, 10, 42, 80, 2)],
    tempos=[(0, 500_000), (1440, 600_000)],
    meters=[(0, 3, 4), (1440, 4, 4)],
    title="Three\tplayers",
)


def test_counted_by_hand():
    facts = facts_of(TRIO)
    assert (facts.notes, facts.tracks, facts.bars) == (4, 3, 2)
    assert (facts.meter, facts.meters, facts.tempo) == ("3/4", ("3/4", "4/4"), 120.0)
    assert (facts.programs, facts.drums) == ((0, 33), True)
    assert (facts.lowest, facts.highest) == (36, 64)
    assert facts.polyphony == 2.0
    assert facts.seconds == pytest.approx(1.5 + 0.6)
    assert facts.title == "Three players"


def test_a_meter_said_again_counts_with_itself():
    score = Score(
        4, notes=[(0, 100, 60, 80, 0)], meters=[(0, 3, 4), (36, 4, 4), (76, 3, 4), (88, 3, 4)]
    )
    assert facts_of(score).meter == "3/4"


def test_drums_alone_have_no_pitch():
    drums = Score(4, [Track(is_drum=True)], notes=[(0, 1, 36, 80, 0)])
    facts = facts_of(drums)
    assert (facts.key, facts.lowest, facts.highest, facts.polyphony) == ("", -1, -1, 0.0)


@given(scores())
def test_any_score_has_facts_and_a_row_keeps_them(score):
    facts = facts_of(score)
    row = facts.to_row()
    assert len(row) == len(COLUMNS)
    assert Facts.from_row(row) == facts
    assert 0 <= facts.tracks <= len(score.tracks)
    assert facts.meter in facts.meters
