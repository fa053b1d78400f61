"""Pitch: what a written note sounds, in its key and after the accidentals of its bar."""

from symbolic.files.abc.keys import Key
from symbolic.files.abc.notes import Written

LOWEST, HIGHEST, OCTAVE = 0, 127, 12
HOLDS = ("not", "octave", "pitch")


class Pitches:
    """The accidentals in force in a voice.

    Attributes
    ----------
    holds
        How far an accidental holds to the end of its bar: "pitch" in all octaves (as ABC has
        it unless a tune says otherwise), "octave" in its own, "not" at all.
    shift
        Semitones from written to sounding pitch.
    inside
        Whether all pitches so far were ones that MIDI has.
    """

    def __init__(self, key: Key):
        self.altered = key.altered
        self.holds = "pitch"
        self.shift = 0
        self.inside = True
        self._in_bar: dict[str | int, int] = {}

    def hold(self, how: str) -> None:
        """Let accidentals hold as a tune asks for, if it asks for one of the three."""
        if how in HOLDS:
            self.holds = how

    def new_bar(self) -> None:
        """Forget the accidentals of the bar that ends."""
        self._in_bar.clear()

    def alteration(self, note: Written) -> int:
        """By how many semitones the note is raised; an accidental holds from here on."""
        place = note.natural if self.holds == "octave" else note.letter
        if note.accidental is None:
            return self._in_bar.get(place, self.altered[note.letter])
        if self.holds != "not":
            self._in_bar[place] = note.accidental
        return note.accidental

    def sounding(self, natural: int, alteration: int) -> int:
        """The pitch that sounds; one that MIDI does not have comes in the nearest octave."""
        pitch = natural + alteration + self.shift
        if LOWEST <= pitch <= HIGHEST:
            return pitch
        self.inside = False
        return pitch % OCTAVE if pitch < LOWEST else HIGHEST - (HIGHEST - pitch) % OCTAVE
