"""symbolic corpora: the list, what is known of one, and its pieces as files."""

from dataclasses import replace

import pytest

import symbolic as sy
from symbolic.cli import corpora
from symbolic.cli.main import main
from symbolic.datasets.builtin import BUILTIN, DOWNLOADS, BuiltIn, loading
from symbolic.errors import SymbolicError

SMALL = BuiltIn(
    "small",
    "A few tunes",
    "Nobody",
    "only for tests",
    ("miscFolk",),
    ".abc",
    185,
    "",
    0,
    "take care",
)


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A corpus that is quick to read, and a cache folder of its own."""
    monkeypatch.setenv("SYMBOLIC_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(BUILTIN, "small", SMALL)
    monkeypatch.setattr(loading.os, "cpu_count", lambda: 1)
    return SMALL


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A cache folder for several tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def read_already(small, cache, monkeypatch):
    """The same corpus, read once for several tests."""
    monkeypatch.setenv("SYMBOLIC_CACHE", str(cache))
    with pytest.warns(UserWarning, match="take care"):
        return sy.load_corpus("small")


def test_all_corpora_are_listed_with_their_licences(small, capsys):
    assert main(["corpora"]) == 0
    out = capsys.readouterr().out
    for known in [*BUILTIN.values(), *DOWNLOADS.values()]:
        assert known.title in out
        assert f"licence: {known.licence}" in out
        assert f"{known.pieces:,} pieces" in out
    assert all(known.where in out for known in DOWNLOADS.values())
    assert "in the cache" not in out


def test_a_set_to_be_downloaded_is_described(capsys):
    assert main(["corpora", "groove"]) == 0
    out = capsys.readouterr().out
    for fact in DOWNLOADS["groove"].card.values():
        assert (f"{fact:,}" if isinstance(fact, int) else fact) in out


def test_a_built_in_corpus_is_described_and_its_notice_told(small, capsys):
    assert main(["corpora", "small"]) == 0
    told = capsys.readouterr()
    assert "in music21, corpus/miscFolk" in told.out
    assert "not read yet" in told.out
    with pytest.warns(UserWarning, match="take care"):
        sy.load_corpus("small")
    assert main(["corpora", "small"]) == 0
    told = capsys.readouterr()
    assert "state     read, 185 pieces\n" in told.out
    assert told.err == "symbolic: take care\n"
    assert main(["corpora"]) == 0
    assert capsys.readouterr().out.count("in the cache") == 1


def test_other_music_than_expected_is_noted(small, read_already):
    sure = replace(small, checksum=read_already.fingerprint)
    assert corpora.state(sure).startswith("read, 185 pieces, as with music21 ")
    other = replace(small, pieces=184, checksum="0" * 16)
    said = corpora.state(other)
    assert said.startswith("read, 185 pieces, where 184 were expected, other music than with")


def test_pieces_are_exported_and_nothing_is_overwritten(read_already, tmp_path, capsys):
    out = tmp_path / "out"
    for _ in range(2):
        assert main(["corpora", "small", "--export", str(out)]) == 0
        assert f"185 pieces written to {out}" in capsys.readouterr().out
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.mid"))
    first = "miscFolk/americanfifeopus-0001"
    assert names[:2] == [f"{first}-2.mid", f"{first}.mid"]
    assert len(names) == 2 * 185
    assert (sy.read(out / f"{first}.mid").notes == read_already[0].notes).all()


def test_wrong_names_are_one_line(capsys):
    assert main(["corpora", "jazz"]) == 2
    assert "there is no corpus 'jazz'; built in are folk" in capsys.readouterr().err
    assert main(["corpora", "maestro", "--export", "out"]) == 2
    assert "is not part of symbolic: get it from" in capsys.readouterr().err
    assert main(["corpora", "--export", "out"]) == 2
    assert capsys.readouterr().err == "symbolic: which corpus? symbolic corpora NAME --export DIR\n"


def test_a_folder_that_cannot_be_made_is_one_line(read_already, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["corpora", "small", "--export", str(tmp_path / "file")]) == 2
    assert "symbolic: " in capsys.readouterr().err.splitlines()[-1]


def test_without_music21_the_list_is_there_all_the_same(monkeypatch, capsys):
    def missing():
        raise SymbolicError("the built-in corpora lie in music21: pip install music21")

    monkeypatch.setattr(loading, "_music21", missing)
    assert main(["corpora"]) == 0
    assert "folk" in capsys.readouterr().out
