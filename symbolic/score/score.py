"""The Score: what music is in memory."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import checks, doors, edits, plain, tables
from symbolic.score.summary import one_line, summary
from symbolic.score.timeline import Timeline
from symbolic.score.track import Track


class Score:
    """A piece of music: tracks, and tables of the events in them.

    A score never changes: its tables are read-only and every edit returns a new score that
    shares what it did not touch.

    Parameters
    ----------
    resolution
        Ticks in a quarter note.
    tracks
        Who plays. If left out, as many unnamed pianos as the tables mention.
    notes, tempos, meters, keys, controls, bends, lyrics, markers, texts
        Tables (see `symbolic.score.tables`), or rows to make them of.
    title
        The name of the piece.

    Attributes
    ----------
    repairs
        What had to be mended in the file that the score was read from, in words.
    patterns
        The scores of a type 2 MIDI file's independent patterns; empty for any other.

    Examples
    --------
    >>> score = Score(480, notes=[(0, 480, 60, 80, 0), (480, 960, 64, 80, 0)])
    >>> score
    <Score: 1 track, 2 notes, 1 bar of 4/4 at 120 BPM, 0:01>
    >>> score.transpose(12).notes["pitch"]
    array([72, 76], dtype=int16)
    """

    notes: np.ndarray
    tempos: np.ndarray
    meters: np.ndarray
    keys: np.ndarray
    controls: np.ndarray
    bends: np.ndarray
    lyrics: np.ndarray
    markers: np.ndarray
    texts: np.ndarray

    def __init__(
        self,
        resolution: int = 480,
        tracks: Iterable[Track] | None = None,
        *,
        notes: Any = None,
        tempos: Any = None,
        meters: Any = None,
        keys: Any = None,
        controls: Any = None,
        bends: Any = None,
        lyrics: Any = None,
        markers: Any = None,
        texts: Any = None,
        title: str = "",
    ):
        rows = {
            "notes": notes,
            "tempos": tempos,
            "meters": meters,
            "keys": keys,
            "controls": controls,
            "bends": bends,
            "lyrics": lyrics,
            "markers": markers,
            "texts": texts,
        }
        resolution = checks.whole("resolution", resolution, 1, 32767)
        checks.text("title", title)
        built = {name: tables.table(name, value) for name, value in rows.items()}
        highest = max((_highest_track(table) for table in built.values()), default=-1)
        if tracks is None:
            tracks = (Track(),) * (highest + 1)
        tracks = _all_tracks(tracks)
        if highest >= len(tracks):
            raise SymbolicError(
                f"an event names track {highest}, but there are {len(tracks)} tracks (counted from 0)"
            )
        self._fill(resolution, tracks, built, title)

    def _fill(self, resolution: int, tracks: tuple[Track, ...], built: dict, title: str) -> None:
        self.resolution = resolution
        self.tracks = tracks
        self.title = title
        self.repairs: tuple[str, ...] = ()
        self.patterns: tuple[Score, ...] = ()
        self.charset = "utf-8"  # how the file it came from spells its texts
        self.__dict__.update(built)

    @classmethod
    def from_tables(
        cls, resolution: int, tracks: Sequence[Track], built: dict, title: str = ""
    ) -> "Score":
        """Wrap tables that are already checked, in order and read-only, without a copy."""
        score = cls.__new__(cls)
        score._fill(resolution, tuple(tracks), {**tables.EMPTY, **built}, title)
        return score

    def replace(self, **changes: Any) -> "Score":
        """Return a copy with some tables or attributes changed.

        >>> Score(480).replace(title="Sketch").title
        'Sketch'
        """
        kept: dict[str, Any] = {name: getattr(self, name) for name in tables.TABLES}
        kept |= {"resolution": self.resolution, "tracks": self.tracks, "title": self.title}
        unknown = changes.keys() - kept.keys()
        if unknown:
            raise SymbolicError(f"a Score has no {', '.join(sorted(unknown))} to replace")
        score = type(self)(**{**kept, **changes})
        score.charset = self.charset
        return score

    def copy(self) -> "Score":
        """Return a score equal to this one. The tables are read-only, so both share them."""
        score = self.replace()
        score.repairs, score.patterns = self.repairs, self.patterns
        return score

    # -- time -------------------------------------------------------------------------

    @cached_property
    def timeline(self) -> Timeline:
        """Where ticks, quarters, bars and seconds stand to one another."""
        return Timeline(self.resolution, self.tempos, self.meters)

    @cached_property
    def end(self) -> int:
        """The tick at which the last note ends or the last event happens."""
        ends = [0]
        for name in tables.TABLES:
            table = getattr(self, name)
            if len(table):
                times = table["start"] + table["duration"] if name == "notes" else table["time"]
                ends.append(int(times.max()))
        return max(ends)

    @property
    def seconds(self) -> float:
        """How long the score lasts."""
        return float(self.timeline.ticks_to_seconds(self.end))

    @property
    def bars(self) -> int:
        """How many bars the score has, a last one begun counted whole."""
        return 0 if self.end == 0 else int(self.timeline.bar_at(self.end - 1)) + 1

    # -- edits: each returns a new score ----------------------------------------------

    transpose = edits.transpose
    quantize = edits.quantize
    stretch = edits.stretch
    resample = edits.resample
    set_meter = edits.set_meter
    set_tempo = edits.set_tempo
    slice = edits.slice
    select = edits.select
    merge = edits.merge
    split = edits.split
    apply_pedal = edits.apply_pedal
    remove_overlaps = edits.remove_overlaps

    # -- doors to the stations that come after: see symbolic/score/doors.py --------------

    write = doors.write
    to_bytes = doors.to_bytes
    to_note_sequence = doors.to_note_sequence
    to_pretty_midi = doors.to_pretty_midi
    to_music21 = doors.to_music21
    from_note_sequence = classmethod(doors.from_note_sequence)
    from_pretty_midi = classmethod(doors.from_pretty_midi)
    from_music21 = classmethod(doors.from_music21)
    key = doors.key
    chords = doors.chords
    plot = doors.plot
    _repr_html_ = doors.html

    # -- as text, as plain values, and compared ---------------------------------------

    __repr__ = one_line
    summary = summary
    to_dict = plain.to_dict
    from_dict = classmethod(plain.from_dict)

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        for name in tables.TABLES:  # unpickled and deeply copied arrays are writeable
            tables.sealed(getattr(self, name))

    def __len__(self) -> int:
        """How many notes."""
        return len(self.notes)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Score):
            return NotImplemented
        return (
            self.resolution == other.resolution
            and self.title == other.title
            and self.tracks == other.tracks
            and all(tables.same(t, getattr(self, t), getattr(other, t)) for t in tables.TABLES)
        )

    __hash__ = None  # type: ignore[assignment]


def _all_tracks(tracks: Iterable[Track]) -> tuple[Track, ...]:
    try:
        found = tuple(tracks)
    except TypeError:
        found = (tracks,)  # type: ignore[assignment]
    for track in found:
        if not isinstance(track, Track):
            raise SymbolicError(f"tracks takes a list of Track, not {track!r:.80}")
    return found


def _highest_track(table: np.ndarray) -> int:
    if len(table) == 0 or "track" not in (table.dtype.names or ()):
        return -1
    return int(table["track"].max())
