"""General MIDI's programs, against the names that pretty_midi gives them."""

import pretty_midi

from symbolic.score.instruments import FAMILIES, PROGRAMS, programs_of

# Where pretty_midi departs from the names of the standard.
OTHERWISE = {
    "Clavi": "Clavinet",
    "Synth Voice": "Synth Choir",
    "Lead 4 (chiff)": "Lead 4 chiff",
}


def test_programs_are_those_of_general_midi():
    witness = [pretty_midi.program_to_instrument_name(n).lower() for n in range(128)]
    assert [OTHERWISE.get(name, name).lower() for name in PROGRAMS] == witness


def test_families_are_eight_programs_each():
    assert [len(names) for names in FAMILIES.values()] == [8] * 16
    for family in FAMILIES:
        classes = {pretty_midi.program_to_instrument_class(n) for n in programs_of(family)}
        assert {name.lower() for name in classes} == {family}
