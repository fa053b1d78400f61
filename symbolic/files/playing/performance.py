"""From what is notated to what is played: ties, repeats and grace notes."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from symbolic.files.playing.rows import Bar, Played, Said, Time

IN_FORCE = ("tempo", "key")  # what a jump must restate
GRACE_LENGTHS = [Fraction(1, 8), Fraction(1, 16), Fraction(1, 32)]


class Sounding(NamedTuple):
    """A note as it is played; times in quarters from the beginning."""

    start: Time
    length: Time
    row: Played


class Heard(NamedTuple):
    """A word or sign where it takes effect."""

    time: Time
    row: Said


def join_ties(played: Sequence[Played], bars: Sequence[Bar]) -> list[Played]:
    """Make one note of every chain of tied notes."""
    joined: list[Played] = []
    held: dict[tuple, list[tuple]] = defaultdict(list)  # notes tied on, by where they end
    for row in sorted(played, key=lambda row: bars[row.bar].start + row.at):
        start = bars[row.bar].start + row.at
        index = len(joined)
        waiting = held.get((row.part, row.pitch, start))
        if row.tie in ("stop", "continue") and waiting and not row.grace:
            same = [one for one in waiting if one[1] == row.voice]
            waiting.remove(one := (same or waiting)[0])
            index = one[0]
            first = joined[index]
            joined[index] = first._replace(length=first.length + row.length)
        else:
            joined.append(row)
        if row.tie in ("start", "continue") and not row.grace:
            held[row.part, row.pitch, start + row.length].append((index, row.voice))
    return joined


def unfold(
    played: Sequence[Played], said: Sequence[Said], bars: Sequence[Bar], order: Sequence[int]
) -> tuple[list[Sounding], list[Heard]]:
    """Put the rows where their bars are played, as often as they are."""
    notes, words = _by_bar(played), _by_bar(said)
    before = _in_force_before(words, len(bars))
    now: dict[str, Any] = {}
    sounding: list[Sounding] = []
    heard: list[Heard] = []
    passes: dict[int, int] = defaultdict(int)
    start = bars[0].start if bars else Fraction(0)
    for number in order:
        passes[number] += 1
        sounding += [Sounding(start + row.at, row.length, row) for row in notes[number]]
        said_here = {row.kind for row in words[number] if row.at == 0}
        restated = [
            row
            for kind, row in before[number].items()
            if now.get(kind) != row.value and kind not in said_here
        ]
        heard += [Heard(start, row) for row in restated]
        now |= {row.kind: row.value for row in restated}
        for row in _verse(words[number], passes[number]):
            if passes[number] == 1 or now.get(row.kind) != row.value:
                heard.append(Heard(start + row.at, row))
            if row.kind in IN_FORCE:
                now[row.kind] = row.value
        start += bars[number].length
    return sounding, heard


def _by_bar(rows: Sequence[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.bar].append(row)
    return found


def _in_force_before(words: dict[int, list[Said]], count: int) -> list[dict[str, Said]]:
    """For every bar, and the end, the tempo and key that hold when it begins."""
    now: dict[str, Said] = {}
    before = [now]
    for number in range(count):
        now = now | {row.kind: row for row in words[number] if row.kind in IN_FORCE}
        before.append(now)
    return before


def _verse(words: Sequence[Said], turn: int) -> list[Said]:
    """The words of one pass: its own verse where there is one, or else the first."""
    verses = {row.verse for row in words if row.kind == "lyric"}
    sung = turn if turn in verses else min(verses, default=1)
    return [row for row in words if row.kind != "lyric" or row.verse == sung]


def place_graces(notes: Sequence[Sounding]) -> list[Sounding]:
    """Give grace notes time: just before their beat, taken from the note that ends there.

    They last a thirty-second note each, less in short notes, so that main notes stay on the
    grid. Where nothing comes before, at the very beginning, they sound with the main note.
    """
    placed = list(notes)
    groups: dict[tuple, list[int]] = defaultdict(list)
    ends: dict[tuple, list[int]] = defaultdict(list)
    for index, note in enumerate(notes):
        if note.row.grace:
            groups[note.row.part, note.row.voice, note.start].append(index)
        else:
            ends[note.row.part, note.start + note.length].append(index)
    for (part, voice, beat), group in groups.items():
        shortened = [k for k in ends[part, beat] if _one_voice(voice, notes[k].row.voice)]
        count = max(notes[k].row.grace for k in group)
        room = min((notes[k].length for k in shortened), default=beat)
        length = _grace_length(count, room)
        first = beat - count * length if room else beat
        for k in group:
            start = first + (notes[k].row.grace - 1) * length
            placed[k] = Sounding(start, length, notes[k].row)
        for k in shortened:
            if notes[k].start < first < beat:
                placed[k] = placed[k]._replace(length=first - notes[k].start)
    return placed


def _grace_length(count: int, room: Fraction) -> Fraction:
    """The longest that leaves half of the note before; without one there is nothing to leave."""
    fitting = (one for one in GRACE_LENGTHS if not room or 2 * count * one <= room)
    return next(fitting, min(GRACE_LENGTHS[-1], room / (count + 1)))


def _one_voice(a: Any, b: Any) -> bool:
    """Whether two notes may be of one voice; bars with a single voice do not name it."""
    return a is None or b is None or a == b
