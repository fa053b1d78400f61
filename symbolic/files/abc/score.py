"""From the voices of a tune to its score."""

import math
from collections.abc import Sequence

import numpy as np

from symbolic.errors import UnreadableError
from symbolic.files.abc.lengths import QUARTER, bar_length
from symbolic.files.abc.marks import keep_playable
from symbolic.files.abc.parts import order_of_parts
from symbolic.files.abc.reader import Reader
from symbolic.files.abc.unfolding import unfold_notes
from symbolic.files.abc.voice import Voice
from symbolic.files.playing.meters import meter_rows
from symbolic.files.playing.order import LONGEST, Signs, playing_order
from symbolic.files.playing.performance import Heard, unfold
from symbolic.files.playing.resolution import resolution_for
from symbolic.files.playing.rows import Bar, Meter, Said
from symbolic.files.playing.words import word_tables
from symbolic.score.score import Score
from symbolic.score.tables import NOTE, TABLES, in_order, sealed
from symbolic.score.timeline import DEFAULT_METER

LEADER = 0  # the voice whose keys are those of the score
MOST_QUARTERS = 2**25  # at any resolution, the ticks of a longer tune are more than a score has


def parse(tune: str, *, expand_repeats: bool = True) -> Score:
    """The score of one tune.

    Parameters
    ----------
    tune
        The text of a tune, as `cut` gives it.
    expand_repeats
        Play repeats, endings and parts out; if false, every bar comes once.

    Examples
    --------
    >>> parse("X:1\\nT:Scale\\nM:4/4\\nL:1/4\\nK:C\\nCDEF|GABc|")
    <Score 'Scale': 1 track, 8 notes, 2 bars of 4/4 at 120 BPM, 0:04>
    """
    reader = Reader(tune)
    voices = list(reader.voices.values())
    bars = _bars(voices, reader.meter or DEFAULT_METER)
    order, repairs = _order(reader, bars, expand_repeats)
    ends = bars[-1].start + bars[-1].length if bars else 0
    if max(ends, sum(bars[number].length for number in order)) > MOST_QUARTERS * QUARTER:
        raise UnreadableError("a tune longer than a score can be")
    notes = unfold_notes(voices, bars, order)
    _, heard = unfold([], _said(voices, bars), bars, order)
    meters = meter_rows(bars, order, bar_length)
    repairs = reader.repairs + repairs
    return _score(reader, notes, heard, meters, repairs)


def _bars(voices: Sequence[Voice], meter: Meter) -> list[Bar]:
    """The bars of all voices together: each as long as the longest, with the signs of all."""
    bars: list[Bar] = []
    at = 0
    playing = voices
    for number in range(max(len(voice.bars.bars) for voice in voices)):
        playing = [voice for voice in playing if number < len(voice.bars.bars)]
        for voice in playing:
            if number in voice.meters:
                meter = voice.meters[number] or DEFAULT_METER
                break
        length = max(voice.bars.length(number) for voice in playing)
        signs = playing[0].bars.bars[number].signs
        for voice in playing[1:]:
            signs = _together(signs, voice.bars.bars[number].signs)
        bars.append(Bar(at, length, meter, signs))
        at += length
    return bars


def _together(one: Signs, other: Signs) -> Signs:
    """What either voice says holds for both."""
    return Signs(
        one.begins or other.begins,
        max(one.plays, other.plays),
        one.endings or other.endings,
        one.segno or other.segno,
        one.coda or other.coda,
        one.fine or other.fine,
        one.jump or other.jump,
        one.until or other.until,
    )


def _order(
    reader: Reader, bars: Sequence[Bar], expand_repeats: bool
) -> tuple[list[int], list[str]]:
    straight = list(range(len(bars)))
    if not expand_repeats:
        return straight, []
    signs = [bar.signs for bar in bars]
    keep_playable(signs)
    if reader.order and set(reader.order) <= reader.begins.keys():
        order = order_of_parts(signs, reader.begins, reader.order)
    else:
        order = playing_order(signs)
    if len(order) > LONGEST:
        return straight, [f"repeats that ask for more than {LONGEST:,} bars: not played"]
    return order, []


def _said(voices: Sequence[Voice], bars: Sequence[Bar]) -> list[Said]:
    """The words of all voices, said once where they hold for all."""
    tempos = set()
    said = []
    for voice in voices:
        for word in voice.said:
            if word.bar >= len(bars) > 0:  # after the last bar
                word = word._replace(bar=len(bars) - 1, at=bars[-1].length)
            if word.kind == "key" and word.part != LEADER:
                continue
            if word.kind == "tempo":
                if (word.bar, word.at) in tempos:
                    continue
                tempos.add((word.bar, word.at))
            said.append(word)
    return said


def _score(
    reader: Reader,
    notes: np.ndarray,
    heard: Sequence[Heard],
    meters: Sequence[tuple[int, int, int]],
    repairs: list[str],
) -> Score:
    fine = int(np.gcd.reduce(notes[:, :2], axis=None)) if len(notes) else 0
    fine = math.gcd(QUARTER, fine, *(time for time, *_ in meters))
    words = math.gcd(QUARTER, *(word.time for word in heard))
    resolution = resolution_for(QUARTER // fine, QUARTER // words, repairs)

    def tick(time: int) -> int:
        return (2 * time * resolution + QUARTER) // (2 * QUARTER)

    rows = word_tables(heard, tick, repairs)
    rows["meters"] = [(tick(time), *meter) for time, *meter in meters]
    # all of these lie in their ranges, so they need no second check
    built = {name: np.array(some, TABLES[name]) for name, some in rows.items() if some}
    built["notes"] = _in_ticks(notes, resolution, fine)
    several = len(reader.voices) > 1
    score = Score.from_tables(
        resolution,
        [voice.player.track(name if several else "") for name, voice in reader.voices.items()],
        {name: sealed(in_order(name, rows)) for name, rows in built.items()},
        _title(reader),
    )
    score.repairs = tuple(repairs)
    return score


def _in_ticks(notes: np.ndarray, resolution: int, fine: int) -> np.ndarray:
    """The table of notes. All their times are whole multiples of `fine` units."""
    starts, ends = notes[:, 0], notes[:, 0] + notes[:, 1]
    if resolution * fine % QUARTER == 0:
        scale = resolution * fine // QUARTER
        starts, ends = starts // fine * scale, ends // fine * scale
    else:
        starts, ends = (np.rint(times / QUARTER * resolution) for times in (starts, ends))
    table = np.empty(len(notes), NOTE)
    table["start"], table["duration"] = starts, np.maximum(ends - starts, 1)
    table["pitch"], table["velocity"], table["track"] = notes[:, 2], notes[:, 3], notes[:, 4]
    return table


def _title(reader: Reader) -> str:
    """Title and composer, as far as they are known."""
    composer = f"({reader.composer})" if reader.composer else ""
    return " ".join(f"{reader.title} {composer}".split())
