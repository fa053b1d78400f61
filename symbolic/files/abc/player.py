"""Who plays a voice, and how far from where it is written: properties and MIDI directives."""

import re
from dataclasses import dataclass, field

from symbolic.files.abc.texts import plain
from symbolic.score.track import DRUM_CHANNEL, Track

PROPERTY = re.compile(r'([A-Za-z]+)\s*=\s*("[^"]*"|\S+)')
CLEF_OCTAVE = re.compile(r"(?:^|[\s=a-z1-5])([+-])8(?:va|vb)?\b")
NUMBER = re.compile(r"[+-]?\d{1,3}")
OCTAVE = 12
NAMES = ("name", "nm")
TRANSPOSE = ("transpose", "t")
PROGRAMS, CHANNELS = 128, 16


@dataclass
class Player:
    """Who plays a voice.

    Attributes
    ----------
    name, program, is_drum
        As a track has them.
    shifts
        Semitones from written to sounding pitch, by what causes them.
    """

    name: str = ""
    program: int = 0
    is_drum: bool = False
    shifts: dict[str, int] = field(default_factory=dict)

    @property
    def shift(self) -> int:
        """Semitones from written to sounding pitch."""
        return sum(self.shifts.values())

    def track(self, name: str) -> Track:
        """The track, under its own name or else the one given."""
        return Track(self.name or name, self.program, self.is_drum)

    def set_properties(self, text: str) -> None:
        """What a K: or V: field says of name, clef, octave and transposition.

        >>> player = Player()
        >>> player.set_properties('name="Tenor" clef=treble-8 transpose=-2')
        >>> player.name, player.shift
        ('Tenor', -14)
        """
        for word, value in PROPERTY.findall(text):
            value = value.strip('"')
            if word in NAMES:
                self.name = plain(value)
            elif word in TRANSPOSE and NUMBER.fullmatch(value):
                self.shifts["transpose"] = int(value)
            elif word == "octave" and NUMBER.fullmatch(value):
                self.shifts["octave"] = OCTAVE * int(value)
        clef = CLEF_OCTAVE.search(QUOTED.sub("", text))
        if clef:
            self.shifts["clef"] = OCTAVE if clef[1] == "+" else -OCTAVE

    def set_midi(self, words: list[str]) -> None:
        """What a MIDI directive says: program, channel or transpose.

        >>> player = Player()
        >>> player.set_midi(["program", "40"])
        >>> player.program
        40
        """
        verb, numbers = words[0], [int(word) for word in words[1:] if NUMBER.fullmatch(word)]
        if not numbers:
            return
        if verb == "program" and 0 <= numbers[-1] < PROGRAMS:
            self.program = numbers[-1]  # a channel may come before it
        elif verb == "channel" and 1 <= numbers[0] <= CHANNELS:
            self.is_drum = numbers[0] - 1 == DRUM_CHANNEL
        elif verb in ("transpose", "rtranspose"):
            self.shifts[verb] = numbers[0]


QUOTED = re.compile(r'"[^"]*"')
