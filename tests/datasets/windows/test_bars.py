"""Windows of bars: each is a part of the score, encoded by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.datasets.windows import Windows
from symbolic.score import Score
from symbolic.tokenizers import BarTokenizer, BytePairTokenizer, PerformanceTokenizer

START, END = 1, 2  # special tokens of BarTokenizer


def marked(bars: int, number: int = 0) -> Score:
    """Bar b has one note of velocity 1 + b, so that a window says which bars it is made of."""
    rows = [(1920 * bar, 1920, 60 + number, 1 + bar, 0) for bar in range(bars)]
    return Score(480, notes=rows, tempos=[(0, 400_000)])


def bodies(windows: Windows):
    """The tokens of each window."""
    for tokens, after, weights in windows:
        for row, following, known in zip(tokens, after, weights > 0, strict=True):
            yield np.append(row[0], following[known])


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=4),
    st.integers(1, 9),
    st.integers(0, 9),
    st.data(),
)
def test_every_bar_is_covered_and_no_window_crosses(bars, length, seed, data):
    hop = data.draw(st.integers(1, length))
    tokenizer = BarTokenizer(velocities=127)
    scores = [marked(count, number) for number, count in enumerate(bars)]
    made = {"length": length, "hop": hop, "seed": seed, "batch_size": 5}
    seen = set()
    for ids in bodies(Windows(scores, tokenizer, by="bars", **made)):
        notes = tokenizer.decode(ids).notes
        assert len(set(notes["pitch"].tolist())) == 1
        which = notes["velocity"] - 1
        assert which.tolist() == list(range(which[0], which[0] + len(which)))
        assert len(which) == min(length, bars[notes["pitch"][0] - 60])
        assert (START in ids, END in ids) == (
            which[0] == 0,
            which[-1] == bars[notes["pitch"][0] - 60] - 1,
        )
        seen |= {(int(notes["pitch"][0]) - 60, int(bar)) for bar in which}
    assert seen == {(n, bar) for n, count in enumerate(bars) for bar in range(count)}


def test_a_window_begins_with_what_is_in_force(tunes):
    tokenizer = BarTokenizer()
    windows = Windows(tunes[1:2], tokenizer, 2, by="bars", transpose=[0])
    for ids in bodies(windows):
        part = tokenizer.decode(ids)
        assert part.tempos["microseconds"].tolist() == [tunes[1].tempos["microseconds"][0]]
        assert len(part.keys) == 1
        assert {track.program for track in part.tracks} == {0, 24}


def test_windows_are_what_encoding_the_slice_gives(tunes):
    tokenizers = [PerformanceTokenizer(), BytePairTokenizer(PerformanceTokenizer(), 450).fit(tunes)]
    for tokenizer in tokenizers:
        slices = [
            tokenizer.encode(tune.slice(bars=(bar, bar + 3)).transpose(4)).tolist()
            for tune in tunes
            for bar in range(max(tune.bars - 2, 1))
        ]
        windows = Windows(tunes, tokenizer, 3, by="bars", transpose=[4])
        special = tokenizer.vocabulary.kinds["special"].ids
        plain = [[i for i in ids.tolist() if i not in special] for ids in bodies(windows)]
        assert all(ids in slices for ids in plain)


def test_widths_are_few_and_little_is_filled_up(tunes):
    scores = [marked(count) for count in range(1, 60)] + tunes
    made = {"length": 8, "by": "bars", "batch_size": 4}
    windows = Windows(scores, BarTokenizer(), **made)
    apart = Windows(scores, BarTokenizer(), **made, layout="padded", longest=704)
    widths = [tokens.shape[1] for tokens, _, _ in windows]
    assert all(width % 32 == 0 for width in widths)
    assert len(set(widths)) < 12
    assert {tokens.shape[1] for tokens, _, _ in apart} == {704}
    of_both = [
        np.concatenate([w.ravel() for _, _, w in each.iterate(1)]) for each in (windows, apart)
    ]
    assert of_both[0].mean() > 0.65 > 3 * of_both[1].mean()


def test_what_is_cut_off_is_counted_and_said_once(tunes):
    windows = Windows(tunes, BarTokenizer(), 8, by="bars", longest=100)
    with pytest.warns(
        UserWarning, match=r"a window of 8 bars has .* tokens and is cut at longest=1"
    ):
        lengths = [int(weights.sum()) for _, _, rows in [windows[0]] for weights in rows]
    assert max(lengths) == 100
    assert windows.passed["windows cut at `longest`"] == lengths.count(100)
    whole = Windows(tunes, BarTokenizer(), 8, by="bars")
    lost = sum(weights.sum() - min(weights.sum(), 100) for _, _, rows in whole for weights in rows)
    assert windows.passed["tokens lost by that"] == lost


def test_pieces_without_notes_have_no_windows(tunes):
    windows = Windows([Score(480, tempos=[(9999, 500_000)]), tunes[0]], BarTokenizer(), by="bars")
    assert windows.count == 1
    assert windows.passed == {"pieces without notes": 1}


def test_windows_of_bars_begin_elsewhere_in_every_epoch():
    windows = Windows([marked(100)], BarTokenizer(velocities=127), 8, by="bars", batch_size=99)
    begins = set()
    for _ in range(8):
        for ids in bodies(windows):
            begins.add(int(windows.tokenizer.decode(ids).notes["velocity"][0]))
    assert len(begins) > 40
    assert np.isin([1, 93], list(begins)).all()
