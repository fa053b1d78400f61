"""Find the header and the tracks of a MIDI file, wherever damage has put them."""

from dataclasses import dataclass, field

from symbolic.errors import UnreadableError
from symbolic.files.midi.specs import DEFAULT_DIVISION, FRAME_RATES

HEADER, TRACK = b"MThd", b"MTrk"
END_OF_TRACK = b"\xff\x2f\x00"


@dataclass
class Layout:
    """Where things are in the file.

    Attributes
    ----------
    type
        0 (one track), 1 (tracks together) or 2 (independent patterns).
    resolution
        Ticks in a quarter note.
    microseconds
        For SMPTE time, the fixed length of that quarter; None for musical time.
    tracks
        (first byte, byte after the last) of every track's events.
    repairs
        What was mended.
    """

    type: int
    resolution: int
    microseconds: int | None = None
    tracks: list[tuple[int, int]] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)


def layout(data: bytes) -> Layout:
    """Read the header and find the tracks."""
    found, declared, start = _header(data)
    _find_tracks(data, start, found)
    if declared is not None and declared != len(found.tracks):
        found.repairs.append(
            f"wrong track count: the header says {declared}, the file has {len(found.tracks)}"
        )
    return found


def _header(data: bytes) -> tuple[Layout, int | None, int]:
    """The layout without its tracks, how many there should be, and where they begin."""
    start = 0 if data[:4] == HEADER else _displaced_header(data)
    if start is None:
        return _without_header(data)
    length = int.from_bytes(data[start + 4 : start + 8], "big")
    body = data[start + 8 : start + 8 + min(length, 6)]
    end = start + 8 + length
    repairs = []
    if start and data[:4] != b"RIFF":
        repairs.append(f"{start} bytes before the header")
    if length < 6 or data[start + 8 + length : start + 12 + length] != TRACK:
        first = data.find(TRACK, start + 8)
        if length < 6 or (first >= 0 and not _plausible(data, end)):
            repairs.append(f"wrong header length: {length} bytes")
            end = first if first >= 0 else len(data)
            body = data[start + 8 : min(start + 14, end)]
    body = body.ljust(6, b"\0")
    kind, declared, division = (int.from_bytes(body[k : k + 2], "big") for k in (0, 2, 4))
    if kind > 2:
        repairs.append(f"file type {kind} does not exist: read as type 1")
        kind = 1
    resolution, microseconds = _division(division, repairs)
    return Layout(kind, resolution, microseconds, repairs=repairs), declared, end


def _displaced_header(data: bytes) -> int | None:
    """Where the header is, if other bytes (a RIFF or a MacBinary wrapper, junk) precede it."""
    start = data.find(HEADER, 0, 4096)
    return start if start >= 0 else None


def _without_header(data: bytes) -> tuple[Layout, int | None, int]:
    start = data.find(TRACK)
    if start < 0:
        raise UnreadableError("no MIDI header and no track in it")
    repairs = [f"no MIDI header: read as {DEFAULT_DIVISION} ticks per quarter"]
    return Layout(1, DEFAULT_DIVISION, repairs=repairs), None, start


def _division(division: int, repairs: list[str]) -> tuple[int, int | None]:
    """Ticks per quarter, and for SMPTE time how long a quarter of them lasts.

    SMPTE counts ticks by the clock. Half a second of them is made a quarter note, so that
    bars and beats mean what 120 BPM would make them.
    """
    if division == 0:
        repairs.append(f"division 0: read as {DEFAULT_DIVISION} ticks per quarter")
        return DEFAULT_DIVISION, None
    if division < 0x8000:
        return division, None
    frames, ticks = 256 - (division >> 8), division & 0xFF
    if frames not in FRAME_RATES or ticks == 0:
        repairs.append(f"SMPTE division of {frames} frames and {ticks} ticks: frame rate assumed")
    rate = FRAME_RATES.get(frames, float(frames)) * max(ticks, 1)
    resolution = max(1, round(rate / 2))
    return resolution, round(1e6 * resolution / rate)


def _find_tracks(data: bytes, at: int, found: Layout) -> None:
    size = len(data)
    while at < size:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
        if name != TRACK and not _plausible(data, at):
            at = _past_junk(data, at, found)
            continue
        start, end = at + 8, at + 8 + length
        if start > size:
            found.repairs.append(f"{size - at} trailing bytes")
            return
        if not _plausible(data, end) or _swallows(data, start, end):
            end = _true_end(data, start, end, len(found.tracks), found.repairs)
        if name == TRACK:
            found.tracks.append((start, end))
        at = end


def _plausible(data: bytes, at: int) -> bool:
    """Whether a chunk, or the end of the file, is at this place."""
    if at == len(data):
        return True
    name = data[at : at + 4]
    if name == TRACK:
        return True
    fits = at + 8 + int.from_bytes(data[at + 4 : at + 8], "big") <= len(data)
    return len(data) >= at + 8 and name.isalnum() and name.isascii() and fits


def _swallows(data: bytes, start: int, end: int) -> bool:
    """Whether another track begins, after an end of track, inside this one."""
    inner = data.find(TRACK, start, end)
    return inner >= 3 and data[inner - 3 : inner] == END_OF_TRACK


def _past_junk(data: bytes, at: int, found: Layout) -> int:
    """Pass over bytes that are no chunk, to the next track or the end."""
    following = data.find(TRACK, at)
    end = following if following >= 0 else len(data)
    where = "between tracks" if following >= 0 else "after the last track"
    found.repairs.append(f"{end - at} trailing bytes {where}")
    return end


def _true_end(data: bytes, start: int, declared: int, number: int, repairs: list[str]) -> int:
    """Where a track ends whose length leads to no other chunk."""
    following = data.find(TRACK, start)
    if following >= 0:
        end = following
    elif declared <= len(data):
        return declared  # what follows it is junk, and reported as that
    else:
        end = len(data)
    kind = "truncated chunk" if following < 0 else "wrong chunk length"
    repairs.append(
        f"{kind}: track {number + 1} should have {declared - start} bytes, has {end - start}"
    )
    return end
