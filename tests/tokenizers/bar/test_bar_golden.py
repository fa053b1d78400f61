"""Small scores and the bar tokens that stand for them, by name."""

import numpy as np
import pytest

from symbolic.score import Score, Track
from symbolic.tokenizers import BarTokenizer

TOK = BarTokenizer(velocities=127)

CASES = {
    "4/4": (
        Score(480, notes=[(0, 480, 60, 80, 0), (480, 960, 64, 81, 0), (1920, 1920, 67, 80, 0)]),
        "bar | position 0 | program 0 | pitch 60 | velocity 80 | duration 12 | position 12 |"
        " pitch 64 | velocity 81 | duration 24 | bar | position 0 | program 0 | pitch 67 |"
        " velocity 80 | duration 48",
    ),
    "pickup": (
        Score(
            480,
            notes=[(0, 480, 60, 80, 0), (480, 1440, 64, 80, 0)],
            meters=[(0, 3, 4), (480, 3, 4)],
        ),
        "bar | beats 3 | unit 4 | position 0 | program 0 | pitch 60 | velocity 80 | duration 12 |"
        " position 12 | cut | bar | position 0 | program 0 | pitch 64 | velocity 80 | duration 36",
    ),
    "pickup that ends between grid lines": (
        Score(
            480,
            notes=[(0, 480, 60, 80, 0), (480, 5, 62, 80, 0), (485, 480, 64, 80, 0)],
            meters=[(0, 3, 4), (485, 3, 4)],
        ),
        "bar | beats 3 | unit 4 | position 0 | program 0 | pitch 60 | velocity 80 | duration 12 |"
        " position 12 | pitch 62 | velocity 80 | short | late 5 | cut | bar | position 0 |"
        " program 0 | pitch 64 | velocity 80 | duration 12",
    ),
    "meters one tick beside a bar line": (
        Score(480, meters=[(0, 3, 4), (1441, 4, 4), (3359, 2, 4)]),
        "bar | beats 3 | unit 4 | bar | beats 4 | unit 4 | bar | beats 2 | unit 4",
    ),
    "7/8": (
        Score(480, notes=[(0, 240, 60, 80, 0), (1680, 240, 60, 80, 0)], meters=[(0, 7, 8)]),
        "bar | beats 7 | unit 8 | position 0 | program 0 | pitch 60 | velocity 80 | duration 6 |"
        " bar | position 0 | program 0 | pitch 60 | velocity 80 | duration 6",
    ),
    "meter change, more than 24 beats": (
        Score(480, notes=[(0, 240, 60, 80, 0)], meters=[(1920, 25, 16)]),
        "bar | position 0 | program 0 | pitch 60 | velocity 80 | duration 6 | bar | more 0 |"
        " beats 1 | unit 16",
    ),
    "tempos: 120, 90.28, 100": (
        Score(480, tempos=[(0, 500_000), (480, 664_599), (960, 600_000)]),
        "bar | position 12 | tempo 90 | digit 2 | digit 34 | digit 16 | digit 23 | position 24 |"
        " tempo 100",
    ),
    "tempos between grid lines: one, then three after another": (
        Score(
            480,
            notes=[(480, 40, 60, 80, 0)],
            tempos=[(241, 600_000), (480, 750_000), (485, 600_000), (519, 500_000)],
        ),
        "bar | position 6 | late 1 | tempo 100 | position 12 | tempo 80 | late 5 | tempo 100 |"
        " late 39 | tempo 120 | program 0 | pitch 60 | velocity 80 | duration 1",
    ),
    "two tempos at one tick: the last holds": (
        Score(480, tempos=[(245, 600_000), (245, 750_000)]),
        "bar | position 6 | late 5 | tempo 80",
    ),
    "keys": (
        Score(480, keys=[(0, 0, False), (480, 0, False), (960, -3, True)]),
        "bar | position 0 | key C major | position 24 | key C minor",
    ),
    "chord symbols: spelled, inverted, near, none, again, no symbol": (
        Score(
            480,
            [Track()],
            notes=[(0, 480, 60, 80, 0)],
            keys=[(480, -1, False)],
            texts=[
                (0, "chord", "Ebm7/Bb", -1),
                (480, "chord", "C7(b9)", 0),
                (960, "chord", "C7", -1),
                (1000, "text", "Am", -1),
                (1440, "chord", "N.C.", -1),
                (1680, "chord", "Fine", -1),
                (1920, "chord", "C7", -1),
            ],
        ),
        "bar | position 0 | chord Eb | quality m7 | bass Bb | program 0 | pitch 60 | velocity 80 |"
        " duration 12 | position 12 | key F major | chord C | quality 7 | position 36 | chord N |"
        " bar | position 0 | chord C | quality 7",
    ),
    "two chord symbols within one step: the last holds": (
        Score(480, texts=[(0, "chord", "C", -1), (19, "chord", "C/E", -1)]),
        "bar | position 0 | chord C | quality maj | bass E",
    ),
    "pedal, with a lift": (
        Score(
            480,
            [Track(program=4)],
            controls=[(0, 64, 127, 0), (480, 64, 0, 0), (480, 64, 127, 0), (960, 64, 0, 0)],
        ),
        "bar | position 0 | program 4 | pedal down | position 12 | pedal up | pedal down |"
        " position 24 | pedal up",
    ),
    "drums": (
        Score(
            480,
            [Track(program=8, is_drum=True)],
            notes=[(0, 120, 42, 100, 0), (0, 120, 36, 100, 0)],
        ),
        "bar | position 0 | kit 8 | drum 36 | velocity 100 | duration 3 | drum 42 | velocity 100 |"
        " duration 3",
    ),
    "two programs, the last going on": (
        Score(
            480,
            [Track(program=40), Track(program=0)],
            notes=[(0, 480, 60, 80, 0), (0, 480, 48, 80, 1), (480, 480, 62, 80, 0)],
        ),
        "bar | position 0 | program 0 | pitch 48 | velocity 80 | duration 12 | program 40 |"
        " pitch 60 | velocity 80 | duration 12 | position 12 | pitch 62 | velocity 80 |"
        " duration 12",
    ),
    "triplets": (
        Score(480, notes=[(160 * n, 160, 60, 80, 0) for n in range(2)]),
        "bar | position 0 | program 0 | pitch 60 | velocity 80 | duration 4 | position 4 |"
        " pitch 60 | velocity 80 | duration 4",
    ),
    "short notes: up to five eighths of a step": (
        Score(480, notes=[(0, 25, 60, 80, 0), (0, 24, 60, 90, 0), (61, 40, 64, 80, 0)]),
        "bar | position 0 | program 0 | pitch 60 | velocity 90 | short | pitch 60 | velocity 80 |"
        " duration 1 | position 2 | pitch 64 | velocity 80 | short",
    ),
    "long note": (
        Score(480, notes=[(0, 9600, 60, 80, 0)]),
        "bar | position 0 | program 0 | pitch 60 | velocity 80 | more 1 | duration 48",
    ),
    "long rest": (
        Score(480, notes=[(0, 480, 60, 80, 0), (1920 * 194, 480, 60, 80, 0)]),
        "bar | position 0 | program 0 | pitch 60 | velocity 80 | duration 12 | more 1 | more 0 |"
        " bar | bar | position 0 | program 0 | pitch 60 | velocity 80 | duration 12",
    ),
    "extremes": (
        Score(480, notes=[(0, 480, 0, 1, 0), (0, 0, 127, 127, 0)]),
        "bar | position 0 | program 0 | pitch 0 | velocity 1 | duration 12 | pitch 127 |"
        " velocity 127 | short",
    ),
    "nothing": (Score(480), ""),
}


@pytest.mark.parametrize("name", CASES)
def test_golden(name):
    score, line = CASES[name]
    ids = TOK.encode(score)
    assert " | ".join(TOK.vocabulary.names(ids)) == line
    assert TOK.grammar.admits(ids)
    assert np.array_equal(TOK.encode(TOK.decode(ids)), ids)


@pytest.mark.parametrize(
    "line",
    [
        "bar",  # with nothing in it
        "position 0 | key C major",  # no bar
        "bar | beats 4 | unit 4",  # in force
        "bar | position 0 | cut",
        "bar | position 0 | late 1 | cut",  # touches a bar line, as the next
        "bar | position 47 | late 39 | cut",
        "bar | position 12 | key C major | cut",
        "bar | position 12 | key C major | late 5 | tempo 90",
        "bar | position 12 | late 5 | tempo 90 | late 5 | cut",
        "bar | position 12 | late 5 | cut | cut",
        "bar | position 48 | key C major",  # the next bar's
        "bar | position 3 | key C major | position 3 | key D major",
        "bar | position 0 | tempo 120",  # in force
        "bar | position 0 | late 3",
        "bar | position 0 | late 3 | key C major",
        "bar | position 0 | late 3 | tempo 90 | late 3 | tempo 80",
        "bar | position 0 | late 3 | tempo 90 | tempo 80",
        "bar | position 0 | key C major | late 3 | tempo 90",
        "bar | beats 1 | unit 64 | position 0 | late 30 | tempo 90",  # the next bar's
        "bar | position 0 | tempo 90 | digit 2",
        "bar | position 0 | tempo 90 | digit 2 | digit 34 | digit 48 | digit 43",  # 90 itself
        "bar | position 0 | tempo 90 | digit 1 | digit 34 | digit 48 | digit 43",  # not near 90
        "bar | position 0 | chord C",
        "bar | position 0 | chord C | bass E",
        "bar | position 0 | chord C | quality maj | bass C",
        "bar | position 0 | chord N | quality maj",
        "bar | position 0 | chord N | position 1 | chord N",
        "bar | position 0 | chord C | quality maj | position 1 | chord C | quality maj",
        "bar | position 0 | chord C | quality maj | bass E | position 1 | chord C | quality maj |"
        " bass E",
        "bar | position 0 | chord C | quality maj | key C major",
        "bar | position 0 | chord C | quality maj | tempo 90",
        "bar | position 0 | program 0 | chord C | quality maj",
        "bar | position 0 | program 1",
        "bar | position 0 | program 0 | drum 36 | velocity 1 | duration 1",
        "bar | position 0 | program 0 | pedal up",
        "bar | position 0 | pitch 60 | velocity 1 | duration 1",  # no program
        "bar | position 0 | program 0 | pitch 60 | velocity 2 | duration 2 | pitch 60 |"
        " velocity 1 | duration 2",
        "bar | position 0 | program 0 | pitch 60 | velocity 2 | short | pitch 60 | velocity 1 |"
        " short",
        "bar | position 0 | program 0 | pitch 60 | velocity 2 | duration 1 | pitch 60 |"
        " velocity 3 | short",
        "bar | position 0 | program 0 | pitch 60 | velocity 1 | more 0 | short",
        "bar | position 0 | program 0 | pitch 60 | velocity 1 | more 0 | more 1 | duration 2",
        "bar | position 0 | program 0 | pitch 60 | velocity 1 | duration 1 | program 0 | pitch 61"
        " | velocity 1 | duration 1",
        "more 0 | bar",
        "special start | bar | position 0 | key C major",
    ],
)
def test_grammar_refuses(line):
    ids = [TOK.vocabulary.id(name) for name in line.split(" | ")]
    assert not TOK.grammar.admits(ids)
    assert not np.array_equal(TOK.encode(TOK.decode(np.array(ids))), ids)


def test_chords_that_follow_one_another():
    """A bass may be added to the chord in force or taken from it."""
    texts = [(480 * n, "chord", text, -1) for n, text in enumerate(["C", "C/E", "C", "Cm", "N.C."])]
    score = Score(480, texts=texts)
    ids = TOK.encode(score)
    assert TOK.grammar.admits(ids)
    assert TOK.decode(ids).texts.tolist() == texts


def test_chords_that_are_not_said_in_full_are_passed_over():
    line = "bar | position 0 | chord C | position 12 | chord F | bass C | position 24 | chord N"
    ids = np.array([TOK.vocabulary.id(name) for name in line.split(" | ")])
    assert TOK.decode(ids).texts.tolist() == [(960, "chord", "N.C.", -1)]


def test_events_beside_a_cut_stand_on_the_lines_of_their_bar():
    """Grid lines begin with bars: here at 0 and at 485. What is nearer to a bar line than to the
    last line before it stands in the bar that begins there."""
    notes = [(460, 40, 60, 80, 0), (484, 40, 62, 80, 0), (525, 40, 64, 80, 0)]
    score = Score(480, notes=notes, meters=[(485, 3, 4)])
    assert TOK.decode(TOK.encode(score)).notes["start"].tolist() == [480, 485, 525]
    assert TOK.decode(TOK.encode(score)).meters.tolist() == [(485, 3, 4)]
