"""What the elements of a music21 part say, as rows that know their bar."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symbolic.files.music21.bars import Bars, exact
from symbolic.files.music21.spelling import figure_of, is_minor, syllable
from symbolic.files.playing.dynamics import DEFAULT_VELOCITY, DYNAMICS
from symbolic.files.playing.keys import fifths_sounding
from symbolic.files.playing.rows import Played, Said


@dataclass
class Gathered:
    """All rows of a piece."""

    played: list[Played] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


class PartReader:
    """Reads one part.

    Parameters
    ----------
    part
        Its number; -1 for what stands outside the parts.
    bars, into
        The bars of the piece, and where the rows go.
    transposed
        Whether the part is written at another pitch than it sounds.
    octaves
        Semitones that octave lines add, by the id of the note.
    """

    def __init__(
        self,
        part: int,
        bars: Bars,
        into: Gathered,
        transposed: bool = False,
        octaves: dict[int, int] | None = None,
    ):
        self.part, self.bars, self.into = part, bars, into
        self.transposed, self.octaves = transposed, octaves or {}
        self.velocity = DEFAULT_VELOCITY
        self.shift = 0  # semitones from written to sounding pitch
        self.graces = 0

    def read(self, stream: Any, offset: Fraction) -> None:
        """Take in the part's elements, in order of time, signs before notes."""
        from music21 import note

        placed = list(self._placed(stream, offset))
        placed.sort(key=lambda row: (row[0], row[1], isinstance(row[3], note.NotRest)))
        for bar, at, voice, element in placed:
            self._element(element, bar, at, voice)

    def read_signs(self, stream: Any) -> None:
        """Take in the elements that stand beside the parts."""
        for element in stream.elements:
            if not element.isStream:
                at = exact(stream.elementOffset(element))
                self._element(element, *self.bars.place(at), None)

    def _placed(self, stream: Any, offset: Fraction) -> Iterator[tuple[int, Fraction, Any, Any]]:
        from music21 import stream as streams

        number = 0
        numbered = self.part >= 0 and self.bars.has_all(self.part)
        for element in stream.elements:
            at = offset + exact(stream.elementOffset(element))
            if isinstance(element, streams.Measure):
                for inner, voice, one in _walk(element, Fraction(0), None):
                    bar, rest = (number, inner) if numbered else self.bars.place(at + inner)
                    yield bar, rest, voice, one
                number += 1
            elif element.isStream:
                for inner, voice, one in _walk(element, at, None):
                    yield *self.bars.place(inner), voice, one
            else:
                yield *self.bars.place(at), None, element

    def _element(self, element: Any, bar: int, at: Fraction, voice: Any) -> None:
        from music21 import dynamics, expressions, harmony, instrument, key, note, tempo

        if isinstance(element, harmony.ChordSymbol) and not element.writeAsChord:
            self._say(bar, at, "chord", figure_of(element))
        elif isinstance(element, note.NotRest):
            self._play(element, bar, at, voice)
        elif isinstance(element, tempo.TempoIndication):
            self._tempo(element, bar, at)
        elif isinstance(element, key.KeySignature):
            if element.sharps is not None:
                fifths = fifths_sounding(element.sharps, self.shift)
                self._say(bar, at, "key", (fifths, is_minor(element)))
        elif isinstance(element, dynamics.Dynamic):
            self.velocity = DYNAMICS.get(element.value, self.velocity)
        elif isinstance(element, instrument.Instrument):
            self.shift = semitones_of(element) if self.transposed else 0
        elif isinstance(element, expressions.RehearsalMark):
            self._say(bar, at, "marker", str(element.content))
        elif isinstance(element, expressions.TextExpression):
            self._say(bar, at, "text", str(element.content))

    def _say(self, bar: int, at: Fraction, kind: str, value: Any, verse: int = 1) -> None:
        if value not in ("", None):
            self.into.said.append(Said(bar, at, kind, value, self.part, verse))

    def _tempo(self, mark: Any, bar: int, at: Fraction) -> None:
        from music21 import tempo

        if isinstance(mark, tempo.MetricModulation):
            mark = mark.newMetronome
        elif isinstance(mark, tempo.TempoText):
            mark = mark.getMetronomeMark()
        if isinstance(mark, tempo.MetronomeMark):
            bpm = mark.getQuarterBPM()
            if bpm and bpm > 0:
                self._say(bar, at, "tempo", float(bpm))

    def _play(self, element: Any, bar: int, at: Fraction, voice: Any) -> None:
        is_grace = element.duration.isGrace
        self.graces = self.graces + 1 if is_grace else 0
        length = Fraction(0) if is_grace else exact(element.quarterLength)
        shift = self.shift + self.octaves.get(id(element), 0)
        for note in getattr(element, "notes", [element]):  # a chord has notes
            pitch = min(max(sounding_pitch(note) + shift, 0), 127)
            tie = note.tie or element.tie
            self.into.played.append(
                Played(
                    bar, at, length, pitch, self._velocity(note, element), self.part, voice,
                    tie and tie.type, self.graces,
                )
            )  # fmt: skip
        for lyric in element.lyrics:
            self._say(bar, at, "lyric", syllable(lyric), lyric.number)

    def _velocity(self, note: Any, chord: Any) -> int:
        for one in (note, chord):
            if one.hasVolumeInformation() and one.volume.velocity is not None:
                return min(max(round(one.volume.velocity), 1), 127)
        return self.velocity


def _walk(stream: Any, offset: Fraction, voice: Any) -> Iterator[tuple[Fraction, Any, Any]]:
    """Every element that is no stream: where it is, in which voice, and the element.

    An element's own offset counts from the stream that it was last seen in, so it is added up
    on the way down.
    """
    from music21 import stream as streams

    for element in stream.elements:
        at = offset + exact(stream.elementOffset(element))
        if element.isStream:
            inner = element.id if isinstance(element, streams.Voice) else voice
            yield from _walk(element, at, inner)
        else:
            yield at, voice, element


def semitones_of(instrument: Any) -> int:
    """How far above the written note an instrument sounds."""
    return round(instrument.transposition.semitones) if instrument.transposition else 0


def sounding_pitch(note: Any) -> int:
    """A note's MIDI pitch; a drum's from its instrument, or else from the line it stands on."""
    if hasattr(note, "pitch"):
        return int(note.pitch.midi)
    mapped = getattr(note.storedInstrument, "percMapPitch", None)
    return int(mapped) if mapped is not None else int(note.displayPitch().midi)
