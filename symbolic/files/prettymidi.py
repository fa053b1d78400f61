"""Score <-> pretty_midi.PrettyMIDI, tick for tick.

PrettyMIDI has no place for markers, the title, channels, the track of a lyric or a text, texts
that are not plain ones, and several tempos at one tick: those do not come back.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.files.seconds import TempoMap, tempo_rows
from symbolic.files.tonic import MINOR_TONIC, fifths_of, tonic_of
from symbolic.score.score import Score
from symbolic.score.track import Track

if TYPE_CHECKING:
    import pretty_midi

WHOLE_SCORE = -1
PLAIN_TEXT = "text"
UNSET_VELOCITY = 80  # a velocity of 0, which says "note off" in MIDI, is taken as not given


def to_pretty_midi(score: Score) -> "pretty_midi.PrettyMIDI":
    """The score as a PrettyMIDI, with its resolution and tempo map.

    >>> to_pretty_midi(Score(480, notes=[(480, 480, 60, 80, 0)])).instruments[0].notes
    [Note(start=0.500000, end=1.000000, pitch=60, velocity=80)]
    """
    import pretty_midi

    midi = pretty_midi.PrettyMIDI(resolution=score.resolution, charset=score.charset)
    _set_tempos(midi, score, pretty_midi.pretty_midi.MAX_TICK)
    midi.instruments = [
        pretty_midi.Instrument(track.program, track.is_drum, track.name) for track in score.tracks
    ]
    _add_events(midi, score)
    for row, time in _timed(score, "meters"):
        meter = int(row["numerator"]), int(row["denominator"])
        midi.time_signature_changes.append(pretty_midi.TimeSignature(*meter, time))
    for row, time in _timed(score, "keys"):
        number = tonic_of(int(row["fifths"]), bool(row["minor"])) + 12 * int(row["minor"])
        midi.key_signature_changes.append(pretty_midi.KeySignature(number, time))
    midi.lyrics = [pretty_midi.Lyric(row["text"], time) for row, time in _timed(score, "lyrics")]
    midi.text_events = [
        pretty_midi.containers.Text(row["text"], time)
        for row, time in _timed(score, "texts")
        if row["kind"] == PLAIN_TEXT
    ]
    return midi


def _set_tempos(midi: Any, score: Score, limit: float) -> None:
    """Give the PrettyMIDI the score's tempo map; it has no public way to do so."""
    tempos = score.timeline.tempos
    last = int(tempos["time"][-1])
    if last >= limit:  # the map is an array with a place for every tick up to the last tempo
        raise SymbolicError(
            f"PrettyMIDI cannot hold a tempo at tick {last:,}: resample the score to fewer ticks"
        )
    scales = tempos["microseconds"] / (1e6 * score.resolution)
    midi._tick_scales = list(zip(tempos["time"].tolist(), scales.tolist(), strict=True))
    midi._update_tick_to_time(last)


def _timed(score: Score, name: str) -> list[tuple[Any, float]]:
    """The rows of a table, each with its moment in seconds."""
    table = getattr(score, name)
    return list(zip(table, score.timeline.ticks_to_seconds(table["time"]).tolist(), strict=True))


def _add_events(midi: Any, score: Score) -> None:
    """Give every instrument its notes, controls and bends."""
    from pretty_midi import ControlChange, Note, PitchBend

    to_seconds = score.timeline.ticks_to_seconds
    notes = score.notes
    start = to_seconds(notes["start"]).tolist()
    end = to_seconds(notes["start"] + notes["duration"]).tolist()
    columns = [notes[name].tolist() for name in ("velocity", "pitch", "track")]
    for velocity, pitch, track, begun, ended in zip(*columns, start, end, strict=True):
        midi.instruments[track].notes.append(Note(velocity, pitch, begun, ended))
    for row, time in _timed(score, "controls"):
        change = ControlChange(int(row["number"]), int(row["value"]), time)
        midi.instruments[row["track"]].control_changes.append(change)
    for row, time in _timed(score, "bends"):
        midi.instruments[row["track"]].pitch_bends.append(PitchBend(int(row["value"]), time))


def from_pretty_midi(midi: "pretty_midi.PrettyMIDI") -> Score:
    """A score from a PrettyMIDI: every moment at its nearest tick.

    >>> import pretty_midi
    >>> from_pretty_midi(pretty_midi.PrettyMIDI(resolution=96)).resolution
    96
    """
    if midi.resolution < 1:
        raise SymbolicError(f"this PrettyMIDI has {midi.resolution} ticks per quarter")
    scales = sorted(midi._tick_scales, key=lambda scale: scale[0])
    ticks, seconds_per_tick = (np.array(column) for column in zip(*scales, strict=True))
    clock = TempoMap.from_ticks(ticks, seconds_per_tick).ticks
    tempos, repairs = tempo_rows(ticks, seconds_per_tick * midi.resolution)
    score = Score(
        midi.resolution,
        [Track(one.name or "", int(one.program), bool(one.is_drum)) for one in midi.instruments],
        notes=_notes(midi, clock, repairs),
        tempos=tempos,
        **_tables(midi, clock),
    )
    score.repairs = tuple(repairs)
    return score


def _tables(midi: Any, clock) -> dict[str, Any]:
    """The rows of the tables besides notes and tempos."""
    players = list(enumerate(midi.instruments))
    events: dict[str, list[tuple]] = {
        "meters": [(e, e.numerator, e.denominator) for e in midi.time_signature_changes],
        "keys": [(e, *_key(e.key_number)) for e in midi.key_signature_changes],
        "lyrics": [(e, e.text, WHOLE_SCORE) for e in midi.lyrics],
        "texts": [(e, PLAIN_TEXT, e.text, WHOLE_SCORE) for e in midi.text_events],
        "controls": [(e, e.number, e.value, n) for n, one in players for e in one.control_changes],
        "bends": [(e, e.pitch, n) for n, one in players for e in one.pitch_bends],
    }
    return {name: _rows(rows, clock) for name, rows in events.items()}


def _key(number: int) -> tuple[int, bool]:
    """Fifths and mode of pretty_midi's key number: 0 to 11 major, 12 to 23 minor."""
    minor = number >= 12
    return fifths_of(number % 12, MINOR_TONIC * minor), minor


def _rows(events: list[tuple], clock) -> list[tuple]:
    """Put the tick in the place of each row's event."""
    times = clock([event.time for event, *_ in events]).tolist()
    return [(time, *rest) for time, (_, *rest) in zip(times, events, strict=True)]


def _notes(midi: Any, clock, repairs: list[str]) -> list[tuple]:
    notes = [(note, track) for track, one in enumerate(midi.instruments) for note in one.notes]
    start = clock([note.start for note, _ in notes]).tolist()
    end = clock([note.end for note, _ in notes]).tolist()
    unset = sum(note.velocity == 0 for note, _ in notes)
    if unset:
        repairs.append(f"{unset} notes without a velocity: played at {UNSET_VELOCITY}")
    return [
        (begun, ended - begun, note.pitch, note.velocity or UNSET_VELOCITY, track)
        for begun, ended, (note, track) in zip(start, end, notes, strict=True)
    ]
