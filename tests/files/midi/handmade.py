"""MIDI files built byte by byte, for the traps that real files set."""

END = b"\0\xff\x2f\0"


def header(type=1, tracks=1, division=480, length=6):
    values = [type, tracks, division]
    body = b"".join(value.to_bytes(2, "big") for value in values)
    return b"MThd" + length.to_bytes(4, "big") + body


def track(*events, end=END):
    body = b"".join(events) + end
    return b"MTrk" + len(body).to_bytes(4, "big") + body


def midi(*events, type=0, division=480, end=END):
    """A file of one track."""
    return header(type, 1, division) + track(*events, end=end)


def on(delta, pitch, velocity=80, channel=0):
    return bytes([delta, 0x90 | channel, pitch, velocity])


def off(delta, pitch, channel=0):
    return bytes([delta, 0x80 | channel, pitch, 64])


def program(number, channel=0):
    return bytes([0, 0xC0 | channel, number])


NOTE = on(0, 60) + off(96, 60)

# Each damage with the words that its repair must contain, and the notes that must survive.
DAMAGED = {
    "trailing bytes": (midi(NOTE) + b"\0\0\0", "trailing bytes", 1),
    "trailing bytes in a track": (midi(NOTE, end=END + b"\1\2"), "trailing bytes", 1),
    "too few tracks announced": (header(1, 1) + track(NOTE) + track(NOTE), "wrong track count", 2),
    "too many tracks announced": (header(1, 9) + track(NOTE), "wrong track count", 1),
    "no end of track": (midi(NOTE, end=b""), "missing end of track", 1),
    "data byte over 127": (midi(b"\0\x90\x3c\xe0", off(96, 60)), "data byte over 127", 1),
    "bad key signature": (midi(b"\0\xff\x59\2\x0c\0", NOTE), "bad key signature", 1),
    "bad mode": (midi(b"\0\xff\x59\2\0\7", NOTE), "bad key signature", 1),
    "missing note-off": (midi(on(0, 60), on(10, 64), off(96, 60)), "missing final note-off", 2),
    "truncated chunk": (midi(NOTE, NOTE)[:-6], "truncated chunk", 2),
    "overlong chunk": (
        header(1, 2) + track(NOTE)[:4] + b"\0\0\0\x20" + track(NOTE)[8:] + track(NOTE),
        "wrong chunk length",
        2,
    ),
    "a chunk that claims 4 GB": (
        header(1, 1) + b"MTrk\xff\xff\xff\xff" + NOTE + END, "truncated chunk", 1,
    ),
    "division 0": (midi(NOTE, division=0), "division 0", 1),
    "no header": (track(NOTE), "no MIDI header", 1),
    "bytes before the header": (b"junk" * 8 + midi(NOTE), "before the header", 1),
    "short header": (b"MThd\0\0\0\4\0\0\0\1" + track(NOTE), "header length", 1),
    "file type 7": (header(7, 1) + track(NOTE), "type 7", 1),
    "meter of no beats": (midi(b"\0\xff\x58\4\0\2\x18\x08", NOTE), "bad time signature", 1),
    "meter of 2^60": (midi(b"\0\xff\x58\4\4\x3c\x18\x08", NOTE), "bad time signature", 1),
    "tempo 0": (midi(b"\0\xff\x51\3\0\0\0", NOTE), "bad tempo", 1),
    "tempo of two bytes": (midi(b"\0\xff\x51\2\7\0", NOTE), "0x51", 1),
    "tempo of four bytes": (midi(b"\0\xff\x51\4\7\xa1\x20\0", NOTE), "tempo event of 4", 1),
    "system message": (midi(b"\0\xf4", NOTE), "system message 0xF4", 1),
    "delta of five bytes": (
        midi(b"\x81\x80\x80\x80\0\x90\x3c\x50", off(96, 60)), "more than four bytes", 1,
    ),
    "no status": (midi(b"\0\x3c", NOTE), "without a message", 1),
}  # fmt: skip

# Odd, but nothing is wrong: no repair is due. With the number of notes.
ODD = {
    "running status": (midi(b"\0\x90\x3c\x50\x60\x3c\0\0\x3e\x50\x60\x3e\0"), 2),
    "running status across a meta event": (midi(b"\0\x90\x3c\x50\0\xff\1\1x\x60\x3c\0"), 1),
    "running status across system exclusive": (midi(b"\0\x90\x3c\x50\0\xf0\2\1\xf7\x60\x3c\0"), 1),
    "a long header": (header(0, 1, length=8) + b"\0\0" + track(NOTE), 1),
    "a foreign chunk": (header(0, 1) + b"Junk\0\0\0\2\1\2" + track(NOTE), 1),
    "a RIFF wrapper": (
        b"RIFF\0\0\0\0RMIDdata" + len(midi(NOTE)).to_bytes(4, "little") + midi(NOTE), 1,
    ),
    "a note of no length": (midi(on(0, 60), off(0, 60)), 1),
    "an end that ends nothing": (midi(off(0, 50), NOTE), 1),
    "aftertouch": (midi(b"\0\xa0\x3c\x10\0\xd0\x20", NOTE), 1),
    "system exclusive": (midi(b"\0\xf0\3\1\2\xf7", NOTE), 1),
    "a note-on of no velocity": (midi(on(0, 60), on(9, 60, 0)), 1),
    "pitch 127": (midi(on(0, 127), off(9, 127)), 1),
    "no tracks": (header(1, 0), 0),
    "no notes": (midi(), 0),
}  # fmt: skip
