"""Turn events into the bytes of a track chunk, all at once."""

from dataclasses import dataclass, field

import numpy as np

from symbolic.files.midi.specs import MAX_DELTA, META

END_OF_TRACK = b"\xff\x2f\x00"
FILLER = b"\xff\x7f\x00"  # an empty event: reaches over rests longer than one delta can say


@dataclass
class Events:
    """What is to be written in one track.

    Attributes
    ----------
    messages
        Arrays of (tick, rank, status, first, second), a list of them to be joined. Events at
        one tick are written by rank, then in the order given.
    metas
        (tick, bytes) of meta events; at one tick they come before all messages.
    """

    messages: list[np.ndarray] = field(default_factory=list)
    metas: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, ticks, rank, status, first, second=0) -> None:
        """Add channel messages; whatever is not an array is the same for all."""
        if len(ticks):
            rows = np.empty((5, len(ticks)), np.int64)
            rows[0], rows[1], rows[2], rows[3], rows[4] = ticks, rank, status, first, second
            self.messages.append(rows)


def meta(kind: int, payload: bytes) -> bytes:
    """A meta event, without its delta."""
    return bytes([META, kind]) + variable_length(len(payload)) + payload


def variable_length(value: int) -> bytes:
    """A number in MIDI's form: seven bits a byte, all but the last marked by the eighth.

    >>> variable_length(200).hex()
    '8148'
    """
    digits = [value & 127]
    while value := value >> 7:
        digits.append(value & 127 | 128)
    return bytes(reversed(digits))


def chunk(events: Events) -> bytes:
    """The track chunk that holds these events, with its end."""
    ticks, statuses, firsts, seconds, payloads = _in_order(events)
    deltas = np.diff(ticks, prepend=0)
    if len(deltas) and deltas.max() > MAX_DELTA:
        return chunk(_with_fillers(events, ticks, deltas))
    delta_size = 1 + sum((deltas >= 1 << bits).astype(np.int64) for bits in (7, 14, 21))
    says_status = np.append(True, statuses[1:] != statuses[:-1])[: len(statuses)]
    two = (statuses < 0xC0) | (statuses >= 0xE0)
    is_meta = statuses == META
    sizes = delta_size + says_status + 1 + two
    sizes[is_meta] = delta_size[is_meta] + [len(payload) for payload in payloads]

    ends = sizes.cumsum()
    out = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
    at = ends - sizes + delta_size  # the byte after the delta
    for place in range(4):
        here = delta_size > place
        digits = deltas[here] >> 7 * place & 127
        out[at[here] - 1 - place] = digits | (128 if place else 0)
    for place, payload in zip(at[is_meta].tolist(), payloads, strict=True):
        out[place : place + len(payload)] = np.frombuffer(payload, np.uint8)
    plain = ~is_meta
    spoken = plain & says_status
    out[at[spoken]] = statuses[spoken]
    at = at + says_status
    out[at[plain]] = firsts[plain]
    out[at[plain & two] + 1] = seconds[plain & two]
    body = out.tobytes() + b"\0" + END_OF_TRACK
    return b"MTrk" + len(body).to_bytes(4, "big") + body


def _in_order(events: Events):
    """Columns of all events in the order of the file; metas have the status META."""
    ranked = sorted(events.metas, key=lambda event: event[0])
    metas = np.zeros((5, len(ranked)), np.int64)
    metas[0], metas[1], metas[2] = [tick for tick, _ in ranked], -1, META
    rows = np.concatenate([metas, *events.messages], axis=1)
    order = ((rows[0] << 4) + rows[1]).argsort(kind="stable")
    ticks, _, statuses, firsts, seconds = rows.take(order, axis=1)
    return ticks, statuses, firsts, seconds, [payload for _, payload in ranked]


def _with_fillers(events: Events, ticks: np.ndarray, deltas: np.ndarray) -> Events:
    metas = list(events.metas)
    for row in np.flatnonzero(deltas > MAX_DELTA).tolist():
        begin, end = int(ticks[row] - deltas[row]), int(ticks[row])
        metas += [(tick, FILLER) for tick in range(begin + MAX_DELTA, end, MAX_DELTA)]
    return Events(events.messages, metas)
