"""What is asked for wrongly is refused in one sentence that says what to do."""

import pytest

from symbolic.datasets.windows import Windows
from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.tokenizers import (
    BarTokenizer,
    DrumTokenizer,
    MelodyTokenizer,
    NoteChordTokenizer,
    PerformanceTokenizer,
)

BAR, MELODY = BarTokenizer(), MelodyTokenizer()
UNFRAMED = NoteChordTokenizer(legacy=True)  # its vocabulary has no special tokens

MISTAKES = [
    (BAR, {"length": 0}, "length 0 is not 1 to"),
    (BAR, {"length": 2.5}, "length 2.5 is not a whole number"),
    (BAR, {"length": 8, "hop": 9}, "hop 9 is more than length 8: what lies between windows"),
    (BAR, {"hop": -1}, "hop -1 is not 1 to"),
    (BAR, {"batch_size": 0}, "batch_size 0 is not 1 to"),
    (BAR, {"seed": "x"}, "seed 'x' is not a whole number"),
    (BAR, {"by": "beats"}, 'by is "tokens" or "bars", not \'beats\''),
    (BAR, {"layout": "tight"}, 'layout is "padded" or "bucketed" or "packed", not \'tight\''),
    (BAR, {"task": "all"}, 'task is "next" or "windows", not \'all\''),
    (BAR, {"transpose": 0.5}, "transpose 0.5 is not a whole number"),
    (BAR, {"transpose": []}, r"transpose is a number of semitones or several, as range\(-5, 7\)"),
    (BAR, {"transpose": [0, 200]}, "transpose 200 is not -127 to 127"),
    (BAR, {"stretch": 0}, "stretch 0: factors are above 0"),
    (BAR, {"stretch": (0.5, "x")}, "stretch 'x' is not a number"),
    (BAR, {"stretch": []}, r"stretch is a factor, several in a list, or \(low, high\)"),
    (BAR, {"cache_mb": -1}, "cache_mb -1 is not 0 to"),
    (BAR, {"distinct": True}, "distinct is for tokenizers of windows, not BarTokenizer"),
    (BAR, {"longest": 9}, 'longest is for windows of bars: add by="bars", or leave it out'),
    (BAR, {"by": "bars", "layout": "packed"}, 'layout="packed" is for windows of tokens'),
    (BAR, {"task": "windows", "layout": "packed"}, 'with task="next"'),
    (MELODY, {"length": 32}, "MelodyTokenizer cuts the windows itself: leave out length here"),
    (MELODY, {"hop": 1}, "leave out hop here, and give it its own bars and hop"),
    (MELODY, {"by": "bars"}, 'MelodyTokenizer cuts windows of bars itself: leave out by="bars"'),
    (MELODY, {"layout": "packed"}, "windows of MelodyTokenizer are equally long"),
    (MELODY, {"stretch": 1.1}, "windows of MelodyTokenizer tell no tempo"),
    (None, {}, r"windows take a tokenizer, such as BarTokenizer\(\), not None"),
]


@pytest.mark.parametrize(("tokenizer", "options", "message"), MISTAKES)
def test_a_wrong_argument_is_refused_at_once(tunes, tokenizer, options, message):
    with pytest.raises(SymbolicError, match=message) as refusal:
        Windows(tunes, tokenizer, **options)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("source", [None, 7, Score(480)])
def test_a_source_is_a_row_of_scores(source):
    with pytest.raises(SymbolicError, match="windows are drawn from a corpus, shards or a list"):
        Windows(source, BAR)


def test_what_is_no_score_is_named():
    with pytest.raises(SymbolicError, match=r"piece 0 of the source is no Score but 'tune\.mid'"):
        len(Windows(["tune.mid"], BAR))


@pytest.mark.parametrize(
    ("pieces", "tokenizer", "message"),
    [
        ([], BAR, "there are no windows in 0 pieces"),
        ([Score(480)], PerformanceTokenizer(), "in 1 pieces: pieces with too few tokens: 1"),
        ([Score(480, notes=[(0, 9, 60, 80, 0)])], DrumTokenizer(), "no windows in 1 pieces: "),
    ],
)
def test_no_windows_at_all_is_said_with_the_reasons(pieces, tokenizer, message):
    with pytest.raises(SymbolicError, match=message):
        len(Windows(pieces, tokenizer))


def test_fewer_windows_than_a_batch_is_said_with_what_to_do(numbered):
    made = {"length": 9, "batch_size": 64}
    source = numbered([10] * 7)
    message = "there are 7 windows, fewer than the 64 of one batch: take a batch_size of at most 7"
    with pytest.raises(SymbolicError, match=message):
        len(Windows(source, UNFRAMED, drop_remainder=True, **made))
    assert len(Windows(source, UNFRAMED, **made)) == 1


def test_a_batch_that_is_not_there_is_refused(numbered):
    windows = Windows(numbered([50]), PerformanceTokenizer(), 10)
    for name in ((-1, 0), (0, 1), (0, "a")):
        with pytest.raises(SymbolicError):
            windows.batch(*name)


def test_windows_tell_what_they_are(numbered):
    windows = Windows(numbered([50, 60]), PerformanceTokenizer(), 10, batch_size=4)
    assert repr(windows) == "<Windows of PerformanceTokenizer: not counted yet>"
    len(windows)
    assert repr(windows) == (
        "<Windows: 13 windows of 10 tokens from 2 pieces, batches of 4, 4 an epoch>"
    )
