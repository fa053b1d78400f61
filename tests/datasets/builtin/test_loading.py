"""Built-in corpora: all their tunes, read once, then from the cache."""

import time
import warnings

import pytest

from symbolic import SymbolicError, load_corpus
from symbolic.datasets.builtin import BUILTIN, cache_folder, loading
from symbolic.datasets.builtin.known import BuiltIn

SMALL = BuiltIn("small", "", "", "", ("miscFolk",), ".abc", 185, "", notice="only for tests")


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.setenv("SYMBOLIC_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(BUILTIN, "small", SMALL)
    return tmp_path / "cache"


def test_loaded_once_then_from_the_cache(small, monkeypatch):
    with pytest.warns(UserWarning, match="only for tests"):
        first = load_corpus("small")
    assert len(first) == 185
    assert first.name == "small"
    monkeypatch.setattr(loading, "read_item", None)  # nothing is read again
    with pytest.warns(UserWarning, match="only for tests"):
        again = load_corpus("small")
    assert again.pieces == first.pieces
    assert [score.title for score in again] == [score.title for score in first]
    assert [path.name for path in (small / "corpora").iterdir()] == [
        f"small-{loading.RECIPE}-{loading._version()}"
    ]


def test_without_a_cache_folder_it_loads_all_the_same(small):
    small.parent.joinpath("cache").write_text("a file where the folder should be")
    with pytest.warns(UserWarning, match="read anew the next time"):
        assert len(load_corpus("small")) == 185


def test_unknown_names_are_told_the_known_ones():
    with pytest.raises(SymbolicError, match="built in are folk, chorales, essen"):
        load_corpus("jazz")


def test_the_cache_folder_can_be_named(monkeypatch):
    monkeypatch.setenv("SYMBOLIC_CACHE", "~/music-cache")
    assert cache_folder().name == "music-cache"
    monkeypatch.delenv("SYMBOLIC_CACHE")
    assert cache_folder().name == "symbolic"


@pytest.mark.slow
def test_folk_loads_in_the_time_that_is_claimed(tmp_path, monkeypatch):
    monkeypatch.setenv("SYMBOLIC_CACHE", str(tmp_path))
    begin = time.perf_counter()
    corpus = load_corpus("folk")
    first = time.perf_counter() - begin
    begin = time.perf_counter()
    again = load_corpus("folk")
    second = time.perf_counter() - begin
    assert len(corpus) == BUILTIN["folk"].pieces == 4433
    assert corpus.fingerprint == again.fingerprint
    assert first < 30
    assert second < 1


def test_essen_says_what_it_may_be_used_for():
    assert "non-commercial" in BUILTIN["essen"].notice
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not BUILTIN["folk"].notice
