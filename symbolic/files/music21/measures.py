"""Write one part: measures, voices, notes and rests."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symbolic.files.music21.grid import Grid, WrittenBar
from symbolic.files.music21.spelling import spelled
from symbolic.files.music21.values import Value
from symbolic.files.music21.voices import Chord
from symbolic.files.playing.words import GOES_ON


class PartWriter:
    """Fills a music21 Part.

    Parameters
    ----------
    part
        The part, with its instrument.
    bars, grid
        Where its notes lie.
    keys
        (time in quarters, fifths, minor) of every key.
    """

    def __init__(
        self,
        part: Any,
        bars: Sequence[WrittenBar],
        grid: Grid,
        keys: Sequence[tuple[Fraction, int, bool]],
    ):
        self.part, self.bars, self.grid, self.keys = part, bars, grid, keys
        self._goes_on = False  # whether the word of the last syllable does

    def write(
        self, voices: Sequence[Sequence[Chord]], syllables: dict[int, str], clef: Any
    ) -> None:
        """Write the measures, with clef, meters, keys and voices."""
        from music21 import key

        self.measures = [self._measure(number) for number in range(len(self.bars))]
        self.measures[0].insert(0, clef)
        for time, fifths, minor in self.keys:
            self.insert(time, key.KeySignature(fifths).asKey("minor" if minor else "major"))
        pieces = [self._pieces(voice, syllables) for voice in voices] or [{}]
        for number, measure in enumerate(self.measures):
            self._fill(measure, number, [voice.get(number, []) for voice in pieces])
            self.part.insert(self.bars[number].start, measure)

    def insert(self, time: Fraction, sign: Any) -> None:
        """Put a sign into the measure that its time lies in."""
        number = self.grid.number(time)
        self.measures[number].insert(time - self.bars[number].start, sign)

    def _measure(self, number: int) -> Any:
        from music21 import meter, stream

        bar = self.bars[number]
        has_pickup = len(self.bars) > 1 and self.bars[0].missing > 0
        measure = stream.Measure(number=number if has_pickup else number + 1)
        if number == 0 or self.bars[number - 1].meter != bar.meter:
            measure.insert(0, meter.TimeSignature(f"{bar.meter[0]}/{bar.meter[1]}"))
        if number == 0 and has_pickup:
            measure.paddingLeft = bar.missing
        elif bar.missing:
            measure.paddingRight = bar.missing
        return measure

    def _pieces(
        self, voice: Sequence[Chord], syllables: dict[int, str]
    ) -> dict[int, list[tuple[Fraction, Any]]]:
        """The notes of a voice by the number of their bar, cut and tied where they must be."""
        found: dict[int, list[tuple[Fraction, Any]]] = {}
        for chord in voice:
            values = list(self.grid.values(chord.start, chord.end))
            for index, (start, value) in enumerate(values):
                element = self._sound(chord, value, start)
                tie_up(element, first=index == 0, last=index == len(values) - 1)
                if index == 0 and (text := syllables.pop(chord.tick, "")):
                    element.lyrics.append(self._lyric(text))
                found.setdefault(self.grid.number(start), []).append((start, element))
        return found

    def _sound(self, chord: Chord, value: Value, start: Fraction) -> Any:
        from music21 import chord as chords
        from music21 import note, pitch

        fifths = next((f for time, f, _ in reversed(self.keys) if time <= start), 0)
        notes = []
        for number, velocity in chord.notes:
            step, accidental, octave = spelled(number, fifths)
            name: Any = {"step": step, "accidental": accidental, "octave": octave}
            one = note.Note(pitch.Pitch(**name), duration=duration_of(value))
            one.volume.velocity = velocity
            notes.append(one)
        if len(notes) == 1:
            return notes[0]
        return chords.Chord(notes, duration=duration_of(value))

    def _fill(self, measure: Any, number: int, voices: Sequence[Sequence[tuple]]) -> None:
        """Insert the voices of a measure, with rests where they are silent."""
        from music21 import stream

        bar = self.bars[number]
        heard = [(index, voice) for index, voice in enumerate(voices, 1) if voice] or [(1, [])]
        for index, voice in heard:
            home = measure if len(heard) == 1 else stream.Voice(id=str(index))
            for start, element in self._with_rests(voice, bar):
                home.insert(start - bar.start, element)
            if home is not measure:
                measure.insert(0, home)

    def _with_rests(self, voice: Sequence[tuple], bar: WrittenBar) -> list[tuple[Fraction, Any]]:
        from music21 import note

        filled = []
        at = bar.start
        for start, element in [*voice, (bar.end, None)]:
            for place, value in self.grid.values(at, start):
                filled.append((place, note.Rest(duration=duration_of(value))))
            if element is not None:
                filled.append((start, element))
                at = start + Fraction(element.quarterLength).limit_denominator(65535)
        return filled

    def _lyric(self, text: str) -> Any:
        """A syllable; a hyphen at its end says that its word goes on."""
        from music21 import note

        goes_on = text.endswith(GOES_ON) and len(text) > 1
        place = {(False, False): "single", (False, True): "begin", (True, True): "middle"}
        syllabic: Any = place.get((self._goes_on, goes_on), "end")
        self._goes_on = goes_on
        return note.Lyric(text.removesuffix(GOES_ON) if goes_on else text, syllabic=syllabic)


def duration_of(value: Value) -> Any:
    """The music21 Duration of a note value."""
    from music21 import duration

    found = duration.Duration(type=value.name, dots=value.dots)
    if value.tuplet != (1, 1):
        found.appendTuplet(duration.Tuplet(*value.tuplet))
    return found


def tie_up(element: Any, *, first: bool, last: bool) -> None:
    """Tie a piece of a note to the pieces beside it."""
    from music21 import tie

    if first and last:
        return
    kind = "start" if first else "stop" if last else "continue"
    for note in getattr(element, "notes", [element]):
        note.tie = tie.Tie(kind)
