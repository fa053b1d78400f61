"""Names of notes along the line of fifths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.errors import SymbolicError
from symbolic.theory import spelling

POSITIONS = st.integers(-15, 19)  # Fbb to Bx


@given(POSITIONS)
def test_a_name_reads_back(position):
    assert spelling.position(spelling.name(position)) == position


@given(POSITIONS)
def test_a_name_sounds_as_music21_says(position):
    from music21.pitch import Pitch

    name = spelling.name(position).replace("b", "-")
    assert Pitch(name).pitchClass == spelling.pitch_class(position)


@given(st.integers(0, 11), st.integers(-12, 12))
def test_nearest_keeps_the_pitch_class_and_the_window(pitch_class, lowest):
    position = spelling.nearest(pitch_class, lowest)
    assert spelling.pitch_class(position) == pitch_class
    assert lowest <= position < lowest + 12


@pytest.mark.parametrize("name", ["", "H", "C##b", "Cx", "1", "Do"])
def test_what_is_not_a_name_is_refused(name):
    with pytest.raises(SymbolicError, match="not a note name"):
        spelling.position(name)
