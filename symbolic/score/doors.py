"""The doors of a Score: one-line forwards to the stations that come after it.

`score` knows no files, theory or display. These methods import what they need when they are
called, and stand together here so that the exception can be seen.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symbolic.score.score import Score


class Doors:
    """What a score can do by asking another folder."""

    # -- files ------------------------------------------------------------------------

    def write(self, path, **options):
        """Write a file in the format that its suffix names. See `symbolic.files.write`."""
        from symbolic.files import write

        return write(self, path, **options)

    def to_bytes(self, **options) -> bytes:
        """The score as the bytes of a MIDI file."""
        from symbolic.files.midi import write_bytes

        return write_bytes(self, **options)

    def to_note_sequence(self):
        """The score as a note-seq NoteSequence proto."""
        from symbolic.files.note_sequence import to_note_sequence

        return to_note_sequence(self)

    def to_pretty_midi(self):
        """The score as a pretty_midi.PrettyMIDI."""
        from symbolic.files.prettymidi import to_pretty_midi

        return to_pretty_midi(self)

    def to_music21(self):
        """The score as a music21 stream.Score."""
        from symbolic.files.music21 import to_music21

        return to_music21(self)

    @classmethod
    def from_note_sequence(cls, sequence) -> "Score":
        """A score from a note-seq NoteSequence proto."""
        from symbolic.files.note_sequence import from_note_sequence

        return from_note_sequence(sequence)

    @classmethod
    def from_pretty_midi(cls, midi) -> "Score":
        """A score from a pretty_midi.PrettyMIDI."""
        from symbolic.files.prettymidi import from_pretty_midi

        return from_pretty_midi(midi)

    @classmethod
    def from_music21(cls, stream) -> "Score":
        """A score from any music21 stream."""
        from symbolic.files.music21 import from_music21

        return from_music21(stream)

    # -- theory -----------------------------------------------------------------------

    def key(self, *args: Any, **options: Any):
        """The key of the score. See `symbolic.theory.key`."""
        from symbolic.theory import key

        return key(self, *args, **options)

    def chords(self, *args: Any, **options: Any):
        """The chords of the score. See `symbolic.theory.chords`."""
        from symbolic.theory import chords

        return chords(self, *args, **options)

    # -- display ----------------------------------------------------------------------

    def plot(self, *args: Any, **options: Any):
        """Draw a piano roll with matplotlib. See `symbolic.display.plot`."""
        from symbolic.display import plot

        return plot(self, *args, **options)

    def _repr_html_(self) -> str:
        from symbolic.display import html

        return html(self)
