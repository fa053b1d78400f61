"""Bach's chorales as music21 streams, and scores made of notes, for the tests of theory."""

from functools import cache

import pytest

from symbolic.score import Score

RESOLUTION = 480
BEAT = 24  # ticks; small, and divisible


@pytest.fixture(scope="session")
def chorale():
    """A piece of music21's Bach corpus by number, as (stream, score)."""
    from music21 import corpus

    @cache
    def load(number):
        stream = corpus.parse(corpus.getComposer("bach")[number])
        return stream, from_music21(stream)

    return load


def from_music21(stream) -> Score:
    notes = [
        (_ticks(note.offset), _ticks(note.quarterLength), pitch.midi, 80, track)
        for track, part in enumerate(stream.parts)
        for note in part.flatten().notes
        for pitch in note.pitches
    ]
    return Score(RESOLUTION, notes=notes)


def _ticks(quarters) -> int:
    return round(quarters * RESOLUTION)


@pytest.fixture(scope="session")
def block_chords():
    """A score of chords, each given as pitches and lasting some beats."""

    def build(*voicings, beats=1, **options):
        length = beats * BEAT
        notes = [
            (index * length, length, pitch, 80, 0)
            for index, pitches in enumerate(voicings)
            for pitch in pitches
        ]
        return Score(BEAT, notes=notes, **options)

    return build
