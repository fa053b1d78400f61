"""Byte pairs: learned, applied and undone."""

import builtins
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.errors import MissingExtraError, SymbolicError
from symbolic.score import Score
from symbolic.tokenizers.byte_pair import BytePairTokenizer
from symbolic.tokenizers.byte_pair.pieces import Pieces
from symbolic.tokenizers.grammar import AnyOrder
from symbolic.tokenizers.performance import PerformanceTokenizer
from symbolic.tokenizers.tokenizer import Tokenizer, load_tokenizer
from symbolic.tokenizers.vocabulary import Vocabulary

TUNE = [60, 62, 64, 62, 60, 67, 65, 64]


class Letters(Tokenizer):
    """One token for every note's pitch, in no grammar; many tokens."""

    def __init__(self, windows=False):
        self.windows = windows
        self.vocabulary = Vocabulary({"letter": range(5000)})
        self.grammar = AnyOrder(len(self.vocabulary))

    @property
    def config(self):
        return {"windows": self.windows}

    def encode(self, score):
        ids = score.notes["pitch"] + 40 * (score.notes["velocity"] % 120).astype(int)
        return ids[None] if self.windows else ids

    def decode(self, ids):
        return Score(
            480, notes=[(i, 1, token % 40, token // 40 + 1, 0) for i, token in enumerate(ids)]
        )


del Tokenizer.known["Letters"]  # no other test is to meet it


def tune(repeats=30, step=480):
    notes = [
        (step * i, step // 2 + step // 4 * (i % 2), pitch + 12 * (i % 5 == 0), 80 + i % 7, 0)
        for i, pitch in enumerate(TUNE * repeats)
    ]
    return Score(
        480, notes=notes, controls=[(4 * step * i, 64, 127 * (i % 2), 0) for i in range(60)]
    )


@pytest.fixture(scope="module")
def fitted():
    base = PerformanceTokenizer(velocities=8)
    return BytePairTokenizer(base, len(base) + 60).fit([tune(), tune(step=120), tune(step=300)])


def merged_by_hand(pieces, ids):
    """What byte pairs are: the earliest merge that stands anywhere is made everywhere."""
    ids = list(ids)
    number = {run: i for i, run in enumerate(pieces.runs)}
    for left, right in pieces.merges:
        k = 0
        while k < len(ids) - 1:
            if (ids[k], ids[k + 1]) == (left, right):
                ids[k : k + 2] = [number[pieces.runs[left] + pieces.runs[right]]]
            k += 1
    return ids


def test_golden_pieces():
    base = Letters()
    stream = np.array([7, 8, 7, 8, 7, 8, 9] * 4)
    tokenizer = BytePairTokenizer(base, len(base) + 2).fit([stream])
    assert tokenizer.config["merges"] == [[7, 8], [5000, 5000]]
    assert tokenizer.vocabulary.names([5000, 5001]) == [
        *("merged letter 7 + letter 8", "merged letter 7 + letter 8 + letter 7 + letter 8"),
    ]
    assert tokenizer._merger.merge(stream).tolist() == [5001, 5000, 9] * 4


def test_two_ways_to_one_piece():
    assert Pieces(3, [(0, 1), (1, 2), (3, 2), (0, 4)]).runs[3:] == [(0, 1), (1, 2), (0, 1, 2)]


@given(
    streams=st.lists(st.lists(st.integers(0, 3), max_size=60), max_size=4),
    size=st.integers(5000, 5012),
)
def test_any_stream_is_merged_as_learned_and_undone(streams, size):
    tokenizer = BytePairTokenizer(Letters(), size).fit(np.array(ids, int) for ids in streams)
    again = BytePairTokenizer(tokenizer.base, size, tokenizer.config["merges"])
    assert again.vocabulary == tokenizer.vocabulary
    assert len(tokenizer) <= size
    if tokenizer.config["merges"]:
        for ids in streams:
            merged = again._merger.merge(np.array(ids, int))
            assert merged.tolist() == merged_by_hand(again._pieces, ids)
            assert again._pieces.expand(merged).tolist() == ids


def test_merges_are_made_as_learned(fitted):
    ids = fitted.base.encode(tune())
    assert fitted.encode(tune()).tolist() == merged_by_hand(fitted._pieces, ids.tolist())
    assert len(fitted.encode(tune())) < len(ids) / 2


def test_fit_takes_scores_or_ids(fitted):
    base = fitted.base
    written = (base.encode(score) for score in [tune(), tune(step=120), tune(step=300)])
    assert BytePairTokenizer(base, fitted.size).fit(written) == fitted
    assert len(fitted) == fitted.size


def test_before_fit_it_writes_as_the_base():
    base = PerformanceTokenizer()
    assert np.array_equal(BytePairTokenizer(base, 500).encode(tune()), base.encode(tune()))


@given(score=scores())
def test_scores_come_back_as_they_were_told(fitted, score):
    ids = fitted.encode(score)
    assert np.array_equal(fitted.encode(fitted.decode(ids)), ids)
    assert fitted.decode(ids) == fitted.base.decode(fitted.base.encode(score))


@given(ids=st.lists(st.integers(0, 500) | st.integers(-(2**70), 2**70), max_size=50))
def test_any_ids_make_a_score(fitted, ids):
    told = fitted.encode(fitted.decode(ids))
    assert np.array_equal(fitted.encode(fitted.decode(told)), told)


def test_saved_and_loaded(fitted, tmp_path):
    path = fitted.save(tmp_path / "pairs.json")
    loaded = load_tokenizer(path)
    assert loaded == fitted
    assert loaded.base == fitted.base
    assert np.array_equal(loaded.encode(tune()), fitted.encode(tune()))
    assert json.loads(path.read_text())["config"]["base"]["tokenizer"] == "PerformanceTokenizer"


def test_windows_are_refused_in_a_sentence():
    windows = BytePairTokenizer(Letters(windows=True), 6000)
    with pytest.raises(SymbolicError, match="one stream"):
        windows.encode(tune())
    with pytest.raises(SymbolicError, match="one stream"):
        windows.fit([tune()])


def test_what_makes_no_tokenizer(fitted):
    base = PerformanceTokenizer()
    for wrong in (lambda: BytePairTokenizer(base, 10), lambda: BytePairTokenizer(fitted, 9000)):
        with pytest.raises(SymbolicError):
            wrong()
    for merges in ([[0, 5000]], [[1]], ["ab"], [7]):
        with pytest.raises(SymbolicError, match="merges no two tokens"):
            BytePairTokenizer(base, 500, merges)
    with pytest.raises(SymbolicError, match="does not fit"):
        BytePairTokenizer.from_config({"base": "no"})
    with pytest.raises(SymbolicError, match="not all tokens"):
        BytePairTokenizer(base, 500).fit([np.array([1, 9999])])


def test_a_missing_package_is_named(monkeypatch):
    plain = builtins.__import__

    def without(name, *args, **options):
        if name.partition(".")[0] == "tokenizers":
            raise ImportError(name)
        return plain(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"symbolic-midi\[bpe\]"):
        BytePairTokenizer(PerformanceTokenizer(), 500).fit([tune()])
