"""Notes and chords as single tokens, each with its duration and the step to the next onset."""

from symbolic.tokenizers.note_chord.tokenizer import NoteChordTokenizer

__all__ = ["NoteChordTokenizer"]
