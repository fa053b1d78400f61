"""Splits: no leak, stable when files come, the shares that were asked for."""

import numpy as np
import pytest
from datasets.conftest import tune
from hypothesis import given
from hypothesis import strategies as st

from symbolic import Corpus, SymbolicError
from symbolic.datasets.identity import Identity, identity_of
from symbolic.datasets.split import groups, split_of

NO_SKETCH = (2**32 - 1,) * 32
hashes = st.integers(0, 5)


def strangers(count: int) -> list[Identity]:
    draw = np.random.default_rng(1).integers(0, 2**63, (count, 2)).tolist()
    return [Identity(music, likeness, NO_SKETCH) for music, likeness in draw]


@given(st.lists(st.tuples(hashes, hashes, st.sampled_from(["", "a", "b"])), max_size=12))
def test_what_belongs_together_is_one_group(rows):
    identities = [Identity(music, 100 + likeness, NO_SKETCH) for music, likeness, _ in rows]
    works = [work for *_, work in rows]
    group = groups(identities, works)
    split = split_of(identities, works)
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            if one[0] == other[0] or one[1] == other[1] or (one[2] and one[2] == other[2]):
                assert group[i] == group[j]
                assert split[i] == split[j]
    # And no more than that: groups are what a walk from piece to piece can reach.
    for i in range(len(rows)):
        reached, grown = {i}, True
        while grown:
            near = {
                j
                for j, b in enumerate(rows)
                for a in (rows[k] for k in reached)
                if a[0] == b[0] or a[1] == b[1] or (a[2] and a[2] == b[2])
            }
            grown, reached = not near <= reached, reached | near
        assert set(np.flatnonzero(group == group[i])) == reached


def test_shares_are_met_by_many():
    counts = np.bincount(split_of(strangers(20_000)), minlength=3) / 20_000
    assert counts == pytest.approx([0.8, 0.1, 0.1], abs=0.01)


def test_more_files_move_none_that_was_there():
    before = split_of(strangers(500))
    after = split_of(strangers(3000))
    assert (after[:500] == before).all()


def test_the_order_of_files_does_not_matter():
    many = strangers(300)
    assert (split_of(many)[::-1] == split_of(many[::-1])).all()


def test_a_seed_draws_another_split():
    assert (split_of(strangers(300)) != split_of(strangers(300), seed=1)).any()


@pytest.mark.parametrize("shares", [(0.5, 0.6), (-0.1, 1.1), (), "all", ((1.0,),)])
def test_shares_that_make_no_sense(shares):
    with pytest.raises(SymbolicError, match="shares are numbers"):
        split_of(strangers(3), shares=shares)


def test_nothing_leaks():
    """No held-out piece is a training piece's music: transposed, slower, varied or renamed."""
    scores, family = [], []
    for seed in range(120):
        score = tune(seed, notes=120)
        notes = score.notes.copy()
        notes["pitch"][::30] += 1
        variant = score.replace(notes=notes)
        for other in (score, score.transpose(seed % 11 - 5), score.set_tempo(90 + seed), variant):
            scores.append(other)
            family.append(seed)
    order = np.random.default_rng(0).permutation(len(scores)).tolist()
    corpus = Corpus.from_scores([scores[n] for n in order], [f"{family[n]}/{n}" for n in order])
    parts = corpus.split((0.5, 0.25, 0.25))
    families = [{piece.name.split("/")[0] for piece in part.pieces} for part in parts]
    assert sum(map(len, parts)) == len(scores)
    assert all(families)
    assert not families[0] & families[1] | families[0] & families[2] | families[1] & families[2]


def test_pieces_without_a_likeness_in_common_stay_apart():
    identities = [identity_of(tune(seed, notes=100)) for seed in range(200)]
    assert len(np.unique(groups(identities))) == 200


@pytest.mark.shared
def test_real_tunes_are_not_chained_together(shared):
    corpus = Corpus.from_folder(shared / "data" / "nottingham" / "melody", workers=1)
    _, sizes = np.unique(groups([piece.identity for piece in corpus.pieces]), return_counts=True)
    assert sizes.max() <= 8
    assert len(sizes) > 0.9 * len(corpus)
