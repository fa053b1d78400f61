"""mido as a witness: what it hears in a file, independent of our reader."""

import io
from collections import defaultdict, deque

import mido

TIMED = {
    "control_change": ("control", "value"),
    "pitchwheel": ("pitch",),
    "set_tempo": ("tempo",),
    "time_signature": ("numerator", "denominator"),
    "key_signature": ("key",),
    "lyrics": ("text",),
    "marker": ("text",),
}


def heard(data: bytes):
    """The notes, the other events and the resolution of a file.

    Notes are (onset, end, pitch, velocity, program, is drum); others are (type, tick, values).
    """
    file = mido.MidiFile(file=io.BytesIO(data), clip=True)
    notes, others = [], []
    for track in file.tracks:
        tick = 0
        programs, sounding = defaultdict(int), defaultdict(deque)
        for message in track:
            tick += message.time
            kind = message.type
            if kind == "program_change":
                programs[message.channel] = message.program
            elif kind == "note_on" and message.velocity > 0:
                begun = (tick, message.velocity, programs[message.channel])
                sounding[message.channel, message.note].append(begun)
            elif kind in ("note_on", "note_off"):
                if sounding[message.channel, message.note]:
                    begun = sounding[message.channel, message.note].popleft()
                    notes.append(_note(begun, tick, message.channel, message.note))
            elif kind in TIMED:
                others.append((kind, tick, *(getattr(message, field) for field in TIMED[kind])))
        for (channel, pitch), left in sounding.items():
            notes += [_note(begun, tick, channel, pitch) for begun in left]
    return sorted(notes), sorted(others, key=repr), file.ticks_per_beat


def _note(begun, end, channel, pitch):
    start, velocity, program = begun
    return start, end, pitch, velocity, program, channel == 9
