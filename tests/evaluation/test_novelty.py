"""Novelty: the longest copies are those that looking everywhere finds."""

import math
import time
from itertools import pairwise

import numpy as np
import pytest
from evaluation.makers import drums, random_tune, tune
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic import SymbolicError
from symbolic.evaluation import novelty
from symbolic.evaluation.passages import passages
from symbolic.evaluation.suffixes import in_common, suffix_order
from symbolic.score import Score


def test_suffixes_stand_in_order():
    random = np.random.default_rng(0)
    for count, kinds in [(0, 1), (1, 1), (200, 1), (300, 2), (300, 40)]:
        text = np.append(random.integers(0, kinds, count), kinds)
        order, rank = suffix_order(text)
        wanted = sorted(range(len(text)), key=lambda at: text[at:].tolist())
        assert order.tolist() == wanted
        assert rank[order].tolist() == list(range(len(text)))


@given(st.lists(st.integers(0, 1), min_size=1, max_size=70))
def test_what_suffixes_have_in_common_is_counted(text):
    text = np.array([*text, 2])
    pairs = [(a, b) for a in range(len(text)) for b in range(len(text)) if a != b]
    ones, others = np.array(pairs).T
    for (a, b), found in zip(pairs, in_common(text, ones, others), strict=True):
        wanted = 0
        while max(a, b) + wanted < len(text) and text[a + wanted] == text[b + wanted]:
            wanted += 1
        assert found == wanted


def steps(score: Score) -> list:
    """From each note to the next: how much later and higher, and how long; in plain Python."""
    rows = sorted(
        {(round(s / 40), p, round((s + d) / 40)) for s, d, p, _, _ in score.notes.tolist()}
    )
    return [(b[0] - a[0], b[1] - a[1], max(b[2] - b[0], 1)) for a, b in pairwise(rows)]


def slowly(score: Score, training: list) -> tuple:
    """The longest copy in notes, and how many 8-grams are found, by looking everywhere."""
    mine, theirs = steps(score), [steps(other) for other in training]
    runs = {
        tuple(row[a:b])
        for row in theirs
        for a in range(len(row))
        for b in range(a + 1, len(row) + 1)
    }
    longest = max(
        (
            b - a
            for a in range(len(mine))
            for b in range(a + 1, len(mine) + 1)
            if tuple(mine[a:b]) in runs
        ),
        default=0,
    )
    grams = [tuple(mine[a : a + 7]) for a in range(len(mine) - 6)]
    return longest + 1 if longest else 0, len(grams), sum(gram in runs for gram in grams)


small_tunes = st.lists(st.integers(60, 62), max_size=14).map(tune)


@settings(max_examples=30)
@given(st.lists(small_tunes, max_size=3), st.lists(small_tunes, max_size=3))
def test_copies_are_those_that_looking_everywhere_finds(generated, training):
    found = novelty.copies(generated, training)
    wanted = [slowly(score, training) for score in generated]
    assert (
        list(zip(*(c.tolist() for c in (found.notes, found.grams, found.found)), strict=True))
        == wanted
    )
    for score, notes, source in zip(generated, found.notes, found.sources, strict=True):
        assert (source >= 0) == (notes > 0)
        assert notes == 0 or slowly(score, [training[source]])[0] == notes


def test_a_copy_is_one_in_any_key_tempo_resolution_and_track():
    learned = [random_tune(n) for n in range(5)]
    whole = learned[3]
    moved = whole.transpose(-7).set_tempo(63).resample(96)
    rows = moved.notes.copy()
    rows["track"] = np.arange(len(rows)) % 2
    found = novelty.copies([Score(96, notes=rows)], learned)
    assert found.notes.tolist() == [len(whole)]
    assert found.bars[0] == pytest.approx(whole.timeline.ticks_to_quarters(whole.end) / 4)
    assert found.sources.tolist() == [3]
    assert found.found.tolist() == found.grams.tolist() == [len(whole) - 7]


def test_a_part_is_found_within_new_music_and_its_length_is_told_in_bars():
    learned = [random_tune(n) for n in range(5)]
    part = learned[2].notes[20:31]  # eleven notes
    before, after = random_tune(77, 9), random_tune(78, 9)
    begin = before.end
    middle = [(begin + s - part["start"][0], d, p + 2, v, k) for s, d, p, v, k in part.tolist()]
    end = middle[-1][0] + middle[-1][1]
    rest = [(end + s, d, p, v, k) for s, d, p, v, k in after.notes.tolist()]
    score = Score(480, notes=[*before.notes.tolist(), *middle, *rest])
    found = novelty.copies([score], learned)
    assert found.notes[0] in (11, 12, 13)  # new notes may chance to go on alike
    assert found.bars[0] >= (end - begin) / 1920
    assert found.sources.tolist() == [2]


def test_a_change_of_rhythm_alone_is_no_copy():
    pitches = [60, 62, 64, 65, 67, 69, 71, 72]
    learned = [tune(pitches)]
    assert novelty.copies([tune(pitches, 240)], learned).notes.tolist() == [0]
    assert novelty.copies([tune(pitches, [240] + [480] * 7)], learned).notes.tolist() == [7]


def test_bars_follow_the_meter():
    score = tune([60, 62, 64, 65, 67, 69], meters=[(0, 3, 4)])
    assert novelty.copies([score], [score]).bars.tolist() == [2.0]


def test_pieces_without_notes_and_sets_without_pieces():
    some, none = [random_tune(1)], [Score(480)]
    found = novelty.copies([Score(480), *some, Score(480), tune([60])], [Score(480), *some])
    assert found.notes.tolist() == [0, 60, 0, 0]
    assert found.sources.tolist() == [-1, 1, -1, -1]
    for generated, training in ((none, none), (none, some), (some, none), ([], some), (some, [])):
        found = novelty.copies(generated, training)
        assert [len(column) for column in found] == [len(generated)] * 5
        assert not found.notes.any()
    figures = novelty.evaluate([], some)
    assert all(math.isnan(value) for value in figures.values())


def test_drums_are_looked_at_when_there_is_nothing_else():
    assert novelty.copies([drums(12)], [drums(16)]).notes.tolist() == [12]


def test_figures_are_of_the_copies():
    learned = [random_tune(n) for n in range(4)]
    generated = [random_tune(50), random_tune(51), learned[0], learned[1].transpose(1)]
    found, figures = novelty.copies(generated, learned), novelty.evaluate(generated, learned)
    assert figures["copy_notes_max"] == 60 == found.notes.max()
    assert figures["copy_notes_median"] == np.median(found.notes)
    assert figures["copy_under_2_bars"] == (found.bars < 2).mean()
    assert figures["8_grams_found"] == found.found.sum() / found.grams.sum() >= 0.5
    assert figures == novelty.evaluate(passages(generated), passages(learned))


def test_what_is_no_set_is_refused():
    for call in (
        lambda: novelty.copies(random_tune(1), [random_tune(1)]),
        lambda: novelty.copies([random_tune(1)], [random_tune(1)], n=1),
        lambda: novelty.copies([random_tune(1)], [random_tune(1)], grid=0),
    ):
        with pytest.raises(SymbolicError):
            call()


def test_a_large_training_set_takes_moments():
    """100,000 notes: a third of a second; looking everywhere would take hours."""
    random = np.random.default_rng(0)
    score = tune((60 + np.cumsum(random.integers(-3, 4, 100_000)) % 24), 240)
    learned = passages([score])
    begin = time.process_time()
    found = novelty.copies(
        [random_tune(n) for n in range(20)] + [score.slice(bars=(9, 99))], learned
    )
    assert found.notes[-1] == 90 * 8
    assert time.process_time() - begin < 4
