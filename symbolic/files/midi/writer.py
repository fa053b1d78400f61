"""Write a Score as a MIDI file."""

from typing import TYPE_CHECKING

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.files.midi.allocation import allocate
from symbolic.files.midi.encode import Events, chunk, meta
from symbolic.files.midi.layers import layers
from symbolic.files.midi.programs import program_changes
from symbolic.files.midi.specs import (
    BEND,
    CONTINUES,
    CONTROL,
    KEY,
    LYRIC,
    MARKER,
    METER,
    NOTE_ON,
    PORT,
    PRIVATE,
    PROGRAM,
    TEMPO,
    TEXT,
    TEXT_TYPES,
    TRACK_NAME,
)

if TYPE_CHECKING:
    from symbolic.score.score import Score

WHOLE_SCORE = -1

# What comes first among events at one tick. Banks are chosen before the program that they
# are for; a note of no length ends before one is struck that goes on.
ENDS, CONTROLS, PROGRAMS, BENDS, INSTANTS, BEGINNINGS = range(6)


def write_bytes(score: "Score", type: int = 1) -> bytes:
    """The score as the bytes of a MIDI file.

    Parameters
    ----------
    type
        1 writes a track for every track. 0 writes all into one: at most 16 channels, and
        tracks that share channel and program cannot be told apart afterwards.
    """
    if type not in (0, 1):
        raise SymbolicError(f"MIDI files are written as type 0 or 1, not {type!r}")
    channels = allocate(score)
    tracks = [_conductor(score)]
    for index, channel in enumerate(channels):
        changes = program_changes(score, channels, index)
        tracks += _track(score, index, channel, changes)
    if type == 0:
        tracks = [_one_track(score, tracks, channels)]
    chunks = [chunk(events) for events in tracks]
    sizes = [type, len(chunks), score.resolution]
    header = b"MThd\0\0\0\6" + b"".join(size.to_bytes(2, "big") for size in sizes)
    return header + b"".join(chunks)


def _conductor(score: "Score") -> Events:
    """What belongs to no track: title, tempos, meters, keys, markers."""
    events = Events()
    if score.title:
        events.metas.append((0, meta(TRACK_NAME, _encoded(score, score.title))))
    for tick, microseconds in score.tempos.tolist():
        events.metas.append((tick, meta(TEMPO, microseconds.to_bytes(3, "big"))))
    for tick, numerator, denominator in score.meters.tolist():
        # 24 MIDI clocks a click and 8 thirty-seconds a quarter: what every program writes
        power = denominator.bit_length() - 1
        events.metas.append((tick, meta(METER, bytes([numerator, power, 24, 8]))))
    for tick, fifths, minor in score.keys.tolist():
        events.metas.append((tick, meta(KEY, bytes([fifths & 255, minor]))))
    for tick, text in score.markers.tolist():
        events.metas.append((tick, meta(MARKER, _encoded(score, text))))
    _add_texts(events, score, WHOLE_SCORE)
    return events


def _track(score: "Score", index: int, channel: int, changes: np.ndarray) -> list[Events]:
    """The events of a track, and of a further one for each layer that it cannot hold."""
    low, high = score.notes["track"].searchsorted([index, index + 1])
    found = []
    for number, notes in enumerate(layers(score.notes[low:high])):
        events = Events()
        _add_head(events, score, index, channel)
        events.add(changes, PROGRAMS, PROGRAM << 4 | channel % 16, score.tracks[index].program)
        if number:
            events.metas.append((0, meta(PRIVATE, CONTINUES)))
        else:
            _add_texts(events, score, index)
            _add_controls(events, score, index, channel % 16)
        _add_notes(events, notes, channel % 16)
        found.append(events)
    return found


def _add_head(events: Events, score: "Score", index: int, channel: int) -> None:
    name = score.tracks[index].name
    named_later = (score.texts["kind"] == "name") & (score.texts["track"] == index)
    if name or named_later.any():
        events.metas.append((0, meta(TRACK_NAME, _encoded(score, name))))
    if channel >= 16:
        events.metas.append((0, meta(PORT, bytes([channel // 16]))))


def _add_texts(events: Events, score: "Score", index: int) -> None:
    for tick, text, _ in score.lyrics[score.lyrics["track"] == index].tolist():
        events.metas.append((tick, meta(LYRIC, _encoded(score, text))))
    for tick, kind, text, _ in score.texts[score.texts["track"] == index].tolist():
        number = TEXT_TYPES.get(kind, TEXT)  # MIDI has no kind of its own for chord symbols
        events.metas.append((tick, meta(number, _encoded(score, text))))


def _add_controls(events: Events, score: "Score", index: int, channel: int) -> None:
    low, high = score.controls["track"].searchsorted([index, index + 1])
    rows = score.controls[low:high]
    events.add(rows["time"], CONTROLS, CONTROL << 4 | channel, rows["number"], rows["value"])
    low, high = score.bends["track"].searchsorted([index, index + 1])
    rows = score.bends[low:high]
    value = rows["value"] + 8192
    events.add(rows["time"], BENDS, BEND << 4 | channel, value & 127, value >> 7)


def _add_notes(events: Events, notes: np.ndarray, channel: int) -> None:
    """Note-ons, and note-offs as note-ons of no velocity, which running status shortens."""
    status = NOTE_ON << 4 | channel
    instant = notes[notes["duration"] == 0]
    if len(instant):
        twice = np.repeat(instant, 2)
        velocity = twice["velocity"] * np.tile([1, 0], len(instant))
        events.add(twice["start"], INSTANTS, status, twice["pitch"], velocity)
        notes = notes[notes["duration"] > 0]
    events.add(notes["start"], BEGINNINGS, status, notes["pitch"], notes["velocity"])
    events.add(notes["start"] + notes["duration"], ENDS, status, notes["pitch"])


def _one_track(score: "Score", tracks: list[Events], channels: list[int]) -> Events:
    """Join all events into the one track of a type 0 file."""
    if max(channels, default=0) >= 16:
        raise SymbolicError("a type 0 file holds 16 channels and this score needs more: use type 1")
    if len(tracks) > 1 + len(channels):
        raise SymbolicError(
            "notes at one pitch overlap in a way that a type 0 file cannot hold: use type 1"
        )
    names = [meta(TRACK_NAME, _encoded(score, track.name)) for track in score.tracks]
    joined = Events(tracks[0].messages, tracks[0].metas)
    for events in tracks[1:]:
        joined.messages += events.messages
        joined.metas += [event for event in events.metas if event[1] not in names]
    if not score.title and len(names) == 1 and score.tracks[0].name:
        joined.metas.insert(0, (0, names[0]))
    return joined


def _encoded(score: "Score", text: str) -> bytes:
    """The text as the file that the score came from spells its texts, if it can."""
    try:
        return text.encode(score.charset)
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
