"""The store: what comes out is what went in, and half a store is none."""

import pickle

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import assert_same, scores

from symbolic.datasets.builtin.store import read_store, write_store
from symbolic.datasets.facts import facts_of
from symbolic.datasets.identity import identity_of
from symbolic.datasets.piece import Piece


def pieces_of(many):
    return [
        Piece(f"{number}", facts_of(score), identity_of(score), "work" * (number % 2), number)
        for number, score in enumerate(many)
    ]


@given(st.lists(scores(), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_scores_and_pieces_come_back(tmp_path_factory, many):
    place = tmp_path_factory.mktemp("store") / "some"
    pieces = pieces_of(many)
    write_store(place, pieces, many)
    found, store = read_store(place)
    assert found == pieces
    for piece, score in zip(found, many, strict=True):
        assert_same(store.score(piece), score)
    again = pickle.loads(pickle.dumps(store))
    assert_same(again.score(found[-1]), many[-1])


def test_repairs_are_kept_and_tables_are_frozen(tmp_path):
    from datasets.conftest import tune

    score = tune(1)
    score.repairs = ("mended",)
    write_store(tmp_path / "s", pieces_of([score]), [score])
    [piece], store = read_store(tmp_path / "s")
    found = store.score(piece)
    assert found.repairs == ("mended",)
    assert not found.notes.flags.writeable


def test_half_a_store_is_none(tmp_path):
    from datasets.conftest import tune

    assert read_store(tmp_path / "none") is None
    many = [tune(1), tune(2)]
    write_store(tmp_path / "s", pieces_of(many), many)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s"]
    notes = tmp_path / "s" / "notes.npy"
    notes.write_bytes(notes.read_bytes()[:100])
    assert read_store(tmp_path / "s") is None
    write_store(tmp_path / "s", pieces_of(many), many)  # takes the broken one's place
    assert read_store(tmp_path / "s") is not None
