"""The doors of a Score: one-line forwards to the stations that come after it.

`score` knows no files, theory or display. These functions, methods of Score, import what they
need when they are called, and stand together here so that the exception can be seen.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symbolic.score.score import Score


# -- files ----------------------------------------------------------------------------


def write(score: "Score", path, **options):
    """Write a file in the format that its suffix names. See `symbolic.write`."""
    from symbolic.files import write

    return write(score, path, **options)


def to_bytes(score: "Score", **options) -> bytes:
    """The score as the bytes of a MIDI file."""
    from symbolic.files.midi import write_bytes

    return write_bytes(score, **options)


def to_note_sequence(score: "Score"):
    """The score as a note-seq NoteSequence proto."""
    from symbolic.files.note_sequence import to_note_sequence

    return to_note_sequence(score)


def to_pretty_midi(score: "Score"):
    """The score as a pretty_midi.PrettyMIDI."""
    from symbolic.files.prettymidi import to_pretty_midi

    return to_pretty_midi(score)


def to_music21(score: "Score"):
    """The score as a music21 stream.Score."""
    from symbolic.files.music21 import to_music21

    return to_music21(score)


def from_note_sequence(cls: type["Score"], sequence) -> "Score":
    """A score from a note-seq NoteSequence proto."""
    from symbolic.files.note_sequence import from_note_sequence

    return from_note_sequence(sequence)


def from_pretty_midi(cls: type["Score"], midi) -> "Score":
    """A score from a pretty_midi.PrettyMIDI."""
    from symbolic.files.prettymidi import from_pretty_midi

    return from_pretty_midi(midi)


def from_music21(cls: type["Score"], stream) -> "Score":
    """A score from any music21 stream."""
    from symbolic.files.music21 import from_music21

    return from_music21(stream)


# -- theory ---------------------------------------------------------------------------


def key(score: "Score", *args: Any, **options: Any):
    """The key of the score. See `symbolic.theory.key`."""
    from symbolic.theory import key

    return key(score, *args, **options)


def chords(score: "Score", *args: Any, **options: Any):
    """The chords of the score. See `symbolic.theory.chords`."""
    from symbolic.theory import chords

    return chords(score, *args, **options)


# -- display --------------------------------------------------------------------------


def plot(score: "Score", *args: Any, **options: Any):
    """Draw a piano roll with matplotlib. See `symbolic.display.plot`."""
    from symbolic.display import plot

    return plot(score, *args, **options)


def html(score: "Score") -> str:
    """What Jupyter shows of the score."""
    from symbolic.display import html

    return html(score)
