"""The meta events of a file, as the rows of a score's tables."""

from collections import Counter
from dataclasses import dataclass, field

from symbolic.files.midi.events import Meta
from symbolic.files.midi.specs import (
    CONTINUES,
    KEY,
    LYRIC,
    MARKER,
    META_BYTES,
    METER,
    PORT,
    PRIVATE,
    TEMPO,
    TEXT_KINDS,
    TRACK_NAME,
)

TEXTS = {LYRIC, MARKER, *TEXT_KINDS}
TEXT_COLUMN = {"lyrics": 1, "markers": 1, "texts": 2}  # where the text stands in a row
FEW = 10_000  # metas of a track that may be kept twice for a moment
MOST_TEXTS = 1_000_000  # in a file: what goes beyond is no music, and takes much memory
MAX_METER_POWER = 14  # denominators up to 2 ** 14, as wide as the score's column


@dataclass
class TrackFacts:
    """What the meta events say of the track that they stand in."""

    name: bytes | None = None
    port: int = 0
    continues: bool = False
    has_text: bool = False


@dataclass
class Rows:
    """Rows for the tables that meta events fill. Texts are bytes until the charset is known."""

    tempos: list[tuple] = field(default_factory=list)
    meters: list[tuple] = field(default_factory=list)
    keys: list[tuple] = field(default_factory=list)
    lyrics: list[tuple] = field(default_factory=list)
    markers: list[tuple] = field(default_factory=list)
    texts: list[tuple] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)

    def add(self, metas: list[Meta], track: int) -> TrackFacts:
        """Take in the meta events of the track with this number, and empty their list.

        A file may hold millions: none is kept twice.
        """
        facts = TrackFacts()
        room = MOST_TEXTS - self.texts_kept
        if len(metas) <= min(FEW, room):  # lyrics, which most are, at once
            lyrics = [(tick, payload, track) for tick, kind, payload in metas if kind == LYRIC]
            self.lyrics += lyrics
            facts.has_text = bool(lyrics)
            metas[:] = [meta for meta in metas if meta[1] != LYRIC] if lyrics else metas
        metas.reverse()
        while metas:
            tick, kind, payload = metas.pop()
            if len(payload) < META_BYTES.get(kind, 0):
                self.mended[f"meta event 0x{kind:02X} of {len(payload)} bytes: left out"] += 1
            elif kind == TEMPO:
                self._tempo(tick, payload)
            elif kind == METER:
                self._meter(tick, payload)
            elif kind == KEY:
                self._key(tick, payload)
            elif kind == TRACK_NAME and facts.name is None:
                facts.name = payload
            elif kind in TEXTS and room <= 0:
                self.mended["more texts than a song has words: left out"] += 1
            elif kind == LYRIC:
                room -= 1
                self.lyrics.append((tick, payload, track))
                facts.has_text = True
            elif kind == MARKER:
                room -= 1
                self.markers.append((tick, payload))
            elif kind in TEXT_KINDS:
                room -= 1
                self.texts.append((tick, TEXT_KINDS[kind], payload, track))
                facts.has_text = True
            elif kind == PORT:
                facts.port = payload[0] & 127
            elif kind == PRIVATE and payload == CONTINUES:
                facts.continues = True
        return facts

    @property
    def texts_kept(self) -> int:
        """How many texts the rows hold."""
        return len(self.lyrics) + len(self.markers) + len(self.texts)

    def texts_of(self, table: str) -> list[bytes]:
        """The texts in the rows of a table."""
        column = TEXT_COLUMN[table]
        return [row[column] for row in getattr(self, table)]

    def take_repairs(self) -> list[str]:
        """What was mended since this was last asked."""
        taken = [f"{text} ({n})" if n > 1 else text for text, n in self.mended.items()]
        self.mended.clear()
        return taken

    def _tempo(self, tick: int, payload: bytes) -> None:
        microseconds = int.from_bytes(payload[:3], "big")
        if len(payload) != 3:
            self.mended[f"tempo event of {len(payload)} bytes: its first three were read"] += 1
        if microseconds == 0:
            self.mended["bad tempo: 0 microseconds per quarter, left out"] += 1
        else:
            self.tempos.append((tick, microseconds))

    def _meter(self, tick: int, payload: bytes) -> None:
        numerator, power = payload[0], payload[1]
        if numerator == 0 or power > MAX_METER_POWER:
            self.mended[f"bad time signature: {numerator}/2^{power}, left out"] += 1
        else:
            self.meters.append((tick, numerator, 1 << power))

    def _key(self, tick: int, payload: bytes) -> None:
        fifths = (payload[0] ^ 0x80) - 0x80  # a signed byte
        if not -7 <= fifths <= 7 or payload[1] > 1:
            self.mended[f"bad key signature: {fifths} sharps, mode {payload[1]}, left out"] += 1
        else:
            self.keys.append((tick, fifths, payload[1] == 1))
