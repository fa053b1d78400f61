"""From the text of a tune to its voices."""

from collections.abc import Callable

from symbolic.errors import UnreadableError
from symbolic.files.abc.keys import C_MAJOR, Key, read_key, speaks_of_voice
from symbolic.files.abc.lengths import Meter, default_unit, read_unit
from symbolic.files.abc.lines import DIRECTIVE, KEY, MUSIC, read_lines, unpacked
from symbolic.files.abc.meters import NoMeter, read_meter
from symbolic.files.abc.parts import read_order
from symbolic.files.abc.tempos import read_tempo
from symbolic.files.abc.texts import plain, title
from symbolic.files.abc.tokens import tokens
from symbolic.files.abc.voice import Voice

LONGEST_TUNE = 1_000_000  # characters; a symphony has fewer
MOST_VOICES = 1000
VOICE = "V"
UNNAMED, FIRST = "", "1"  # music without a V: field is the first voice's
MIDI, PROPAGATE = "MIDI", "propagate-accidentals"
SHOWN = 8  # signs named in a repair


class Reader:
    """Reads one tune.

    Attributes
    ----------
    voices
        By their names, in order.
    title, composer
        The first of each.
    meter
        The meter of the head; None for free.
    order
        The parts in the order in which they are played; empty if the tune does not say.
    begins
        The bar that each part begins with.
    """

    def __init__(self, tune: str):
        if len(tune) > LONGEST_TUNE:
            raise UnreadableError(
                f"{len(tune):,} characters are no tune ({LONGEST_TUNE:,} at most)"
            )
        self.voices: dict[str, Voice] = {}
        self.title = self.composer = ""
        self.meter: Meter | None = None
        self.order: list[str] = []
        self.begins: dict[str, int] = {}
        self._unit: int | None = None
        self._key: Key | None = None  # None in the head
        self._for_all: list[Callable[[Voice], None]] = []  # what the head says of its voices
        self._waiting: list[tuple[str, str]] = []  # what the head says of one of them
        self._tempos: list[str] = []
        self._voice: Voice | None = None
        self._repairs: dict[str, None] = {}  # each once
        self._strays: dict[str, None] = {}
        for kind, text in read_lines(self._unpacked(tune)):
            field = FIELDS.get(kind)
            if field:
                field(self, text)
        if self._key is None:
            raise UnreadableError("no ABC tune in it (a tune needs a K: field)")
        for voice in self.voices.values():
            voice.finish()

    def _unpacked(self, tune: str) -> str:
        found = unpacked(tune) if "=" in tune else tune
        if found != tune:
            self._mend("marks that a mail program had put in: taken out")
        return found

    @property
    def repairs(self) -> list[str]:
        """What had to be mended, in words."""
        found = list(self._repairs)
        if self._strays:
            more = ["..."] if len(self._strays) > SHOWN else []
            signs = " ".join([*list(self._strays)[:SHOWN], *more])
            found.append(f"signs that mean nothing where they stand: passed over ({signs})")
        voices = self.voices.values()
        if not all(voice.rhythm.exact for voice in voices):
            found.append("lengths too fine to be counted: rounded")
        found += dict.fromkeys(repair for voice in voices for repair in voice.repairs)
        if not all(voice.pitches.inside for voice in voices):
            found.append("notes that MIDI does not have: moved by octaves")
        return found

    def _mend(self, repair: str) -> None:
        self._repairs[repair] = None

    # -- the head, and the voices ------------------------------------------------------

    def _set_title(self, text: str) -> None:
        self.title = self.title or title(text)

    def _set_composer(self, text: str) -> None:
        self.composer = self.composer or plain(text)

    def _begin(self, key: Key) -> None:
        """The head ends, and the music begins."""
        self._key = key
        for kind, text in self._waiting:
            FIELDS[kind](self, text)
        self._voice = next(iter(self.voices.values()), None) or self._voice_named(UNNAMED)
        self._voice.change_key(key)
        for text in self._tempos:
            self._set_tempo(text)

    def _voice_named(self, name: str) -> Voice:
        """The voice of a name, a new one if need be."""
        unnamed = self.voices.get(UNNAMED)
        if unnamed and name not in self.voices and (name == FIRST or unnamed.is_empty):
            self.voices = {known or name: voice for known, voice in self.voices.items()}
        if name not in self.voices:
            if len(self.voices) == MOST_VOICES:
                raise UnreadableError(f"more than {MOST_VOICES:,} voices in a tune")
            assert self._key
            unit = self._unit or default_unit(self.meter)
            self.voices[name] = voice = Voice(len(self.voices), self._key, unit, self.meter)
            for say in self._for_all:
                say(voice)
        return self.voices[name]

    def _say_of_voice(self, say: Callable[[Voice], None]) -> None:
        """Tell the voice; in the head, before any voice, tell all."""
        if self._voice:
            say(self._voice)
        else:
            self._for_all.append(say)

    # -- fields -----------------------------------------------------------------------

    def _set_voice(self, text: str) -> None:
        name, _, properties = text.partition(" ")
        if not name:
            return
        if self._key is None:
            self._waiting.append((VOICE, text))
            return
        self._voice = self._voice_named(name)
        if properties:
            self._voice.set_properties(properties)

    def _set_unit(self, text: str) -> None:
        unit = read_unit(text)
        if unit is None:
            self._mend(f"a unit note length that makes no sense ('{text:.20}'): left out")
        elif self._voice:
            self._voice.rhythm.unit = unit
        else:
            self._unit = unit

    def _set_meter(self, text: str) -> None:
        try:
            meter = read_meter(text)
        except NoMeter:
            self._mend(f"a meter that makes no sense ('{text:.20}'): left out")
            return
        if self._voice:
            self._voice.change_meter(meter)
        else:
            self.meter = meter

    def _set_key(self, text: str) -> None:
        key, rest = read_key(text)
        if key is None and not speaks_of_voice(rest):
            self._mend(f"a key that makes no sense ('{text:.20}'): left out")
        if key and key.unknown:
            self._mend(f"a mode that makes no sense ('{key.unknown:.20}'): taken for major")
        if rest:
            self._say_of_voice(lambda voice: voice.set_properties(rest))
        if self._key is None:
            self._begin(key or C_MAJOR)
        elif key and self._voice:
            self._voice.change_key(key)

    def _set_tempo(self, text: str) -> None:
        if self._voice is None:
            self._tempos.append(text)
            return
        quarters, words = read_tempo(text, self._voice.rhythm.unit)
        if quarters:
            self._voice.say("tempo", quarters)
        if words:
            self._voice.say("text", plain(words))
        elif not quarters and text:
            self._mend(f"a tempo that makes no sense ('{text:.20}'): left out")

    def _set_part(self, text: str) -> None:
        if self._voice is None:
            self.order = read_order(text)
        elif self._voice.number == 0 and text:
            bar = self._voice.part()
            self.begins.setdefault(text.split()[0].rstrip("."), bar)
            self._voice.say("marker", plain(text))

    def _direct(self, text: str) -> None:
        """A directive, or an I: field: those for playing count."""
        if self._key is None:
            self._waiting.append((DIRECTIVE, text))
            return
        words = text.replace("=", " ").split()
        if len(words) > 1 and words[0] == MIDI:
            self._say_of_voice(lambda voice: voice.set_midi(words[1:]))
        elif len(words) > 1 and words[0] == PROPAGATE:
            self._say_of_voice(lambda voice: voice.pitches.hold(words[1]))

    def _sing(self, text: str) -> None:
        if self._voice:
            self._voice.lyrics(text)

    # -- music ------------------------------------------------------------------------

    def _play(self, line: str) -> None:
        voice = self._voice
        if voice is None:
            self._mend("lines of the head that are no fields: passed over")
            return
        for kind, text in tokens(line):
            play = PLAYS.get(kind)
            if play:
                play(voice, text)
            elif kind == INLINE_FIELD:
                field = FIELDS.get(text[1])
                if field:
                    field(self, text[3:-1].strip())
                    voice = self._voice or voice
            elif kind == STRAY and text != LINE_BREAK:
                self._strays[text] = None


# What a field does, by its letter. The others mean nothing for the notes.
FIELDS: dict[str, Callable[[Reader, str], None]] = {
    "T": Reader._set_title,
    "C": Reader._set_composer,
    "M": Reader._set_meter,
    "L": Reader._set_unit,
    "Q": Reader._set_tempo,
    "P": Reader._set_part,
    KEY: Reader._set_key,
    VOICE: Reader._set_voice,
    "I": Reader._direct,
    DIRECTIVE: Reader._direct,
    "w": Reader._sing,
    MUSIC: Reader._play,
}

# What a voice does with the signs of its music.
PLAYS: dict[str, Callable[[Voice, str], None]] = {
    "note": Voice.note,
    "chord": Voice.chord,
    "rest": Voice.rest,
    "bars": Voice.bar_rests,
    "bar": Voice.bar_line,
    "ending": Voice.ending,
    "broken": Voice.broken,
    "tuplet": Voice.tuplet,
    "tie": Voice.tie,
    "overlay": Voice.overlay,
    "quote": Voice.quote,
    "decoration": Voice.decoration,
}
LINE_BREAK = "!"  # where early ABC broke the printed line
INLINE_FIELD, STRAY = "field", "stray"  # of the signs, those that concern the whole tune
