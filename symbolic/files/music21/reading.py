"""music21 streams -> Score: what the notation sounds like."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.files.music21.bars import Bars, exact
from symbolic.files.music21.gather import Gathered, PartReader
from symbolic.files.playing.meters import meter_rows
from symbolic.files.playing.order import LONGEST, playing_order
from symbolic.files.playing.performance import (
    IN_FORCE,
    Heard,
    Sounding,
    join_ties,
    place_graces,
    unfold,
)
from symbolic.files.playing.resolution import resolution_for
from symbolic.files.playing.rows import WHOLE_SCORE, Said
from symbolic.files.playing.words import word_tables
from symbolic.score.score import Score
from symbolic.score.track import DRUM_CHANNEL, Track

PLACEHOLDERS = {"Music21 Fragment", "Music21"}  # what music21 writes where nothing is known


def from_music21(stream: Any, *, expand_repeats: bool = True) -> Score:
    """A score from a music21 stream, as it sounds.

    Ties are joined, transposing instruments brought to sounding pitch, grace notes played just
    before their beat, and repeats played out. Dynamic marks give the velocities of notes that
    have none. Articulations, ornaments, hairpins and layout are not kept.

    Parameters
    ----------
    stream
        A Score, Part, Measure or any other stream; an Opus only if it holds one score.
    expand_repeats
        Play repeats, endings, da capo and dal segno; if false, every bar comes once.

    Examples
    --------
    >>> import music21
    >>> from_music21(music21.converter.parse("tinynotation: 3/4 c4 e4 g4")).notes["pitch"]
    array([60, 64, 67], dtype=int16)
    """
    stream = _single(stream)
    parts = _parts(stream)
    bars = Bars(parts)
    gathered = _gathered(stream, parts, bars)
    order, repairs = _order(bars, expand_repeats)
    tracks = [_track(part) for _, part in parts]
    said = _spoken_once(gathered.said, [track.is_drum for track in tracks])
    played = join_ties(gathered.played, bars.bars)
    sounding, heard = unfold(played, said, bars.bars, order)
    notes = place_graces(sounding)
    meters = meter_rows(bars.bars, order)
    resolution = _resolution(notes, heard, meters, repairs)

    def tick(quarters: Fraction) -> int:
        return round(quarters * resolution)

    score = Score(
        resolution,
        tracks,
        notes=[
            (tick(s), tick(s + length) - tick(s), row.pitch, row.velocity, row.part)
            for s, length, row in notes
        ],
        meters=[(tick(time), *meter) for time, *meter in meters],
        **word_tables(heard, tick, repairs),
        title=_title(stream),
    )
    score.repairs = tuple(repairs)
    return score


def _single(stream: Any) -> Any:
    """The stream, or the one score of an Opus."""
    from music21 import stream as streams

    if not isinstance(stream, streams.Stream):
        raise SymbolicError(f"a music21 stream is needed, not {type(stream).__name__}")
    if isinstance(stream, streams.Opus):
        scores = list(stream.scores)
        if len(scores) != 1:
            raise SymbolicError(
                f"this Opus holds {len(scores)} scores: convert each of opus.scores, "
                f"or read its file with symbolic.read_all"
            )
        return scores[0]
    return stream


def _parts(stream: Any) -> list[tuple[Fraction, Any]]:
    """The parts of a stream with their offsets; a stream without parts is one itself."""
    from music21 import stream as streams

    inside = [
        one
        for one in stream.getElementsByClass(streams.Stream)
        if not isinstance(one, streams.Measure | streams.Voice)
    ]
    if isinstance(stream, streams.Score) and not inside and not stream.notes:
        return []
    if isinstance(stream, streams.Part | streams.Measure | streams.Voice) or not inside:
        return [(Fraction(0), stream)]
    return [(exact(stream.elementOffset(part)), part) for part in inside]


def _gathered(stream: Any, parts: Sequence[tuple[Fraction, Any]], bars: Bars) -> Gathered:
    gathered = Gathered()
    for number, (offset, part) in enumerate(parts):
        if part is not stream:
            written = False in (part.atSoundingPitch, stream.atSoundingPitch)
        else:
            written = part.atSoundingPitch is False
        PartReader(number, bars, gathered, written, _octaves(part)).read(part, offset)
    if all(part is not stream for _, part in parts):
        PartReader(WHOLE_SCORE, bars, gathered).read_signs(stream)
    return gathered


def _octaves(part: Any) -> dict[int, int]:
    """Semitones that octave lines add to notes written without them."""
    from music21 import spanner

    return {
        id(element): round(line.interval().semitones)
        for line in part[spanner.Ottava]
        if line.transposing
        for element in line.getSpannedElements()
    }


def _order(bars: Bars, expand_repeats: bool) -> tuple[list[int], list[str]]:
    straight = list(range(len(bars.bars)))
    if not expand_repeats:
        return straight, []
    order = playing_order([bar.signs for bar in bars.bars])
    if len(order) > LONGEST:
        return straight, [f"repeats that ask for more than {LONGEST:,} bars: not played"]
    return order, []


def _resolution(
    notes: Sequence[Sounding],
    heard: Sequence[Heard],
    meters: Sequence[tuple[Fraction, int, int]],
    repairs: list[str],
) -> int:
    """The resolution at which every moment falls on a tick, if there is one."""
    moments = [note.start for note in notes] + [note.length for note in notes]
    moments += [time for time, *_ in meters]
    needed = math.lcm(*{moment.denominator for moment in moments})
    words = math.lcm(*{word.time.denominator for word in heard})
    return resolution_for(needed, words, repairs)


def _track(part: Any) -> Track:
    from music21 import instrument

    found = list(part[instrument.Instrument])
    known = [one for one in found if one.midiProgram is not None]
    player = (known or found or [None])[0]
    names = [getattr(part, "partName", None)]
    if player is not None:
        names += [player.partName, player.instrumentName]
    name = next((name for name in names if name is not None), "")
    program = getattr(player, "midiProgram", None) or 0
    is_drum = any(_is_drum(one) for one in found)
    return Track(name, program if 0 <= program <= 127 else 0, is_drum)


def _is_drum(player: Any) -> bool:
    """Whether an instrument's pitches name drums: by its channel, or by what it is."""
    from music21 import instrument

    if player.midiChannel is not None:
        return player.midiChannel == DRUM_CHANNEL
    generic = type(player) is instrument.Percussion
    return generic or isinstance(player, instrument.UnpitchedPercussion)


def _spoken_once(said: Sequence[Said], drums: Sequence[bool]) -> list[Said]:
    """Leave one of what all parts say: the keys of the first pitched part, each tempo once."""
    keyed = [w.part for w in said if w.kind == "key" and (w.part < 0 or not drums[w.part])]
    leader = min(keyed, default=None)
    seen: set[tuple] = set()
    kept = []
    for word in said:
        if word.kind == "key" and word.part != leader:
            continue
        if word.kind in IN_FORCE:
            place = (word.kind, word.bar, word.at, word.value if word.kind == "key" else None)
            if place in seen:
                continue
            seen.add(place)
        kept.append(word)
    return kept


def _title(stream: Any) -> str:
    """Title and composer, as far as they are known."""
    facts = stream.metadata
    if facts is None:
        return ""
    title = next((t for t in (facts.title, facts.movementName) if t and t not in PLACEHOLDERS), "")
    composer = facts.composer
    words = [title, f"({composer})" if composer and composer not in PLACEHOLDERS else ""]
    return " ".join(" ".join(words).split())
