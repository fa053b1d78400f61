"""Read the events of one track, byte by byte, and go on after damage.

The quick lane (quick.py) reads most tracks; this reader takes those that it declines.
"""

from array import array
from dataclasses import dataclass, field

import numpy as np

from symbolic.files.midi.specs import (
    CHANNEL_DATA_BYTES,
    END_OF_TRACK,
    MAX_DELTA,
    META,
    SYSEX,
    SYSEX_ESCAPE,
    SYSTEM_DATA_BYTES,
)

MOST_METAS = 1_000_000  # in a track: see metas.py
HOPELESS = 10_000  # a track with so many more mends than events holds no music

Meta = tuple[int, int, bytes]  # tick, type, payload


@dataclass
class TrackEvents:
    """The events of one track, as columns.

    Attributes
    ----------
    ticks, status, first, second
        A row for every channel message: when, its status byte, its data bytes.
    metas
        (tick, type, payload) of every meta event.
    end
        The tick of the end of the track.
    repairs
        What was mended.
    """

    ticks: np.ndarray
    status: np.ndarray
    first: np.ndarray
    second: np.ndarray
    metas: list[Meta]
    end: int
    repairs: list[str] = field(default_factory=list)


def read_events(data: bytes, start: int, end: int) -> TrackEvents:
    """Read the events between two places in the file."""
    return _EventReader(data, start, end).read()


class _EventReader:
    def __init__(self, data: bytes, start: int, end: int):
        self.data, self.at, self.end = data, start, end
        self.tick = 0
        self.running = 0  # the status that a message without one repeats
        self.ticks = array("q")
        self.messages = array("L")  # status, first and second data byte in one number
        self.metas: list[Meta] = []
        self.counts: dict[str, int] = {}
        self.mends = 0
        self.finished = False

    def read(self) -> TrackEvents:
        while self.at < self.end and not self.finished:
            if self.mends > HOPELESS + len(self.metas) + len(self.ticks):
                self._mend("hopeless damage: the rest of the track was left out")
                break
            try:
                self._event()
            except IndexError:  # the bytes ran out inside an event
                self._mend("a truncated event")
                self.at = self.end
        if not self.finished:
            self._mend("missing end of track")
        elif self.at < self.end:
            self._mend("trailing bytes after the end of the track", self.end - self.at)
        message = np.array(self.messages, np.int64)
        repairs = [
            f"{name} ({count})" if count > 1 else name for name, count in self.counts.items()
        ]
        return TrackEvents(
            ticks=np.array(self.ticks, np.int64),
            status=(message >> 16).astype(np.uint8),
            first=(message >> 8 & 0xFF).astype(np.uint8),
            second=(message & 0xFF).astype(np.uint8),
            metas=self.metas,
            end=self.tick,
            repairs=repairs,
        )

    def _mend(self, what: str, count: int = 1) -> None:
        self.mends += 1
        self.counts[what] = self.counts.get(what, 0) + count

    def _byte(self) -> int:
        if self.at >= self.end:
            raise IndexError
        value = self.data[self.at]
        self.at += 1
        return value

    def _length(self) -> int:
        """A number in the file's variable-length form."""
        value = 0
        for count in range(1, 6):
            byte = self._byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                if count > 4:
                    self._mend("a number of more than four bytes")
                return value & MAX_DELTA
        self._mend("a number of more than four bytes")
        return value & MAX_DELTA

    def _event(self) -> None:
        self.tick += self._length()
        status = self._byte()
        if status < 0x80:
            self.at -= 1
            status = self.running
            if status == 0:
                self.at += 1
                self._mend("a data byte without a message")
                return
        if status < SYSEX:
            self.running = status
            self._channel_message(status)
        elif status == META:
            self._meta()
        elif status in (SYSEX, SYSEX_ESCAPE):
            self._skip(self._length())
        else:
            self._mend(f"system message 0x{status:02X} in a file")
            self._skip(SYSTEM_DATA_BYTES[status])

    def _channel_message(self, status: int) -> None:
        first = self._data_byte()
        second = self._data_byte() if CHANNEL_DATA_BYTES[status >> 4] == 2 else 0
        self.ticks.append(self.tick)
        self.messages.append(status << 16 | first << 8 | second)

    def _data_byte(self) -> int:
        value = self._byte()
        if value > 127:
            self._mend("a data byte over 127: read as 127")
            return 127
        return value

    def _meta(self) -> None:
        kind = self._byte()
        payload = self._skip(self._length())
        if kind == END_OF_TRACK:
            self.finished = True
        elif len(self.metas) >= MOST_METAS:
            self._mend("more meta events than a song has words: left out")
        else:
            self.metas.append((self.tick, kind, payload))

    def _skip(self, length: int) -> bytes:
        if self.at + length > self.end:
            raise IndexError
        payload = self.data[self.at : self.at + length]
        self.at += length
        return payload
