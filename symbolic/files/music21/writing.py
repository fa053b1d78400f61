"""Score -> music21: parts with bars, voices, ties, words and signs."""

from fractions import Fraction
from typing import Any

from symbolic.files.music21.grid import Grid, written_bars
from symbolic.files.music21.measures import PartWriter
from symbolic.files.music21.spelling import figure_for_music21
from symbolic.files.music21.voices import chords_of, voices_of
from symbolic.score.score import Score
from symbolic.score.track import DRUM_CHANNEL, Track

WHOLE_SCORE = -1


def to_music21(score: Score) -> Any:
    """The score as notation: a music21 Score of Parts, Measures and Voices.

    Notes keep their exact time where it can be written: on divisions of a quarter into 32, or
    into triplets, quintuplets or septuplets. Others move to the nearest thirty-second or
    triplet thirty-second. Drums are written at their MIDI pitches with a percussion clef.
    Controls, bends, lyrics where no note begins, and texts other than chord symbols and plain
    ones have no place in it.

    >>> to_music21(Score(480, notes=[(0, 480, 60, 80, 0)])).flatten().notes[0].nameWithOctave
    'C4'
    """
    from music21 import metadata, stream

    whole = stream.Score()
    # music21 writes its own name where a title or composer is None
    whole.insert(0, metadata.Metadata(title=score.title, movementName="", composer=""))
    bars = written_bars(score)
    syllables = _syllables(score)
    for number, track in enumerate(score.tracks or (Track(),)):
        notes = score.notes[score.notes["track"] == number]
        ends = notes["start"] + notes["duration"]
        moments = {
            Fraction(t, score.resolution) for t in [*notes["start"].tolist(), *ends.tolist()]
        }
        grid = Grid(bars, moments)
        voices = voices_of(chords_of(notes, score.resolution, grid))
        writer = PartWriter(_part(track, number), bars, grid, _keys(score, track))
        writer.write(voices, syllables.get(number, {}), _clef(track, notes["pitch"]))
        for time, sign in _signs(score, number):
            writer.insert(Fraction(time, score.resolution), sign)
        whole.insert(0, writer.part)
    return whole


def _part(track: Track, number: int) -> Any:
    from music21 import stream

    part = stream.Part(id=f"P{number + 1}")
    part.partName = track.name
    player = _player(track)
    player.midiProgram = track.program
    player.transposition = None  # a score holds sounding pitches, and so does this part
    player.partName = track.name
    part.insert(0, player)
    return part


def _player(track: Track) -> Any:
    """The instrument. music21's melodic drums would come back as a drum kit: not used."""
    from music21 import instrument

    if track.is_drum:
        player = instrument.Percussion()
        player.midiChannel = DRUM_CHANNEL
        return player
    found = instrument.instrumentFromMidiProgram(track.program)
    if isinstance(found, instrument.Percussion):
        found = instrument.Instrument(found.instrumentName)
    return found


def _clef(track: Track, pitches: Any) -> Any:
    from music21 import clef

    if track.is_drum:
        return clef.PercussionClef()
    return clef.BassClef() if len(pitches) and pitches.mean() < 60 else clef.TrebleClef()


def _keys(score: Score, track: Track) -> list[tuple[Fraction, int, bool]]:
    if track.is_drum:
        return []
    return [
        (Fraction(time, score.resolution), fifths, minor)
        for time, fifths, minor in score.keys.tolist()
    ]


def _signs(score: Score, track: int) -> list[tuple[int, Any]]:
    """Tempos, markers and texts: the first part carries those of the whole score."""
    from music21 import expressions, tempo

    signs: list[tuple[int, Any]] = []
    if track == 0:
        for time, microseconds in score.tempos.tolist():
            signs.append((time, tempo.MetronomeMark(number=6e7 / microseconds)))
        for time, text in score.markers.tolist():
            signs.append((time, expressions.RehearsalMark(text)))
    for time, kind, text, home in score.texts.tolist():
        if home == track or (home == WHOLE_SCORE and track == 0):
            if kind == "chord":
                signs.append((time, _chord_symbol(text)))
            elif kind == "text":
                words = expressions.TextExpression(text)
                if words.getRepeatExpression() is None:  # the repeats are played out already
                    signs.append((time, words))
    return signs


def _chord_symbol(text: str) -> Any:
    """A chord symbol, or its text if music21 does not know the chord."""
    from music21 import expressions, harmony

    try:
        return harmony.ChordSymbol(figure_for_music21(text))
    except Exception:  # music21 raises whatever its parsing comes upon
        return expressions.TextExpression(text)


def _syllables(score: Score) -> dict[int, dict[int, str]]:
    """The lyrics of every track by their tick; those of no track go to a note of the first."""
    sung: dict[int, dict[int, str]] = {}
    first: dict[int, int] = {}
    for start, track in zip(
        score.notes["start"].tolist(), score.notes["track"].tolist(), strict=True
    ):
        first.setdefault(start, track)
    for time, text, track in score.lyrics.tolist():
        home = first.get(time, WHOLE_SCORE) if track == WHOLE_SCORE else track
        words = sung.setdefault(home, {})
        words[time] = f"{words[time]} {text}" if time in words else text
    return sung
