"""Corpus: read from a folder, chosen from, split; one bad file stops nothing."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from datasets.conftest import tune

from symbolic import Corpus, Score, SymbolicError, Track
from symbolic.datasets import folder as reading
from symbolic.datasets.piece import work_of


def test_from_folder(folder):
    corpus = Corpus.from_folder(folder)
    assert len(corpus) == 10
    assert [piece.name for piece in corpus.pieces][:2] == ["more/tune8.mid", "more/tune9.mid"]
    assert [score.title for score in corpus][:2] == ["Tune 8", "Tune 9"]
    assert corpus.skipped == (("broken.mid", "there is no note in it"),)
    assert corpus.name == "music"
    assert "10 pieces" in repr(corpus)
    assert "1 skipped" in repr(corpus)


def test_more_processes_find_the_same(folder):
    one, two = (Corpus.from_folder(folder, workers=workers) for workers in (1, 2))
    assert one.pieces == two.pieces
    assert one.fingerprint == two.fingerprint


def test_a_script_without_a_main_guard_may_use_processes(folder, tmp_path, monkeypatch):
    script = tmp_path / "script.py"
    script.write_text(
        "import symbolic as sy\nfrom symbolic.datasets import folder\nfolder.AT_ONCE = 2\n"
        f"print(len(sy.Corpus.from_folder({str(folder)!r}, workers=2)))\n"
    )
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert ran.stdout == "10\n", ran.stderr


def test_as_a_sequence(folder):
    corpus = Corpus.from_folder(folder)
    assert isinstance(corpus[0], Score)
    assert [piece.name for piece in corpus[-2:].pieces] == ["tune6.mid", "tune7.mid"]
    assert len(corpus[[0, 3]]) == 2
    assert len(corpus[np.arange(10) > 6]) == 3
    with pytest.raises(SymbolicError, match="mask of 3"):
        corpus[np.ones(3, bool)]
    with pytest.raises(IndexError):
        corpus[10]


def test_a_corpus_can_be_sent_to_another_process(folder):
    corpus = Corpus.from_folder(folder)
    corpus[0]
    again = pickle.loads(pickle.dumps(corpus))
    assert again.pieces == corpus.pieces
    assert again[3] == corpus[3]


def test_files_read_lately_are_let_go(folder, monkeypatch):
    from symbolic.datasets import shelves

    monkeypatch.setattr(shelves, "WITHIN_REACH", 100)  # notes: two tunes
    corpus = Corpus.from_folder(folder)
    assert [score.title for score in corpus] == [score.title for score in corpus]
    assert len(corpus._shelf._lately) == 2


def test_split_keeps_every_piece_once(folder):
    corpus = Corpus.from_folder(folder)
    parts = corpus.split()
    together = sorted(piece.name for part in parts for piece in part.pieces)
    assert together == sorted(piece.name for piece in corpus.pieces)


def test_duplicates(folder):
    tune(3).write(folder / "copy.mid")
    tune(4).transpose(2).set_tempo(70).write(folder / "moved.mid")
    corpus = Corpus.from_folder(folder)
    found = {(one.name, one.of): one.how for one in corpus.duplicates()}
    assert found[("tune3.mid", "copy.mid")] == "the same music"
    assert "transposed" in found[("tune4.mid", "moved.mid")]
    assert len(found) == 2
    once = corpus.without_duplicates()
    assert len(once) == 10
    assert once.dropped["duplicate"] == 2


def test_filters():
    drums = Score(480, [Track(is_drum=True)], notes=[(0, 480, 36, 80, 0)])
    waltz = tune(1).replace(meters=[(0, 3, 4)])
    corpus = Corpus.from_scores([tune(0), waltz, tune(2, program=41), drums])
    assert len(corpus.filter(meter="3/4")) == 1
    assert len(corpus.filter(meter={"3/4", "4/4"})) == 4
    assert len(corpus.filter(instrument="strings")) == 1
    assert len(corpus.filter(instrument=range(0, 8))) == 2
    assert len(corpus.filter(drums=False)) == 3
    assert len(corpus.filter(notes=(2, None), polyphony=(None, 1.5))) == 3
    assert len(corpus.filter(lambda piece: piece.facts.title == "Tune 2")) == 1
    kept = corpus.filter(drums=False).filter(instrument=0, meter="4/4")
    assert kept.dropped == {"drums": 1, "instrument": 1, "meter": 1}


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"loudness": 3}, "no rule loudness"),
        ({"bars": 8}, "give .least, most."),
        ({"instrument": "kazoo"}, "no instruments are called 'kazoo'"),
        ({"meter": (4, 4)}, 'a meter is written "3/4"'),
    ],
)
def test_wrong_rules_get_one_sentence(rules, message):
    with pytest.raises(SymbolicError, match=message):
        Corpus.from_scores([tune(0)]).filter(**rules)


def test_folders_without_music(tmp_path):
    with pytest.raises(SymbolicError, match="there is no file of music in it"):
        Corpus.from_folder(tmp_path)
    (tmp_path / "a.mid").write_bytes(b"not at all")  # no MIDI header
    with pytest.raises(SymbolicError, match=r"none of the 1 files in it could be read; a\.mid"):
        Corpus.from_folder(tmp_path)


def test_names_must_fit_scores():
    with pytest.raises(SymbolicError, match="1 names for 2 scores"):
        Corpus.from_scores([tune(0), tune(1)], ["one"])


@pytest.mark.parametrize(
    ("name", "work"),
    [
        ("op18 no1 mov. 2.mid", "op18 no1"),
        ("a/Sonata_movement_iii.mid", "a/Sonata"),
        ("song (copy 2).mid", "song"),
        ("tune version-b.abc#3", "tune"),
        ("jigs12.mid", ""),
        ("part.mid", ""),
        ("department.mid", ""),
    ],
)
def test_the_work_that_a_name_tells(name, work):
    assert work_of(name) == work


@pytest.mark.shared
def test_hostile_files_stop_nothing(shared):
    corpus = Corpus.from_folder(shared / "hostile")
    assert len(corpus) > 100
    assert 2 <= len(corpus.skipped) < 25


def test_the_reason_stands_without_the_name(folder):
    item = reading.walk(folder).items[0]
    assert reading.reason_of(item, SymbolicError(f"{item.name}: it is odd")) == "it is odd"


def test_map_edits_every_score_and_knows_the_outcome(folder):
    waltzes = Corpus.from_folder(folder).map(lambda score: score.set_meter(3, 4))
    assert {piece.facts.meter for piece in waltzes.pieces} == {"3/4"}
    assert waltzes[4].meters.tolist() == [(0, 3, 4)]
    assert len(waltzes.filter(meter="3/4")) == 10
