"""Score <-> note-seq's NoteSequence, tick for tick.

A NoteSequence has plain annotations where a Score has lyrics, markers and texts: all are
written as annotations and come back as texts. The program of a track without any event,
channels, the spelling of a key (see `symbolic.files.tonic`) and several tempos at one tick do
not come back.
"""

import math
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.files.protos import music_pb2
from symbolic.files.seconds import DEFAULT_SECONDS_PER_QUARTER, TempoMap, tempo_rows
from symbolic.files.tonic import MINOR_TONIC, fifths_of, tonic_of
from symbolic.score.score import Score
from symbolic.score.track import Track

WHOLE_SCORE = -1
STANDARD_RESOLUTION = 220  # what note-seq assumes where a sequence does not say
UNSET_VELOCITY = 80  # a velocity of 0 is how protobuf writes one that was never set

# The proto's modes, as (where the scale begins above its relative major, whether minor).
MODES = {
    "MAJOR": (0, False),
    "MINOR": (MINOR_TONIC, True),
    "NOT_SPECIFIED": (0, False),
    "MIXOLYDIAN": (7, False),
    "DORIAN": (2, True),
    "PHRYGIAN": (4, True),
    "LYDIAN": (5, False),
    "LOCRIAN": (11, True),
}

# Kinds of `Score.texts`, and the annotation types that say the same.
ANNOTATIONS = {"text": "UNKNOWN", "chord": "CHORD_SYMBOL", "beat": "BEAT"}
KINDS = {name: kind for kind, name in ANNOTATIONS.items()}


def to_note_sequence(score: Score) -> Any:
    """The score as a NoteSequence.

    >>> sequence = to_note_sequence(Score(480, notes=[(480, 480, 60, 80, 0)]))
    >>> sequence.notes[0].start_time, sequence.ticks_per_quarter
    (0.5, 480)
    """
    sequence = music_pb2().NoteSequence(ticks_per_quarter=score.resolution)
    sequence.sequence_metadata.title = score.title
    to_seconds = score.timeline.ticks_to_seconds
    for row in score.timeline.tempos:
        sequence.tempos.add(time=to_seconds(row["time"]), qpm=6e7 / row["microseconds"])
    for row, time in _timed(score, "meters"):
        sequence.time_signatures.add(
            time=time, numerator=row["numerator"], denominator=row["denominator"]
        )
    for row, time in _timed(score, "keys"):
        mode = "MINOR" if row["minor"] else "MAJOR"
        sequence.key_signatures.add(time=time, key=tonic_of(row["fifths"], row["minor"]), mode=mode)
    for number, track in enumerate(score.tracks):
        sequence.instrument_infos.add(instrument=number, name=track.name)
    _add_events(sequence, score)
    _add_annotations(sequence, score)
    return sequence


def _timed(score: Score, name: str) -> list[tuple[Any, float]]:
    """The rows of a table, each with its moment in seconds."""
    table = getattr(score, name)
    return list(zip(table, score.timeline.ticks_to_seconds(table["time"]).tolist(), strict=True))


def _add_events(sequence: Any, score: Score) -> None:
    """Add notes, controls and bends, each saying which instrument plays it."""
    players = [
        {"instrument": number, "program": track.program, "is_drum": track.is_drum}
        for number, track in enumerate(score.tracks)
    ]
    notes = score.notes
    to_seconds = score.timeline.ticks_to_seconds
    start = to_seconds(notes["start"])
    end = to_seconds(notes["start"] + notes["duration"])
    sequence.total_time = float(end.max()) if len(end) else 0.0
    columns = [notes[name].tolist() for name in ("pitch", "velocity", "track")]
    for pitch, velocity, track, begun, ended in zip(
        *columns, start.tolist(), end.tolist(), strict=True
    ):
        sequence.notes.add(
            pitch=pitch, velocity=velocity, start_time=begun, end_time=ended, **players[track]
        )
    for row, time in _timed(score, "controls"):
        sequence.control_changes.add(
            time=time,
            control_number=row["number"],
            control_value=row["value"],
            **players[row["track"]],
        )
    for row, time in _timed(score, "bends"):
        sequence.pitch_bends.add(time=time, bend=row["value"], **players[row["track"]])


def _add_annotations(sequence: Any, score: Score) -> None:
    texts = [(time, row["text"], row["kind"]) for row, time in _timed(score, "texts")]
    for name in ("lyrics", "markers"):
        texts += [(time, row["text"], "text") for row, time in _timed(score, name)]
    for time, text, kind in sorted(texts, key=lambda text: text[0]):
        annotation = ANNOTATIONS.get(kind, "UNKNOWN")
        sequence.text_annotations.add(time=time, text=text, annotation_type=annotation)


def from_note_sequence(sequence: Any) -> Score:
    """A score from a NoteSequence: every moment at its nearest tick.

    The steps of a quantized sequence are kept exactly; its unquantized times are not used.

    >>> from_note_sequence(to_note_sequence(Score(96, title="Sketch"))).title
    'Sketch'
    """
    clock = _Clock(sequence)
    repairs = list(clock.repairs)
    cast = _cast(sequence)
    score = Score(
        clock.resolution,
        _tracks(sequence, cast),
        notes=_notes(sequence, clock, cast, repairs),
        tempos=clock.tempos,
        **_signatures(sequence, clock),
        **_gestures(sequence, clock, cast),
        texts=[
            (time, KINDS[_name(note, "annotation_type")], note.text, WHOLE_SCORE)
            for time, note in _at(clock, sequence.text_annotations)
        ],
        title=sequence.sequence_metadata.title,
    )
    score.repairs = tuple(repairs)
    return score


class _Clock:
    """Where the moments and the steps of a sequence lie in ticks."""

    def __init__(self, sequence: Any):
        steps = sequence.quantization_info
        self._steps_per_quarter = steps.steps_per_quarter
        self._steps_per_second = steps.steps_per_second
        self.resolution = _resolution(sequence.ticks_per_quarter, self._steps_per_quarter)
        tempos = sorted(((tempo.time, tempo.qpm) for tempo in sequence.tempos), key=lambda t: t[0])
        if any(not qpm > 0 for _, qpm in tempos):
            raise SymbolicError("this NoteSequence has a tempo that is not above 0")
        quarters = [(time, 60 / qpm) for time, qpm in tempos]
        if not quarters or quarters[0][0] > 0:
            quarters.insert(0, (0.0, DEFAULT_SECONDS_PER_QUARTER))
        seconds = [time for time, _ in quarters]
        lengths = [length for _, length in quarters]
        self._map = TempoMap.from_seconds(seconds, [one / self.resolution for one in lengths])
        self.tempos, self.repairs = tempo_rows(self._map.ticks(seconds), lengths)

    def ticks(self, seconds: list[float]) -> list[int]:
        return self._map.ticks(seconds).tolist()

    def steps(self, steps: list[int]) -> list[int]:
        if self._steps_per_quarter:
            return [step * self.resolution // self._steps_per_quarter for step in steps]
        return self.ticks([step / self._steps_per_second for step in steps])

    def of(self, events: Any) -> list[int]:
        """The ticks of events, by their steps if they have them."""
        if self.quantized and events and "quantized_step" in events[0].DESCRIPTOR.fields_by_name:
            return self.steps([event.quantized_step for event in events])
        return self.ticks([event.time for event in events])

    @property
    def quantized(self) -> bool:
        return bool(self._steps_per_quarter or self._steps_per_second)


def _resolution(given: int, steps_per_quarter: int) -> int:
    """The sequence's resolution, made finer where its steps would fall between ticks."""
    return math.lcm(given or STANDARD_RESOLUTION, max(steps_per_quarter, 1))


def _player(event: Any) -> tuple[int, int, int, bool]:
    """Who plays an event. Only notes know of parts; several may share an instrument."""
    return event.instrument, getattr(event, "part", 0), event.program, event.is_drum


def _cast(sequence: Any) -> dict[tuple[int, int, int, bool], int]:
    """The number of each player's track, in the order of the instruments."""
    players = {_player(note) for note in sequence.notes}
    lone = {player[:1] + player[2:] for player in players}
    for events in (sequence.control_changes, sequence.pitch_bends):
        new = {_player(event) for event in events}
        players |= {player for player in new if player[:1] + player[2:] not in lone}
    heard = {player[0] for player in players}
    named = {info.instrument for info in sequence.instrument_infos}
    players |= {(instrument, 0, 0, False) for instrument in named - heard}
    return {player: track for track, player in enumerate(sorted(players))}


def _tracks(sequence: Any, cast: dict) -> list[Track]:
    instruments = {info.instrument: info.name for info in sequence.instrument_infos}
    parts = {info.part: info.name for info in sequence.part_infos}
    return [
        Track(instruments.get(instrument) or parts.get(part, ""), program, is_drum)
        for instrument, part, program, is_drum in cast
    ]


def _notes(sequence: Any, clock: _Clock, cast: dict, repairs: list[str]) -> list[tuple]:
    notes = sequence.notes
    if clock.quantized:
        start = clock.steps([note.quantized_start_step for note in notes])
        end = clock.steps([note.quantized_end_step for note in notes])
    else:
        start = clock.ticks([note.start_time for note in notes])
        end = clock.ticks([note.end_time for note in notes])
    unset = sum(note.velocity == 0 for note in notes)
    if unset:
        repairs.append(f"{unset} notes without a velocity: played at {UNSET_VELOCITY}")
    return [
        (begun, ended - begun, note.pitch, note.velocity or UNSET_VELOCITY, cast[_player(note)])
        for note, begun, ended in zip(notes, start, end, strict=True)
    ]


def _signatures(sequence: Any, clock: _Clock) -> dict[str, list[tuple]]:
    keys = []
    for time, key in _at(clock, sequence.key_signatures):
        degree, minor = MODES[_name(key, "mode")]
        keys.append((time, fifths_of(key.key, degree), minor))
    meters = [(t, m.numerator, m.denominator) for t, m in _at(clock, sequence.time_signatures)]
    return {"meters": meters, "keys": keys}


def _gestures(sequence: Any, clock: _Clock, cast: dict) -> dict[str, list[tuple]]:
    """The rows of controls and bends. Without a part, they go to an instrument's first track."""
    first: dict[tuple, int] = {}
    for player, track in cast.items():
        first.setdefault(player[:1] + player[2:], track)

    def track_of(event: Any) -> int:
        return first[event.instrument, event.program, event.is_drum]

    return {
        "controls": [
            (time, change.control_number, change.control_value, track_of(change))
            for time, change in _at(clock, sequence.control_changes)
        ],
        "bends": [(t, bend.bend, track_of(bend)) for t, bend in _at(clock, sequence.pitch_bends)],
    }


def _at(clock: _Clock, events: Any) -> list[tuple[int, Any]]:
    """The events, each with its tick."""
    return list(zip(clock.of(events), events, strict=True))


def _name(message: Any, field: str) -> str:
    """The name of the value of an enum field; a value from a newer proto counts as the first."""
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    return values.get(getattr(message, field), values[0]).name
