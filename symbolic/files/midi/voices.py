"""What one track of a file holds: a voice for every channel and program played in it."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from symbolic.files.midi.events import Meta, TrackEvents
from symbolic.files.midi.notes import pair
from symbolic.files.midi.specs import BEND as BEND_MESSAGE
from symbolic.files.midi.specs import CONTROL as CONTROL_MESSAGE
from symbolic.files.midi.specs import NOTE_OFF, NOTE_ON, PROGRAM
from symbolic.score.tables import BEND, CONTROL, NOTE

BEND_CENTRE = 8192


class Voice(NamedTuple):
    """What is played on one channel with one program.

    The tables are a score's, in order of time, with track 0 throughout. `program` is None if
    the track never says which: another track may say it for the channel.
    """

    channel: int
    program: int | None
    notes: np.ndarray
    controls: np.ndarray
    bends: np.ndarray


@dataclass
class TrackContent:
    """The voices and meta events of one track, and the first program of each of its channels."""

    voices: list[Voice]
    metas: list[Meta]
    programs: dict[int, int] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)


def content(events: TrackEvents) -> TrackContent:
    """Sort the events of a track into voices."""
    found = TrackContent([], events.metas, repairs=list(events.repairs))
    channels = events.status & 15
    for channel in np.unique(channels).tolist():
        rows = np.flatnonzero(channels == channel)
        _add_channel(found, events, channel, rows)
    return found


def _add_channel(found: TrackContent, events: TrackEvents, channel: int, rows: np.ndarray) -> None:
    kind = events.status[rows] >> 4
    changes = rows[kind == PROGRAM]
    struck = rows[(kind == NOTE_ON) | (kind == NOTE_OFF)]
    on, ends = _paired(events, struck, channel, found.repairs)
    controls, bends = rows[kind == CONTROL_MESSAGE], rows[kind == BEND_MESSAGE]
    if len(changes):
        found.programs[channel] = int(events.first[changes[0]])
    at_notes = _programs_in_order(events, changes, on)
    at_controls = _programs_in_time(events, changes, controls)
    at_bends = _programs_in_time(events, changes, bends)
    programs = np.concatenate([at_notes, at_controls, at_bends]).tolist()
    for program in dict.fromkeys(programs):
        mine = at_notes == program
        found.voices.append(
            Voice(
                channel,
                None if program < 0 else program,
                _note_rows(events, on[mine], ends[mine]),
                _control_rows(events, controls[at_controls == program]),
                _bend_rows(events, bends[at_bends == program]),
            )
        )


def _paired(
    events: TrackEvents, rows: np.ndarray, channel: int, repairs: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the note-ons, and the ticks at which their notes end."""
    is_on = (events.status[rows] >> 4 == NOTE_ON) & (events.second[rows] > 0)
    on, off = pair(events.first[rows], is_on)
    ends = np.full(len(on), events.end)
    ends[off >= 0] = events.ticks[rows[off[off >= 0]]]
    hanging = int((off < 0).sum())
    if hanging:
        notes = "a note" if hanging == 1 else f"{hanging} notes"
        repairs.append(
            f"missing final note-off: {notes} on channel {channel + 1} closed at the end of the track"
        )
    return rows[on], ends


def _note_rows(events: TrackEvents, on: np.ndarray, ends: np.ndarray) -> np.ndarray:
    notes = np.zeros(len(on), NOTE)
    notes["start"] = events.ticks[on]
    notes["duration"] = ends - notes["start"]
    notes["pitch"], notes["velocity"] = events.first[on], events.second[on]
    return notes


def _control_rows(events: TrackEvents, rows: np.ndarray) -> np.ndarray:
    controls = np.zeros(len(rows), CONTROL)
    controls["time"] = events.ticks[rows]
    controls["number"], controls["value"] = events.first[rows], events.second[rows]
    return controls


def _bend_rows(events: TrackEvents, rows: np.ndarray) -> np.ndarray:
    bends = np.zeros(len(rows), BEND)
    bends["time"] = events.ticks[rows]
    high, low = events.second[rows].astype(np.int16), events.first[rows].astype(np.int16)
    bends["value"] = (high << 7 | low) - BEND_CENTRE
    return bends


def _programs_in_order(events: TrackEvents, changes: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The program that each note is struck with: 0 before the first change, -1 if none comes."""
    if len(changes) == 0:
        return np.full(len(rows), -1)
    programs = np.append(0, events.first[changes])
    return programs[changes.searchsorted(rows)].astype(int)


def _programs_in_time(events: TrackEvents, changes: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The program that each control or bend goes to.

    Banks and volumes are set just before the program that they are for, so what stands at the
    tick of a change, or before the first one, goes to the new program.
    """
    if len(changes) == 0:
        return np.full(len(rows), -1)
    latest = events.ticks[changes].searchsorted(events.ticks[rows], side="right") - 1
    return events.first[changes[np.maximum(latest, 0)]].astype(int)
