"""The facts of the Standard MIDI File: message lengths, meta events, frame rates, encodings."""

# Data bytes that follow each status, by its upper four bits.
CHANNEL_DATA_BYTES = {0x8: 2, 0x9: 2, 0xA: 2, 0xB: 2, 0xC: 1, 0xD: 1, 0xE: 2}

# Messages that belong on a cable, not in a file; some writers leave them there all the same.
SYSTEM_DATA_BYTES = {
    0xF1: 1, 0xF2: 2, 0xF3: 1, 0xF4: 0, 0xF5: 0, 0xF6: 0, 0xF8: 0,
    0xF9: 0, 0xFA: 0, 0xFB: 0, 0xFC: 0, 0xFD: 0, 0xFE: 0,
}  # fmt: skip

SYSEX, SYSEX_ESCAPE, META = 0xF0, 0xF7, 0xFF

NOTE_OFF, NOTE_ON, CONTROL, PROGRAM, BEND = 0x8, 0x9, 0xB, 0xC, 0xE

# Meta events that a Score holds, by their type.
TEXT, TRACK_NAME, LYRIC, MARKER = 0x01, 0x03, 0x05, 0x06
PORT, END_OF_TRACK, TEMPO, METER, KEY, PRIVATE = 0x21, 0x2F, 0x51, 0x58, 0x59, 0x7F

# Text events besides lyrics and markers: the `kind` column of `Score.texts`. A name is only
# here if it is not a track's first.
TEXT_KINDS = {
    TEXT: "text",
    0x02: "copyright",
    TRACK_NAME: "name",
    0x04: "instrument",
    0x07: "cue",
    0x08: "program",
    0x09: "device",
}
TEXT_TYPES = {kind: number for number, kind in TEXT_KINDS.items()}

# How many bytes the payload of these meta events has at least.
META_BYTES = {TEMPO: 3, METER: 2, KEY: 2, PORT: 1}

# Says, in an event that other programs pass over, that a track goes on with the one before
# it: notes that overlap at one pitch cannot share a track (0x7D is MIDI's number for
# non-commercial use).
CONTINUES = b"\x7dsymbolic:continues"

# SMPTE divisions: frames a second by the byte that names them. 29 means 30 drop-frame.
FRAME_RATES = {24: 24.0, 25: 25.0, 29: 30000 / 1001, 30: 30.0}

MAX_DELTA = 0x0FFFFFFF
DEFAULT_DIVISION = 480
