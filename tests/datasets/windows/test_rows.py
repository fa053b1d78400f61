"""Windows that a tokenizer cuts itself: every row is one, and what was passed over is counted."""

from collections import Counter

import numpy as np
import pytest

from symbolic.datasets.windows import Windows
from symbolic.score import Score, Track
from symbolic.tokenizers import DrumTokenizer, GrooveTokenizer, MelodyTokenizer, TrioTokenizer

TOKENIZERS = [
    MelodyTokenizer(bars=2, hop=1),
    DrumTokenizer(bars=2, hop=1),
    GrooveTokenizer(bars=2),
    TrioTokenizer(bars=2, hop=1, melody=0, bass=1),
]
windowed = pytest.mark.parametrize("tokenizer", TOKENIZERS, ids=lambda t: type(t).__name__)


def as_set(rows) -> Counter:
    return Counter(row.tobytes() for row in np.ascontiguousarray(rows))


@windowed
def test_an_epoch_has_every_row_once(tunes, tokenizer):
    expected = np.concatenate([tokenizer.encode(tune) for tune in tunes])
    windows = Windows(tunes, tokenizer, batch_size=5)
    batches = list(windows)
    kind = np.float32 if isinstance(tokenizer, GrooveTokenizer) else np.int32
    assert all(batch.dtype == kind for batch in batches)
    assert as_set(np.concatenate(batches)) == as_set(expected.astype(kind))
    assert windows.count == len(expected)


def test_what_every_rule_dropped_is_counted(tunes):
    tokenizer = MelodyTokenizer(bars=2, hop=1, gap=1)
    waltz = Score(480, notes=[(0, 480, 60, 80, 0)], meters=[(0, 3, 4)])
    pieces = [*tunes, waltz]
    expected = sum((Counter(tokenizer.extract(piece).passed) for piece in pieces), Counter())
    windows = Windows(pieces, tokenizer, batch_size=3, cache_mb=0)
    assert windows.passed == expected
    assert windows.passed["polyphonic tracks"] == len(tunes)
    assert windows.passed["notes in another meter"] == 1
    list(windows)
    assert windows.passed == expected  # not counted again when it is encoded again


def test_equal_windows_are_taken_once(melodies):
    tokenizer = MelodyTokenizer(bars=2, hop=1)
    plain = np.concatenate([tokenizer.encode(piece) for piece in melodies])
    pieces = [melodies[0], *melodies, melodies[1]]
    twice = Windows(pieces, tokenizer, batch_size=3)
    once = Windows(pieces, tokenizer, batch_size=3, distinct=True)
    assert as_set(np.concatenate(list(once))) == as_set(np.unique(plain, axis=0).astype(np.int32))
    assert once.passed["windows that were there before"] == twice.count - once.count


@windowed
def test_a_window_is_transposed_as_its_score_is(tunes, tokenizer):
    choices = range(-5, 7)
    known = {
        k: as_set(np.concatenate([tokenizer.encode(tune.transpose(k)) for tune in tunes]))
        for k in choices
    }
    windows = Windows(tunes, tokenizer, batch_size=5, transpose=choices)
    plain = as_set(np.concatenate([tokenizer.encode(tune) for tune in tunes]))
    moved = 0
    for row in np.concatenate(list(windows)):
        wide = row.astype(np.float32 if row.dtype.kind == "f" else np.int64)
        assert any(wide.tobytes() in rows for rows in known.values())
        moved += wide.tobytes() not in plain
    has_pitch = isinstance(tokenizer, MelodyTokenizer | TrioTokenizer)
    assert (moved > windows.count / 2) == has_pitch


def test_the_windows_of_a_piece_are_transposed_each_by_its_own(melodies):
    tokenizer = MelodyTokenizer(bars=2, hop=1)
    plain = tokenizer.encode(melodies[3])
    windows = Windows(
        [melodies[3]], tokenizer, batch_size=99, transpose=range(-5, 7), shuffle=False
    )
    shifts = []
    for epoch in range(4):
        moved = windows.batch(epoch, 0)
        pitched = plain >= 2
        assert (moved[~pitched] == plain[~pitched]).all()
        offsets = [set(a[m] - b[m]) for a, b, m in zip(moved, plain, pitched, strict=True)]
        assert all(len(offset) == 1 for offset in offsets)
        shifts.append(tuple(offset.pop() for offset in offsets))
    assert len(set(shifts)) == 4
    assert len(set(shifts[0])) > 3


def test_no_note_leaves_the_range_of_the_tokens():
    rows = [(480 * n, 480, pitch, 80, 0) for n, pitch in enumerate([22, 30, 107, 108])]
    score = Score(480, notes=rows)
    windows = Windows([score], MelodyTokenizer(bars=1), transpose=range(-5, 7))
    assert [windows.batch(epoch, 0)[0, ::4].tolist() for epoch in range(30)].count(
        [3, 11, 88, 89]
    ) > 5
    for epoch in range(30):
        row = windows.batch(epoch, 0)[0]
        assert (row[::4] - [3, 11, 88, 89]).tolist() in ([0] * 4, [-1] * 4)


def test_the_parts_of_a_trio_move_together_and_the_drums_stay():
    tracks = [Track(), Track(program=33), Track(is_drum=True)]
    score = Score(480, tracks, notes=[(0, 480, 60, 80, 0), (0, 480, 23, 80, 1), (0, 60, 36, 80, 2)])
    tokenizer = TrioTokenizer(bars=1)
    plain = tokenizer.encode(score)[0, 0]
    windows = Windows([score], tokenizer, transpose=range(-5, 7))
    moves = {tuple(windows.batch(epoch, 0)[0, 0] - plain) for epoch in range(80)}
    assert moves == {(k, k, 0) for k in range(-2, 7)}  # the bass has two keys below it


def test_rows_can_be_learned_token_by_token(melodies):
    tokenizer = MelodyTokenizer(bars=2, hop=1)
    windows = Windows(melodies, tokenizer, task="next", batch_size=4)
    tokens, after, weights = windows[0]
    assert tokens.shape == after.shape == weights.shape == (4, 32)
    assert (tokens[:, 0] == tokenizer.silence).all()  # so that the first step is learned, too
    assert (tokens[:, 1:] == after[:, :-1]).all()
    alone = Windows(melodies, tokenizer, task="windows", batch_size=4)
    assert (after == alone[0]).all()
    assert (weights == 1).all()


def test_windows_that_a_source_holds_are_taken_as_they_are(tunes, same):
    tokenizer = MelodyTokenizer(bars=2, hop=1)

    class Stored:
        lengths = np.array([len(tokenizer.encode(tune)) for tune in tunes])

        def __len__(self):
            return len(tunes)

        def __getitem__(self, number):
            raise AssertionError("no score is needed")

        def tokens(self, number, tokenizer):
            return tokenizer.encode(tunes[number]).astype(np.uint16)

    for options in ({}, {"transpose": range(-5, 7)}, {"distinct": True}):
        both = [Windows(s, tokenizer, batch_size=6, **options) for s in (tunes, Stored())]
        assert same(*(list(windows) for windows in both))
