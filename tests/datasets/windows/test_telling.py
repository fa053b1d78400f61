"""What whole scores are told is what windows of them are."""

import numpy as np

from symbolic.datasets.windows import Windows
from symbolic.datasets.windows.telling import told_of
from symbolic.score import Score, Track
from symbolic.tokenizers import BarTokenizer

SCALE = (0, 2, 4, 5, 7, 9, 11, 12)


def scale(tonic, beats, program, minor):
    steps = [step - (minor and step in (4, 9, 11)) for step in SCALE]
    notes = [(480 * n, 480, tonic + step, 80, 0) for n, step in enumerate([*steps, 7, 3, 0])]
    return Score(480, [Track(program=program)], notes=notes, meters=[(0, beats, 4)])


SCALES = [scale(55 + n, 2 + n % 3, 8 * n, n % 2) for n in range(12)]
FACTS = ["key", "meter", "mode", "instrument"]


def test_windows_of_whole_pieces_tell_the_same():
    windows = Windows(SCALES, BarTokenizer(), 512, labels=FACTS, shuffle=False)
    (batch,) = windows
    told = told_of(SCALES, windows.labels)
    assert set(told) == set(FACTS)
    for name, values in windows.labels.items():
        assert told[name] == tuple(values[index] for index in np.asarray(batch[0][name]))


def test_keys_that_sound_alike_are_the_same_however_they_are_written():
    told = told_of([scale(58, 4, 0, 0)], {"key": ("", "A# major", "C major")})
    assert told == {"key": ("A# major",)}


def test_of_labels_that_are_no_facts_nothing_is_told():
    assert told_of(SCALES, {"composer": ("", "Bach")}) == {}
    assert told_of([], {"meter": ("", "4/4")}) == {"meter": ()}
