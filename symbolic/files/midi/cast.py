"""Give every voice of a file its track in the score, and its events their table."""

import operator
from typing import NamedTuple

import numpy as np

from symbolic.files.midi.metas import Rows
from symbolic.files.midi.voices import TrackContent, Voice
from symbolic.score.score import Score
from symbolic.score.tables import EMPTY, ORDER, TABLES, in_order, sealed
from symbolic.score.track import DRUM_CHANNEL, Track

WHOLE_SCORE = -1
TEXT_TABLES = ("lyrics", "markers", "texts")
META_TABLES = ("tempos", "meters", "keys", *TEXT_TABLES)


class Role(NamedTuple):
    """A track of the score to be."""

    name: bytes
    program: int | None
    channel: int | None


class Cast:
    """The roles of a file, filled track by track.

    Attributes
    ----------
    repairs
        What was mended in the tracks.
    """

    def __init__(self) -> None:
        self.repairs: list[str] = []
        self._rows = Rows()
        self._title = b""
        self._roles: list[Role] = []
        self._voices: list[tuple[int, Voice]] = []  # with the number of its role
        self._continued = False  # whether a role got a second voice, so that rows need sorting
        self._programs: dict[int, int] = {}  # the first that any track sets, by channel

    def add(self, number: int, one: TrackContent) -> None:
        """Take in a track of the file: one role for each of its voices."""
        leads = number == 0 and not one.voices  # a first track without notes leads the others
        facts = self._rows.add(one.metas, WHOLE_SCORE if leads else len(self._roles))
        mended = one.repairs + self._rows.take_repairs()
        self.repairs += [f"track {number + 1}: {text}" for text in mended]
        port = 16 * facts.port
        for channel, program in one.programs.items():
            self._programs.setdefault(channel + port, program)
        name = facts.name or b""
        if leads:
            self._title = name
        elif facts.continues and self._roles:
            self._voices += [(len(self._roles) - 1, voice) for voice in one.voices]
            self._continued = True
        elif one.voices:
            for voice in one.voices:
                self._voices.append((len(self._roles), voice))
                self._roles.append(Role(name, voice.program, voice.channel + port))
        elif one.programs:
            channel, program = next(iter(one.programs.items()))
            self._roles.append(Role(name, program, channel + port))
        elif name or facts.has_text:
            self._roles.append(Role(name, None, None))

    def score(self, resolution: int, charset: str | None, microseconds: int | None) -> Score:
        """Make the score.

        Parameters
        ----------
        charset
            How texts are spelled; None to find out.
        microseconds
            The length of a quarter if the file counts by the clock: its tempos mean nothing.
        """
        charset = charset or self._charset()
        if microseconds is not None:
            self._rows.tempos = [(0, microseconds)]
        built = {name: self._meta_table(name, charset) for name in META_TABLES}
        for name in ("notes", "controls", "bends"):
            built[name] = self._voice_table(name)
        tracks = [self._track(role, charset) for role in self._roles]
        score = Score.from_tables(resolution, tracks, built, _text(self._title, charset))
        score.charset = charset
        return score

    def _voice_table(self, name: str) -> np.ndarray:
        """Join the rows of all voices, each with its track, into one table."""
        parts = [(role, getattr(voice, name)) for role, voice in self._voices]
        parts = [(role, rows) for role, rows in parts if len(rows)]
        if not parts:
            return EMPTY[name]
        table = _joined([rows for _, rows in parts])
        tracks, at = table["track"], 0
        for role, rows in parts:
            tracks[at : at + len(rows)] = role
            at += len(rows)
        return sealed(in_order(name, table) if self._continued else table)

    def _track(self, role: Role, charset: str) -> Track:
        program, channel = role.program, role.channel
        if program is None:  # as another track of the file sets it for the channel, if one does
            program = 0 if channel is None else self._programs.get(channel, 0)
        is_drum = channel is not None and channel % 16 == DRUM_CHANNEL
        return Track(_text(role.name, charset), program, is_drum, channel)

    def _charset(self) -> str:
        texts = [value for name in TEXT_TABLES for value in self._rows.texts_of(name)]
        texts += [role.name for role in self._roles] + [self._title]
        try:
            b"\n".join(texts).decode()
        except UnicodeDecodeError:
            return "latin-1"
        return "utf-8"

    def _meta_table(self, name: str, charset: str) -> np.ndarray:
        rows = getattr(self._rows, name)
        if not rows:
            return EMPTY[name]
        if name not in ORDER:  # those with a track came track by track
            rows.sort(key=operator.itemgetter(0))
        if name not in TEXT_TABLES:
            return sealed(np.array(rows, TABLES[name]))
        table = np.empty(len(rows), TABLES[name])
        for number, column in enumerate(TABLES[name].names or ()):
            if column == "text":
                table[column] = [row[number].decode(charset, "replace") for row in rows]
            else:
                table[column] = [row[number] for row in rows]
        return sealed(table)


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    """One array of all rows, joined as bytes: NumPy is far slower at named fields."""
    if len(parts) == 1:  # read-only if it is in a score already: a pattern's, and the whole's
        return parts[0] if parts[0].flags.writeable else parts[0].copy()
    return np.frombuffer(bytearray().join([part.data for part in parts]), parts[0].dtype)


def _text(payload: bytes, charset: str) -> str:
    return payload.decode(charset, "replace")
