"""The page about a corpus: what it says, that nothing of a file acts in it, and that it loads nothing."""

import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest

import symbolic as sy
from symbolic.datasets import Facts, Identity, Piece
from symbolic.datasets.items import Skipped
from symbolic.datasets.report import write_report
from symbolic.errors import SymbolicError

FACTS = Facts(
    notes=64, tracks=1, bars=16, seconds=32.0, meter="4/4", tempo=120.0, meters=("4/4",),
    key="D minor", confidence=0.9, programs=(40,), lowest=55, highest=81, polyphony=1.0,
)  # fmt: skip
EVIL = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a&amp;<b>\u202e\x00.mid")


def pieces(*facts: Facts, names=None) -> list[Piece]:
    rng = np.random.default_rng(0)
    sketches = rng.integers(0, 2**31, (len(facts), 32)).tolist()
    names = names or [f"{n}.mid" for n in range(len(facts))]
    return [
        Piece(name, fact, Identity(2 * n, 2 * n + 1, tuple(sketch)))
        for n, (name, fact, sketch) in enumerate(zip(names, facts, sketches, strict=True))
    ]


def corpus(*facts: Facts, name="A corpus", names=None, skipped=()):
    return SimpleNamespace(name=name, pieces=pieces(*facts, names=names), skipped=skipped)


class Reader(HTMLParser):
    """Tags, attributes, ids and text of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


@pytest.fixture
def read(tmp_path):
    """Write the page of a corpus and read it as a browser would."""

    def written(of) -> Reader:
        path = write_report(of, tmp_path / "page.html")
        return Reader(path.read_text(encoding="utf-8"))

    return written


def test_headline_counts_what_there_is(read):
    other = replace(FACTS, notes=36, meter="3/4", seconds=28.0, programs=(0, 40), drums=True)
    text = read(corpus(FACTS, other, skipped=[Skipped("x.mid", "empty")])).text
    for words in ("2 pieces", "100 notes", "32 bars", "1:00 of music", "1 skipped"):
        assert words in text, words
    for words in ("Violin", "Acoustic Grand Piano", "drums", "2 meters in all", "100% minor"):
        assert words in text, words


def test_skipped_are_grouped_by_reason_and_listed(read):
    skipped = [Skipped(f"{n}.mid", f"{n} bytes are missing") for n in range(3)]
    page = read(corpus(FACTS, skipped=[*skipped, Skipped("y.mid", "locked")]))
    assert "3 # bytes are missing" in page.text
    assert "1 locked" in page.text
    assert "Everything that was skipped (4)" in page.text
    assert "2.mid 2 bytes are missing" in page.text


def test_duplicates_are_told_apart_and_named(read):
    first, same, alike = pieces(FACTS, FACTS, FACTS, names=["a.mid", "b.mid", "c.mid"])
    same = replace(same, identity=first.identity)
    alike = replace(alike, identity=alike.identity._replace(likeness=first.identity.likeness))
    page = read(SimpleNamespace(name="", pieces=[first, same, alike], skipped=()))
    assert "1 the same music as an earlier piece" in page.text
    assert "1 the same music transposed, at another speed" in page.text
    assert "b.mid a.mid the same music" in page.text


def test_a_report_on_a_real_corpus(tmp_path):
    tune = [(480 * n, 480, 60 + n * n % 13, 80, 0) for n in range(40)]
    score = sy.Score(480, notes=tune, title="A tune")
    made = sy.Corpus.from_scores([score, score.transpose(2), score.set_tempo(90)], name="Tunes")
    page = Reader(made.report(tmp_path / "page.html").read_text(encoding="utf-8"))
    assert "120 notes" in page.text
    assert "2 duplicates" in page.text
    assert page.tags.count("svg") >= 4


def test_splits_are_those_of_the_corpus(read):
    tunes = [
        sy.Score(480, notes=[(480 * n, 480, 60 + (n * k) ** 2 % 13, 80, 0) for n in range(40)])
        for k in range(1, 9)
    ]
    made = sy.Corpus.from_scores(tunes)
    text = read(made).text
    for name, part in zip(("train (80%)", "valid (10%)", "test (10%)"), made.split(), strict=True):
        assert f"{name} {len(part)} {len(part) / 8:.1%}" in text


def test_splits_of_what_was_prepared_are_its_own(read):
    found = pieces(FACTS, FACTS, replace(FACTS, notes=7))
    splits = {"train": 2, "test": 1}
    of = SimpleNamespace(path="a/folder", pieces=found, skipped=(), splits=splits)
    text = read(of).text
    assert "folder 3 pieces" in text
    assert "train 2 66.7% 128 1:04" in text
    assert "test 1 33.3% 7 0:32" in text
    assert "when it was prepared" in text


def test_names_from_files_are_text_and_never_markup(read):
    skipped = [Skipped(name, name) for name in EVIL]
    same = pieces(FACTS, FACTS, FACTS, names=list(EVIL))
    same = [replace(piece, identity=same[0].identity) for piece in same]
    page = read(SimpleNamespace(name=EVIL[1], pieces=same, skipped=skipped))
    assert not {"script", "img", "iframe", "link", "object"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert EVIL[0] in page.text
    assert EVIL[1] in page.text
    assert "a&amp;<b> .mid" in page.text
    assert "\u202e" not in page.text


def test_nothing_is_loaded_from_anywhere(read, tmp_path):
    page = read(corpus(FACTS, replace(FACTS, bars=9, notes=30)))
    links = [value for name, value in page.attributes if name in ("src", "href", "xlink:href")]
    assert all(value.startswith("#") for value in links)
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not re.findall(r"@import|url\((?!#)|https?:", text)
    assert "default-src 'none'" in text


def test_ids_are_unique_over_all_pictures(read):
    facts = [replace(FACTS, bars=n, notes=9 * n, seconds=n / 3, tempo=60 + n) for n in range(1, 30)]
    page = read(corpus(*facts))
    ids = [value for name, value in page.attributes if name == "id"]
    assert page.tags.count("svg") > 5
    assert ids
    assert len(ids) == len(set(ids))


def test_pictures_have_names_for_those_who_do_not_see_them(read):
    page = read(corpus(FACTS, replace(FACTS, bars=9)))
    labels = [value for name, value in page.attributes if name == "aria-label"]
    assert len(labels) == page.tags.count("svg")
    assert any(label.startswith("Bars: Half have up to") for label in labels)


def test_a_corpus_of_drums_alone(read):
    drums = replace(
        FACTS, key="", programs=(), drums=True, lowest=-1, highest=-1, polyphony=0.0, confidence=0.0
    )
    page = read(corpus(drums, replace(drums, bars=4)))
    assert "drums" in page.text
    for words in ("Pitch range", "Polyphony", "Keys"):
        assert words not in page.text


def test_pieces_without_a_pitch_are_counted_as_such(read):
    drums = replace(FACTS, key="", lowest=-1, highest=-1, polyphony=0.0)
    text = read(corpus(FACTS, replace(FACTS, lowest=40), drums)).text
    assert "From E2 to A5; half of the pieces span up to 33 semitones; 1 piece without." in text
    assert "100% minor; 1 piece without." in text


def test_a_corpus_of_one_piece_and_of_none(read):
    text = read(corpus(FACTS)).text
    assert "16 in the only piece." in text
    page = read(corpus(name=""))
    assert "A corpus" in page.text
    assert "svg" not in page.tags
    assert "Splits" not in page.text


def test_the_page_does_not_grow_with_the_corpus(tmp_path):
    rng = np.random.default_rng(1)
    count = 3000
    numbers = rng.lognormal(4, 1, (count, 3)).round(2).tolist()
    facts = [replace(FACTS, bars=1 + int(b), notes=1 + int(n), seconds=s) for b, n, s in numbers]
    names = [f"{'folder/' * 40}{n}.mid" for n in range(count)]
    found = pieces(*facts, names=names)
    found += [replace(piece, name=f"again/{piece.name}") for piece in found]
    skipped = [Skipped(name, f"reason {'x' * n}") for n, name in enumerate(names)]
    of = SimpleNamespace(name="Large", pieces=iter(found), skipped=skipped)
    path = write_report(of, tmp_path / "page.html")
    assert path.stat().st_size < 1_000_000
    page = Reader(path.read_text(encoding="utf-8"))
    assert page.text.count(f"and {count - 400:,} more") == 2
    assert "corpus.duplicates() has them all" in page.text
    assert "write_skipped writes them all" in page.text


def test_the_same_corpus_gives_the_same_bytes(tmp_path):
    of = corpus(FACTS, replace(FACTS, bars=9))
    one, other = (write_report(of, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert one == other


def test_a_page_that_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(SymbolicError, match=r"nowhere.page\.html: No such file or directory"):
        write_report(corpus(FACTS), tmp_path / "nowhere" / "page.html")


def test_matplotlib_comes_with_the_first_page_and_pyplot_never(tmp_path):
    code = """
import sys, symbolic as sy
from symbolic.datasets.report import write_report
print("matplotlib" in sys.modules)
import matplotlib
before = matplotlib.rcParams.copy()
score = sy.Score(480, notes=[(480 * n, 480, 60 + n % 7, 80, 0) for n in range(9)])
write_report(sy.Corpus.from_scores([score, score.slice(bars=(0, 1))]), sys.argv[1])
print("matplotlib.pyplot" in sys.modules, matplotlib.rcParams.copy() == before)
"""
    command = [sys.executable, "-c", code, str(tmp_path / "page.html")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False", "True"], done.stderr
