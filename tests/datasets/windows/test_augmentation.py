"""Augmentation: drawn anew, invertible, and never at the cost of a note."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.datasets.windows import Windows
from symbolic.datasets.windows.relabelling import relabelling
from symbolic.errors import SymbolicError
from symbolic.files import read
from symbolic.score import Score, Track
from symbolic.tokenizers import (
    BarTokenizer,
    BytePairTokenizer,
    NoteChordTokenizer,
    PerformanceTokenizer,
)

RELABELLED = [
    BarTokenizer(),
    BarTokenizer(positions=4, chords=False),
    PerformanceTokenizer(),
    PerformanceTokenizer(step=None, velocities=127),
    NoteChordTokenizer(),
]
SYMBOLS = ["C", "F#m7b5", "Gb7", "Bb/D", "B#", "Fb", "E:min7/G#", "N.C.", "Ab/B#", "nonsense"]
IN_CONTEXT = [
    PerformanceTokenizer(programs=True),
    NoteChordTokenizer(["C3.E3.G3"]),
    NoteChordTokenizer(legacy=True),
    BarTokenizer(chords="analysed"),
    BytePairTokenizer(PerformanceTokenizer(), 400),
]


def rows_of(windows: Windows, epoch: int = 0) -> list[np.ndarray]:
    """The tokens of whole pieces, one a row, without what fills them up."""
    batches = [windows.batch(epoch, number) for number in range(len(windows))]
    return [
        row[: int(known.sum()) + 1]
        for tokens, _, weights in batches
        for row, known in zip(tokens, weights, strict=True)
    ]


def whole(tunes, tokenizer, **options) -> Windows:
    """A window for each piece, in order."""
    return Windows(tunes, tokenizer, length=4096, batch_size=3, shuffle=False, **options)


def framed(tokenizer, score) -> list[int]:
    """The tokens of a score with its start and end."""
    start, end = (tokenizer.vocabulary.id(f"special {name}") for name in ("start", "end"))
    return [start, *tokenizer.encode(score).tolist(), end]


@given(
    tokenizer=st.sampled_from(RELABELLED),
    score=scores(times=st.integers(0, 4000)),
    symbols=st.lists(st.tuples(st.integers(0, 4000), st.sampled_from(SYMBOLS)), max_size=5),
    semitones=st.integers(-14, 14),
)
def test_relabelling_is_what_encoding_the_transposed_score_gives(
    tokenizer, score, symbols, semitones
):
    texts = [(time, "chord", symbol, -1) for time, symbol in symbols]
    score = score.replace(texts=texts)
    table = relabelling(tokenizer)
    ids = tokenizer.encode(score)
    low, high = table.limits(ids)
    if low + semitones < 0 or high + semitones > 127 or not table.is_safe(ids):
        return
    try:
        moved = score.transpose(semitones)
    except SymbolicError:  # a note that the tokenizer does not write would leave the range
        return
    assert table.table(semitones)[ids].tolist() == tokenizer.encode(moved).tolist()


@pytest.mark.parametrize("tokenizer", IN_CONTEXT, ids=repr)
def test_what_depends_on_other_tokens_is_not_relabelled(tokenizer):
    assert relabelling(tokenizer) is None


def test_keys_that_would_become_one_are_not_relabelled():
    tokenizer = BarTokenizer()
    keys = [(0, 6, False), (1920, -6, False)]  # F# and Gb
    score = Score(480, notes=[(0, 3840, 60, 80, 0)], keys=keys)
    ids = tokenizer.encode(score)
    assert not relabelling(tokenizer).is_safe(ids)
    moved = rows_of(whole([score], tokenizer, transpose=[1]))
    assert moved[0].tolist()[1:-1] == tokenizer.encode(score.transpose(1)).tolist()


@pytest.mark.parametrize("tokenizer", [*RELABELLED, *IN_CONTEXT], ids=repr)
def test_transposition_is_invertible(tunes, tokenizer):
    choices = range(-5, 7)
    windows = whole(tunes, tokenizer, transpose=choices)
    moved_by = set()
    for tune, row in zip(tunes, rows_of(windows), strict=True):
        ids = [t for t in row.tolist() if "special" not in tokenizer.vocabulary[t]]
        back = {k for k in choices if tokenizer.encode(tune.transpose(k)).tolist() == ids}
        assert back, "no transposition gives this window"
        moved_by |= back
        if not getattr(tokenizer, "legacy", False):  # which keeps no octaves
            plain, moved = (
                tokenizer.decode(np.array(line)) for line in (tokenizer.encode(tune), ids)
            )
            undone = [moved.transpose(-k).notes.tolist() for k in back]
            assert plain.notes.tolist() in undone
    assert len(moved_by) > 1


def test_every_transposition_is_drawn_and_drawn_anew(tunes):
    windows = whole(tunes, NoteChordTokenizer(), transpose=range(-2, 3))
    plain = rows_of(whole(tunes, NoteChordTokenizer()))
    note = slice(0, 128)  # the kind stands first
    drawn = np.zeros((30, len(tunes)), int)
    for epoch in range(30):
        for piece, row in enumerate(rows_of(windows, epoch)):
            first = plain[piece][1]  # after the start
            assert note.start <= first < note.stop
            drawn[epoch, piece] = row[1] - first
    assert set(drawn.ravel().tolist()) == {-2, -1, 0, 1, 2}
    counts = np.bincount(drawn.ravel() + 2)
    assert counts.min() > 0.5 * counts.mean()
    assert all(len(set(column.tolist())) > 2 for column in drawn.T)


def test_a_piece_is_moved_as_one_in_an_epoch(tunes):
    tokenizer = NoteChordTokenizer()
    windows = Windows(tunes[4:5], tokenizer, length=32, batch_size=4, transpose=range(-5, 7))
    lines = [framed(tokenizer, tunes[4].transpose(k)) for k in range(-5, 7)]
    texts = [",".join(map(str, line)) for line in lines]
    for epoch in range(3):
        rows = [row.tolist() for row in rows_of(windows, epoch)]
        fits = [all(",".join(map(str, row[:-1])) in text for row in rows) for text in texts]
        assert sum(fits) == 1


def test_notes_are_never_lost_to_a_transposition():
    high = Score(480, notes=[(0, 480, 126, 80, 0), (480, 480, 100, 80, 0)])
    low = Score(480, notes=[(0, 480, 1, 80, 0), (480, 480, 30, 80, 0)])
    wide = Score(480, notes=[(0, 480, 0, 80, 0), (480, 480, 127, 80, 0)])
    for tokenizer in (BarTokenizer(), PerformanceTokenizer(programs=True)):
        windows = whole([high, low, wide], tokenizer, transpose=range(-5, 7))
        offsets = [set(), set(), set()]
        for epoch in range(40):
            for piece, row in enumerate(rows_of(windows, epoch)):
                pitches = sorted(tokenizer.decode(row).notes["pitch"].tolist())
                assert len(pitches) == 2
                offsets[piece].add(pitches[0] - [100, 1, 0][piece])
        assert offsets[0] == set(range(-5, 2))
        assert offsets[1] == set(range(-1, 7))
        assert offsets[2] == {0}


def test_where_no_transposition_fits_the_piece_stays_as_it_is():
    score = Score(480, notes=[(0, 480, 127, 80, 0)])
    [row] = rows_of(whole([score], BarTokenizer(), transpose=2))
    assert BarTokenizer().decode(row).notes["pitch"].tolist() == [127]


def test_drums_are_not_transposed():
    kit = [Track("kit", is_drum=True), Track()]
    score = Score(480, kit, notes=[(0, 60, 36, 80, 0), (0, 480, 60, 80, 1)])
    for tokenizer in (BarTokenizer(), PerformanceTokenizer(programs=True)):
        [row] = rows_of(whole([score], tokenizer, transpose=[5]))
        assert sorted(tokenizer.decode(row).notes["pitch"].tolist()) == [36, 65]


def test_chord_symbols_move_with_the_notes(tunes):
    [row] = rows_of(whole(tunes[1:2], BarTokenizer(), transpose=[2]))
    texts = BarTokenizer().decode(row).texts["text"].tolist()
    assert texts == ["C7/E", "N.C."]


def test_stretching_changes_tempo_and_can_be_undone(tunes):
    tokenizer = BarTokenizer()
    windows = whole(tunes, tokenizer, stretch=(0.8, 1.25))
    factors = []
    for tune, row in zip(tunes, rows_of(windows), strict=True):
        decoded = tokenizer.decode(row)
        factors.append(decoded.seconds / tokenizer.decode(tokenizer.encode(tune)).seconds)
        assert decoded.notes.tolist() == tokenizer.decode(tokenizer.encode(tune)).notes.tolist()
    assert len(set(np.round(factors, 4))) == len(tunes)
    assert 0.79 < min(factors) < max(factors) < 1.26


def test_stretching_by_a_list_draws_from_it(tunes):
    windows = whole(tunes, BarTokenizer(), stretch=[0.5, 2.0])
    factors = set()
    for epoch in range(4):
        for tune, row in zip(tunes, rows_of(windows, epoch), strict=True):
            decoded = BarTokenizer().decode(row)
            factors.add(round(float(decoded.tempos["microseconds"][0] / tune.tempos[0][1]), 2))
    assert factors == {0.5, 2.0}


def test_a_tempo_that_midi_cannot_hold_is_not_stretched():
    slow = Score(480, notes=[(0, 480, 60, 80, 0)], tempos=[(0, 2**24 - 1)])
    [row] = rows_of(whole([slow], BarTokenizer(), stretch=2.0))
    assert BarTokenizer().decode(row).tempos["microseconds"].tolist() == [2**24 - 1]


def test_pieces_that_grow_when_transposed_are_covered_too(tunes):
    """Byte pairs that were learned in one key say less in another."""
    tokenizer = BytePairTokenizer(NoteChordTokenizer(), 400).fit(tunes)
    windows = Windows(tunes, tokenizer, 16, batch_size=16, transpose=range(-5, 7))
    plain = Windows(tunes, tokenizer, 16, batch_size=16)
    assert windows.count > 1.2 * plain.count
    keys = {k: [framed(tokenizer, tune.transpose(k)) for tune in tunes] for k in range(-5, 7)}
    for epoch in range(3):
        rows = {tuple(row.tolist()) for row in rows_of(windows, epoch)}
        for piece in range(len(tunes)):
            assert any(covers(rows, lines[piece], 17) for lines in keys.values())


def covers(rows: set, line: list, reach: int) -> bool:
    """Whether every token of a line lies in a window that is among some."""
    covered = np.zeros(len(line), bool)
    for begin in range(max(len(line) - reach, 0) + 1):
        if tuple(line[begin : begin + reach])[:-1] in {row[: reach - 1] for row in rows}:
            covered[begin : begin + reach] = True
    return bool(covered.all())


def test_stored_tokens_are_augmented_as_scores_are(tunes, same):
    class Stored:
        def __init__(self):
            self.tokenizer = BarTokenizer()
            self.lengths = np.array([len(self.tokenizer.encode(tune)) for tune in tunes])

        def __len__(self):
            return len(tunes)

        def __getitem__(self, number):
            return self.tokenizer.decode(self.tokens(number, self.tokenizer))

        def tokens(self, number, tokenizer):
            assert tokenizer is self.tokenizer
            return self.tokenizer.encode(tunes[number]).astype(np.uint16)

    for options in ({}, {"transpose": range(-5, 7)}, {"transpose": [3], "stretch": [1.5]}):
        asked = {"length": 32, "batch_size": 8, **options}
        both = [Windows(source, BarTokenizer(), **asked) for source in (tunes, Stored())]
        assert same(*(list(windows) for windows in both))


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["nottingham", "lieder"])
def test_real_pieces_are_relabelled_as_their_scores_are_transposed(shared, folder):
    files = sorted((shared / "data" / folder).rglob("*.mid"))[:60:2]
    for file in files:
        score = read(file)
        for tokenizer in RELABELLED:
            table, ids = relabelling(tokenizer), tokenizer.encode(score)
            assert table.is_safe(ids)
            assert (table.table(-3)[ids] == tokenizer.encode(score.transpose(-3))).all()
