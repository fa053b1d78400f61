"""Real files: what comes back of quantised sets, and how the cost grows."""

import csv
import time
from collections import Counter

import numpy as np
import pytest

from symbolic.files import read
from symbolic.score import Score
from symbolic.tokenizers.note_chord import NoteChordTokenizer

QUANTISED = ("nottingham_full", "nottingham_melody", "osq", "lieder_full", "lieder_voice")
OF_EACH_SET = 25


def sample(shared):
    with (shared / "data" / "manifest.csv").open() as file:
        rows = list(csv.DictReader(file))
    for name in QUANTISED:
        of_set = [row for row in rows if row["set"] == name]
        if name.startswith("lieder"):
            of_set = [row for row in of_set if float(row["on_grid12"]) == 1]
        for row in of_set[:: len(of_set) // OF_EACH_SET]:
            yield read(shared / "data" / row["path"])


def lines(score):
    """Onset, end and pitch on the nearest lines of a twelfth of a quarter."""
    notes, twelfth = score.notes, 12 / score.resolution
    onset = np.floor(notes["start"] * twelfth + 0.5)
    end = np.floor((notes["start"] + notes["duration"]) * twelfth + 0.5)
    ends = np.maximum(end, onset + 1).tolist()
    return Counter(zip(onset.tolist(), ends, notes["pitch"].tolist(), strict=True))


@pytest.mark.shared
def test_quantised_sets_come_back(shared):
    corpus = list(sample(shared))
    new, old = NoteChordTokenizer().fit(corpus), NoteChordTokenizer(legacy=True)
    notes = kept = kept_by_old = 0
    for score in corpus:
        ids = new.encode(score)
        back = new.decode(ids)
        assert (new.encode(back) == ids).all()
        notes += len(score)
        kept += (lines(score) & lines(back)).total()
        kept_by_old += (lines(score) & lines(old.decode(old.encode(score)))).total()
    assert kept / notes >= 0.9999
    assert kept_by_old / notes < 0.06


@pytest.mark.shared
def test_grammar_admits_real_music(shared):
    corpus = list(sample(shared))[::12]
    tokenizer = NoteChordTokenizer().fit(corpus)
    assert all(tokenizer.grammar.admits(tokenizer.encode(score)) for score in corpus)


def test_cost_grows_with_the_notes():
    def seconds(count):
        random = np.random.default_rng(0)
        notes = np.zeros(count, Score().notes.dtype)
        notes["start"] = np.sort(random.integers(0, count * 80, count))
        notes["duration"] = random.integers(1, 960, count)
        notes["pitch"], notes["velocity"] = random.integers(30, 100, count), 80
        score = Score(480, notes=notes)
        tokenizer, taken = NoteChordTokenizer(), []
        for _ in range(3):
            begin = time.process_time()
            tokenizer.decode(tokenizer.encode(score))
            taken.append(time.process_time() - begin)
        return min(taken)

    # Ten times, and room for what no longer fits the processor's cache.
    assert seconds(1_000_000) < 40 * seconds(100_000)
