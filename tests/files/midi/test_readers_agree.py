"""The compiled reader and the careful one in Python must not differ."""

import pytest
from handmade import DAMAGED, ODD
from hypothesis import given
from hypothesis import strategies as st
from strategies import scores

from symbolic.files.midi.chunks import layout
from symbolic.files.midi.events import read_events
from symbolic.files.midi.quick import IS_COMPILED, read_quickly
from symbolic.files.midi.voices import content

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="installed without a compiler")


def agree(data: bytes) -> int:
    """Compare both readers on every track; how many the quick one took."""
    taken = 0
    for start, end in layout(data).tracks:
        quick, careful = read_quickly(data, start, end), content(read_events(data, start, end))
        if quick is None:
            continue
        taken += 1
        assert careful.repairs == []
        assert (quick.metas, quick.programs) == (careful.metas, careful.programs)
        assert len(quick.voices) == len(careful.voices)
        for one, other in zip(quick.voices, careful.voices, strict=True):
            assert one[:2] == other[:2]
            for left, right in zip(one[2:], other[2:], strict=True):
                assert left.dtype == right.dtype
                assert left.tolist() == right.tolist()
    return taken


@given(scores())
def test_on_random_scores(score):
    data = score.to_bytes()
    assert agree(data) == len(layout(data).tracks)


@given(st.binary(max_size=60))
def test_on_random_bytes(body):
    agree(b"MThd\0\0\0\6\0\0\0\1\1\xe0MTrk" + len(body).to_bytes(4, "big") + body)


status = st.sampled_from([0x80, 0x90, 0x91, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0, 0xF0, 0xFF])


@given(st.lists(st.tuples(st.integers(0, 255), status, st.binary(max_size=3)), max_size=12))
def test_on_bytes_that_look_like_events(events):
    body = b"".join(bytes([delta, first]) + rest for delta, first, rest in events) + b"\0\xff\x2f\0"
    agree(b"MThd\0\0\0\6\0\0\0\1\1\xe0MTrk" + len(body).to_bytes(4, "big") + body)


def test_on_odd_files():
    assert sum(agree(data) for data, _ in ODD.values()) >= len(ODD) - 2


def test_damage_is_left_to_the_careful_reader():
    assert agree(DAMAGED["missing note-off"][0]) == 0
    assert agree(DAMAGED["data byte over 127"][0]) == 0


def test_places_outside_the_file_are_refused():
    from symbolic.files.midi._scan import scan

    with pytest.raises(ValueError, match="outside"):
        scan(b"abc", 0, 4)
