"""prepare, run again when there are more files: old shards stay, new ones come behind them."""

import os

import numpy as np
import pytest
from datasets.conftest import tune
from datasets.preparing.conftest import contents

import symbolic as sy
from symbolic.datasets.preparing import prepare, reading
from symbolic.datasets.preparing.prepare import prepared
from symbolic.datasets.preparing.verdicts import TORN
from symbolic.datasets.shards import Shards


def where(shards):
    """The split of every piece."""
    return {
        piece.name: split
        for split, part in zip(shards.splits, shards.split(), strict=True)
        for piece in part.pieces
    }


def test_only_new_files_are_read(music, tmp_path, monkeypatch):
    out = tmp_path / "out"
    before = where(prepare(music, out))
    old = contents(out)
    for number in range(30, 50):
        tune(number).write(music / f"another{number}.mid")  # before the old ones in order
    read = []

    def watched(job):
        read.extend(item.name for item in job.items)
        return work(job)

    work = reading.work
    monkeypatch.setattr(reading, "work", watched)
    summary = prepared(music, out)
    assert sorted(read) == [f"another{number}.mid" for number in range(30, 50)]
    assert (summary.files, summary.before) == (20, 34)

    shards = Shards(out)
    after = where(shards)
    assert len(after) == 50
    assert before.items() <= after.items()
    new = contents(out)
    for name, data in old.items():
        if name != "manifest.json":
            assert new[name].startswith(data)
            assert name.endswith((".csv", "identities.bin")) or new[name] == data
    assert shards.totals["files"] == 54
    for number, piece in enumerate(shards.pieces):
        assert np.array_equal(
            shards.tokens(number), shards.tokenizer.encode(sy.read(music / piece.name))
        )
    shards.verify()


def test_nothing_new_changes_nothing(music, tmp_path):
    out = tmp_path / "out"
    prepare(music, out)
    old = contents(out)
    summary = prepared(music, out)
    assert "nothing new" in str(summary)
    assert contents(out) == old


def test_new_pieces_follow_what_they_belong_to(music, tmp_path):
    out = tmp_path / "out"
    before = where(prepare(music, out, keep_duplicates=True))
    for number in range(30):
        tune(number).transpose(-3).write(music / f"lower{number:02}.mid")
    after = where(prepare(music, out, keep_duplicates=True))
    assert before.items() <= after.items()
    for number in range(30):
        assert after[f"lower{number:02}.mid"] == after[f"tune{number:02}.mid"]
    assert len(set(after.values())) == 3


def test_new_duplicates_of_old_pieces_are_named(music, tmp_path):
    out = tmp_path / "out"
    prepare(music, out)
    tune(9).write(music / "zz.mid")
    tune(4).write(music / "zzz.mid")  # tune04.mid itself was left out
    shards = prepare(music, out)
    reasons = dict(shards.skipped)
    assert reasons["zz.mid"] == "the same music as tune09.mid"
    assert reasons["zzz.mid"].startswith("the same music as tune04 higher.mid, transposed")
    assert len(shards) == 30


def test_a_piece_that_would_tie_splits_together_is_left_out(tmp_path):
    music, out = tmp_path / "music", tmp_path / "out"
    music.mkdir()
    for number in range(12):
        tune(number, 60).write(music / f"suite{number} mov 1.mid")
    before = where(prepare(music, out))
    assert len(set(before.values())) > 1
    name, split = next(iter(before.items()))
    other = next(piece for piece, where in before.items() if where != split)
    # The second movement of one suite has the music of another's first.
    score = tune(int(other.removeprefix("suite").split()[0]), 60).transpose(1)
    torn = name.replace("mov 1", "mov 2")
    score.write(music / torn)
    shards = prepare(music, out)
    assert dict(shards.skipped)[torn] == TORN
    assert where(shards) == before
    assert shards.totals["like pieces of several splits"] == 1


def test_a_file_that_has_changed_is_refused(music, tmp_path):
    out = tmp_path / "out"
    prepare(music, out)
    old = contents(out)
    tune(99, 50).write(music / "tune05.mid")
    tune(100).write(music / "new.mid")
    with pytest.raises(sy.SymbolicError, match=r"tune05.mid has changed since it was prepared"):
        prepare(music, out)
    assert {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()} == old


def test_a_file_of_the_same_size_is_looked_at_again(music, tmp_path):
    out = tmp_path / "out"
    prepare(music, out)
    old = contents(out)
    path = music / "tune05.mid"
    os.utime(path, ns=(1, 1))
    prepare(music, out)
    assert contents(out) == old
    data = bytearray(path.read_bytes())
    data[data.index(b"\x90") + 2] ^= 1  # the velocity of a note
    path.write_bytes(data)
    os.utime(path, ns=(2, 2))
    prepare(music, tmp_path / "fresh")
    with pytest.raises(sy.SymbolicError, match=r"tune05.mid has changed"):
        prepare(music, out)


def test_a_file_that_is_gone_stays(music, tmp_path):
    out = tmp_path / "out"
    before = where(prepare(music, out))
    (music / "tune07.mid").unlink()
    tune(31).write(music / "tune31.mid")
    assert set(where(prepare(music, out))) == {*before, "tune31.mid"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"tokenizer": sy.PerformanceTokenizer()}, "tokenizer"),
        ({"split": (0.9, 0.1)}, "recipe"),
        ({"keep_duplicates": True}, "recipe"),
        ({"format": "tfrecord"}, "kind"),
    ],
)
def test_another_recipe_is_refused(music, tmp_path, options, said):
    prepare(music, tmp_path / "out")
    with pytest.raises(sy.SymbolicError, match=f"prepared with another {said}: prepare into a new"):
        prepare(music, tmp_path / "out", **options)
