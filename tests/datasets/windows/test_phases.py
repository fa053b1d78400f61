"""Windows cover their piece, whatever the phase."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from symbolic.datasets.windows.phases import begins, counted


@st.composite
def pieces(draw):
    reach = draw(st.integers(1, 40))
    hop = draw(st.integers(1, reach))
    return draw(st.integers(1, 300)), reach, hop


def all_begins(length, count, reach, hop, phase):
    whole = np.full(count, length), np.full(count, count)
    return begins(*whole, np.arange(count), reach, hop, np.full(count, phase))


@given(pieces(), st.floats(0, 1, exclude_max=True))
def test_windows_cover_their_piece(piece, phase):
    length, reach, hop = piece
    count = int(counted(np.array([length]), reach, hop)[0])
    begin = all_begins(length, count, reach, hop, phase)
    covered = np.zeros(length, bool)
    for at in begin:
        assert 0 <= at <= max(length - reach, 0)  # a window lies inside
        covered[at : at + reach] = True
    assert covered.all()
    assert (np.diff(begin) > 0).all()  # none twice
    assert (np.diff(begin) <= hop).all()


@given(pieces())
def test_no_more_windows_than_it_takes(piece):
    length, reach, hop = piece
    count = int(counted(np.array([length]), reach, hop)[0])
    least = -(-max(length - reach, 0) // hop) + 1
    assert least <= count <= least + 1


@given(pieces())
def test_all_windows_but_the_outermost_move_with_the_phase(piece):
    length, reach, hop = piece
    count = int(counted(np.array([length]), reach, hop)[0])
    if count < 3:
        return
    seen = {tuple(all_begins(length, count, reach, hop, n / 80)[1:-1]) for n in range(80)}
    assert len(seen) >= (hop + 1) // 2


@given(pieces(), st.integers(-50, 50), st.floats(0, 1, exclude_max=True))
def test_a_piece_that_changed_its_length_is_still_cut_inside(piece, change, phase):
    length, reach, hop = piece
    count = int(counted(np.array([length]), reach, hop)[0])
    now = max(length + change, 1)
    begin = all_begins(now, count, reach, hop, phase)
    assert (begin >= 0).all()
    assert (begin <= max(now - reach, 0)).all()
    covered = np.zeros(now, bool)
    for at in begin:
        covered[at : at + reach] = True
    assert (~covered).sum() <= max(change, 0)


def test_what_a_piece_has_grown_by_is_left_out_elsewhere_in_every_epoch():
    left_out = set()
    for phase in np.arange(0, 1, 0.05):
        covered = np.zeros(110, bool)
        for at in all_begins(110, 10, 10, 10, phase):
            covered[at : at + 10] = True
        missed = np.flatnonzero(~covered)
        assert len(missed) == 10
        left_out.add(int(missed[0]))
    assert len(left_out) >= 9
