"""Identity: what makes two files the same music, under any name, transposition and tempo.

Each piece has two hashes and a sketch. Equal `music`: every note, tempo and meter is the same.
Equal `likeness`: the same notes after a transposition, at another speed, or played otherwise.
Alike sketches: much of the upper line is shared, as by variants and arrangements of a tune.
"""

from collections.abc import Sequence
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple

import numpy as np

from symbolic.datasets.compiled import identity as looks
from symbolic.score import Score
from symbolic.theory.sounding import pitched

QUARTER = 2**6 * 3**3 * 5 * 7  # parts of a quarter, so that most resolutions divide it
PITCH_BITS = 7
HIGHEST = 2**PITCH_BITS
RATIOS = 4  # steps in which a doubling of an interval of time is told
FARTHEST = 24
SPAN = 6  # melodic intervals that are looked at together
UNDER = 2  # how many notes in a row may begin under a longer one of the upper line
BINS = 32  # of a sketch
EMPTY_BIN = 2**32 - 1
SKETCH = Struct(f"={BINS}I")
MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], np.uint64)


class Identity(NamedTuple):
    """What a piece is known by.

    Attributes
    ----------
    music, likeness
        Hashes of 64 bits.
    sketch
        For each of 32 bins the least hash of the melodic turns that fall into it.
    """

    music: int
    likeness: int
    sketch: tuple[int, ...]


class Identities(NamedTuple):
    """What many pieces are known by, in columns.

    Attributes
    ----------
    music, likeness
        (pieces,), 64 bits.
    sketch
        (pieces, bins), 32 bits.
    """

    music: np.ndarray
    likeness: np.ndarray
    sketch: np.ndarray


def stacked(identities: "Sequence[Identity] | Identities") -> Identities:
    """Identities one by one, as columns; columns stay as they are."""
    if isinstance(identities, Identities):
        return identities
    return Identities(
        np.array([identity.music for identity in identities], np.uint64),
        np.array([identity.likeness for identity in identities], np.uint64),
        np.array([identity.sketch for identity in identities], np.uint32).reshape(-1, BINS),
    )


def identity_of(score: Score) -> Identity:
    """What a score is known by.

    >>> score = Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 64, 80, 0)])
    >>> one, other = identity_of(score), identity_of(score.transpose(3).set_tempo(90))
    >>> one.likeness == other.likeness, one.music == other.music
    (True, False)
    """
    music, likeness, sketch = (_looked_at if looks is None else _seen)(score)
    return Identity(_hashed(music), _hashed(likeness), SKETCH.unpack(sketch))


def _seen(score: Score) -> tuple[bytes, bytes, bytes]:
    """What is hashed of a score, through compiled code."""
    tables = score.notes, bytes(players(score)), score.tempos, score.meters
    return looks(*tables, score.resolution)


def _looked_at(score: Score) -> tuple[bytes, bytes, bytes]:
    """The same in NumPy."""
    notes = pitched(score)
    if len(notes) == 0:
        notes = score.notes
    packed = notes["start"] << PITCH_BITS | notes["pitch"]
    order = packed.argsort()
    packed = packed.take(order)
    once = np.flatnonzero(_differs(packed))  # of one onset and pitch, the longest counts
    ends = (notes["start"] + notes["duration"]).take(order)
    ends = np.maximum.reduceat(ends, once) if len(once) else ends
    packed = packed[once]
    line = _upper_line(packed >> PITCH_BITS, packed & HIGHEST - 1, ends)
    return _music(score), _likeness(packed), _sketch(line)


def players(score: Score) -> list[int]:
    """The program of every track, kits of drums behind the instruments."""
    return [track.program + HIGHEST * track.is_drum for track in score.tracks]


def _differs(values: np.ndarray) -> np.ndarray:
    """Whether each value is another than the one before it."""
    differs = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


def _music(score: Score) -> bytes:
    """Hashes of what sounds, whatever the resolution and the order of tracks and chords."""
    notes, timeline = score.notes, score.timeline
    who = np.array(players(score), np.int64)[notes["track"]] * HIGHEST + notes["pitch"]
    end = notes["start"] + notes["duration"]
    start, end = _parts(notes["start"], score.resolution), _parts(end, score.resolution)
    meters = timeline.meters["numerator"].astype(np.int64) << 16 | timeline.meters["denominator"]
    tempo_times, meter_times = (
        _parts(times, score.resolution)
        for times in (timeline.tempos["time"], timeline.meters["time"])
    )
    played = _summed(start, end, who * HIGHEST + notes["velocity"])
    tempos = _summed(tempo_times, timeline.tempos["microseconds"])
    return np.array([played, tempos, _summed(meter_times, meters)], np.uint64).tobytes()


def _parts(ticks: np.ndarray, resolution: int) -> np.ndarray:
    """Ticks in parts of a quarter, to the nearest; what is very late may wrap round."""
    if QUARTER % resolution == 0:
        return ticks * (QUARTER // resolution)
    return (2 * ticks * QUARTER + resolution) // (2 * resolution)


def _hashed(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def _summed(*columns: np.ndarray) -> np.uint64:
    """A hash of rows in any order."""
    rows = np.zeros(len(columns[0]), np.uint64)
    for column, multiplier in zip(columns, MULTIPLIERS, strict=False):
        rows += column.astype(np.uint64) * multiplier
    return _mixed(rows).sum(dtype=np.uint64)


def _mixed(values: np.ndarray) -> np.ndarray:
    """Values spread over 64 bits (the finisher of splitmix64)."""
    for multiplier in MULTIPLIERS[1:]:
        values = values * multiplier
        values ^= values >> np.uint64(30)
    return values


def _likeness(packed: np.ndarray) -> bytes:
    """Pitches above the lowest and of times as ratios to the usual one."""
    times, pitches = packed >> PITCH_BITS, packed & HIGHEST - 1
    gaps = np.diff(times, prepend=times[:1])
    begins = gaps > 0
    steps = gaps[begins]
    since = np.zeros(len(gaps), np.int64)
    if len(steps):
        usual = np.partition(steps, len(steps) // 2)[len(steps) // 2]
        ratio = np.rint(RATIOS * np.log2(steps / usual)).clip(-FARTHEST, FARTHEST)
        since[begins] = ratio.astype(np.int64) + FARTHEST + 1
    lowest = pitches.min() if len(pitches) else 0
    return (since * HIGHEST + (pitches - lowest)).astype(np.int16).tobytes()


def _upper_line(times: np.ndarray, pitches: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The pitches of the upper line: the highest of each onset, but not below one still held."""
    highest = np.append(_differs(times)[1:], True)[: len(times)]
    times, pitches, ends = times[highest], pitches[highest], ends[highest]
    for _ in range(UNDER):
        under = np.zeros(len(times), bool)
        under[1:] = (pitches[1:] < pitches[:-1]) & (times[1:] < ends[:-1])
        times, pitches, ends = times[~under], pitches[~under], ends[~under]
    return pitches


def _sketch(line: np.ndarray) -> bytes:
    """MinHash with one permutation: runs of intervals, a note struck again counting once."""
    sketch = np.full(BINS, EMPTY_BIN, np.uint32)
    intervals = np.diff(line[_differs(line)])
    count = len(intervals) - SPAN + 1
    if count > 0:
        runs = np.zeros(count, np.int64)
        for place in range(SPAN):
            runs = runs * (2 * HIGHEST) + intervals[place : place + count] + HIGHEST
        # The upper bits say the bin, the lower ones the value: the least of each bin stays.
        kept = np.sort(_mixed(runs.astype(np.uint64)) >> np.uint64(27))
        bins = (kept >> np.uint64(32)).astype(np.int64)
        first = _differs(bins)
        sketch[bins[first]] = (kept[first] & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return sketch.tobytes()
