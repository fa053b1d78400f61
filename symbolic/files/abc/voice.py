"""One voice while it is read: its bars, its notes, and what holds for the next note."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from symbolic.files.abc.barlines import VoiceBars, read_passes
from symbolic.files.abc.keys import Key
from symbolic.files.abc.lengths import Meter, bar_length
from symbolic.files.abc.lyrics import align, read_syllables
from symbolic.files.abc.marks import read_quoted, set_mark
from symbolic.files.abc.notes import NOTE, Written, read_length, read_note
from symbolic.files.abc.pitches import Pitches
from symbolic.files.abc.player import Player
from symbolic.files.abc.rhythm import Rhythm
from symbolic.files.abc.texts import plain
from symbolic.files.playing.dynamics import DEFAULT_VELOCITY, DYNAMICS
from symbolic.files.playing.keys import fifths_sounding
from symbolic.files.playing.rows import Said
from symbolic.score.timeline import DEFAULT_METER

IN_CHORD = re.compile(rf'"[^"]*"|!([^!]*)!|({NOTE})(-?)')

# A note, or a piece of a tied one: its bar, place in the bar, length, pitch, velocity, voice,
# and the number of the piece that it is tied to.
Row = list[int]
LENGTH, PITCH, VELOCITY = 2, 3, 4
UNTIED = -1


class Last(NamedTuple):
    """A note that sounded last, which a tie or broken rhythm would change."""

    number: int
    row: Row
    natural: int
    alteration: int
    start: int


class Voice:
    """A voice.

    Parameters
    ----------
    number
        Its place among the voices.
    key, unit, meter
        What the head of the tune sets.

    Attributes
    ----------
    rows
        Its notes, tied ones piece by piece.
    said
        Words and signs.
    repairs
        What had to be mended, each once.
    meters
        The meters that it changes to, by the number of the bar.
    """

    def __init__(self, number: int, key: Key, unit: int, meter: Meter | None):
        self.number = number
        self.player = Player()
        self.bars = VoiceBars()
        self.rhythm = Rhythm(unit, meter)
        self.pitches = Pitches(key)
        self.velocity = DEFAULT_VELOCITY
        self.rows: list[Row] = []
        self.said: list[Said] = []
        self.meters: dict[int, Meter | None] = {}
        self.repairs: dict[str, None] = {}
        self.now = 0  # where the next note begins
        self._furthest = 0  # where the longest layer of the bar so far ends
        self._is_overlaid = False
        self._last: list[Last] = []
        self._last_length = 0
        self._ties: dict[int, Last] = {}  # by natural pitch
        self._sung: list[tuple[int, int]] = []  # bar and place of all that words are sung to
        self._block = (0, 0)  # the notes that the last w: field is for
        self._verse = 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been played so far."""
        return self.now == 0

    # -- who plays --------------------------------------------------------------------

    def set_properties(self, text: str) -> None:
        """Name, clef, octave and transposition, from a K: or V: field."""
        self.player.set_properties(text)
        self.pitches.shift = self.player.shift

    def set_midi(self, words: list[str]) -> None:
        """Program, channel or transposition, from a MIDI directive."""
        self.player.set_midi(words)
        self.pitches.shift = self.player.shift

    # -- notes and rests --------------------------------------------------------------

    def note(self, text: str) -> None:
        """A single note."""
        written = read_note(text)
        self._sound((written,), self.rhythm.length(written.over, written.under))

    def chord(self, text: str) -> None:
        """Notes in brackets: as long as the first of them, times what stands behind."""
        inside, _, outside = text[1:].rpartition("+" if text[0] == "+" else "]")
        notes, tied = [], set()
        for match in IN_CHORD.finditer(inside):
            if match[2]:
                notes.append(read_note(match[2]))
                if match[3]:
                    tied.add(notes[-1].natural)
            elif match[1]:
                self.decoration(match[1])
            elif match[0].startswith('"'):
                self.quote(match[0])
        if notes:
            over, under = read_length(outside)
            self._sound(notes, self.rhythm.length(notes[0].over * over, notes[0].under * under))
            self._ties |= {last.natural: last for last in self._last if last.natural in tied}

    def _sound(self, notes: Sequence[Written], length: int) -> None:
        if length == 0:
            self.repairs["notes without a length: left out"] = None
            return
        start = self.now
        bar, place = self.bars.number, start - self.bars.start
        if not self._is_overlaid:
            self._sung.append((bar, place))
        self._last = []
        for written in notes:
            alteration = self.pitches.alteration(written)
            held = self._held(written, alteration) if self._ties else None
            if held:
                alteration = held.alteration
                pitch, velocity, tied = held.row[PITCH], held.row[VELOCITY], held.number
            else:
                pitch = self.pitches.sounding(written.natural, alteration)
                velocity, tied = self.velocity, UNTIED
            row = [bar, place, length, pitch, velocity, self.number, tied]
            self._last.append(Last(len(self.rows), row, written.natural, alteration, start))
            self.rows.append(row)
        self._last_length = length
        self.now = start + length

    def _held(self, written: Written, alteration: int) -> Last | None:
        """The note that was tied to this one, if it ends here: a tie carries its accidental."""
        held = self._ties.pop(written.natural, None)
        if held is None or held.start + held.row[LENGTH] != self.now:
            return None
        return held if written.accidental is None or alteration == held.alteration else None

    def tuplet(self, sign: str) -> None:
        """A tuplet begins."""
        self.rhythm.tuplet(sign)

    def tie(self, _sign: str = "-") -> None:
        """Tie what sounded last to what follows."""
        for last in self._last:
            self._ties[last.natural] = last

    def rest(self, text: str) -> None:
        """Silence for a length."""
        self._last = []
        self._last_length = self.rhythm.length(*read_length(text[1:]))
        self.now += self._last_length

    def bar_rests(self, text: str) -> None:
        """Silence for so many bars."""
        if self.now > self.bars.start:
            self.repairs["bars of rest that begin within a bar: read as short rests"] = None
            self.rest(text)
            return
        self._last, self._last_length = [], 0
        for number in range(int(text[1:] or 1)):
            if number:
                self.bar_line("|")
            self.now += bar_length(self.rhythm.meter or DEFAULT_METER)

    def broken(self, marks: str) -> None:
        """Broken rhythm between the note before and the next."""
        if not self._last_length:
            return
        length = self.rhythm.broken(marks, self._last_length)
        change = length - self._last_length
        for last in self._last:
            last.row[LENGTH] += change
        self.now += change
        self._last_length = length

    def overlay(self, _sign: str = "&") -> None:
        """Go back to the beginning of the bar, for a layer that sounds with what stood so far."""
        self._furthest = max(self._furthest, self.now)
        self.now = self.bars.start
        self._is_overlaid = True
        self._forget()

    # -- bars -------------------------------------------------------------------------

    def bar_line(self, text: str) -> None:
        """A bar line."""
        self._end_layers()
        self.bars.line(text, self.now)

    def ending(self, text: str) -> None:
        """A variant ending begins."""
        self._end_layers()
        self.bars.ending(read_passes(text), self.now)

    def part(self) -> int:
        """A part begins, and with it a bar: its number."""
        self._end_layers()
        self.bars.close(self.now)
        return self.bars.number

    def change_meter(self, meter: Meter | None) -> None:
        """A meter begins, and with it a bar."""
        self.meters[self.part()] = self.rhythm.meter = meter

    def change_key(self, key: Key) -> None:
        """A key begins."""
        self.pitches.altered = key.altered
        self.pitches.new_bar()
        fifths = fifths_sounding(key.fifths, self.pitches.shift)
        self.say("key", (fifths, key.minor))

    def finish(self) -> None:
        """After the last sign."""
        self._end_layers()
        self.bars.finish(self.now)

    def _end_layers(self) -> None:
        self.now = max(self.now, self._furthest)
        self._furthest = self.now
        self._is_overlaid = False
        self._forget()

    def _forget(self) -> None:
        self._last = []
        self._last_length = 0
        self.pitches.new_bar()

    # -- words ------------------------------------------------------------------------

    def say(self, kind: str, value: Any) -> None:
        """A word or sign at the next note."""
        place = self.now - self.bars.start
        self.said.append(Said(self.bars.number, place, kind, value, self.number))

    def quote(self, quoted: str) -> None:
        """A text in quotation marks."""
        kind, text = read_quoted(quoted)
        if text and not set_mark(text, self.bars.signs):
            self.say(kind, plain(text))

    def decoration(self, name: str) -> None:
        """A decoration: dynamics and the marks of jumps count, others are passed over."""
        name = name.strip("!+")
        if name in DYNAMICS:
            self.velocity = DYNAMICS[name]
        else:
            set_mark(name, self.bars.signs)

    def lyrics(self, text: str) -> None:
        """A verse for the notes since the words before; one more verse where none came since."""
        if self._block[1] == len(self._sung):
            self._verse += 1
        else:
            self._block, self._verse = (self._block[1], len(self._sung)), 1
        notes = self._sung[slice(*self._block)]
        for bar, place, syllable in align(read_syllables(plain(text)), notes):
            self.said.append(Said(bar, place, "lyric", syllable, self.number, self._verse))
