"""The networks: note models, and the folders that they are saved as."""

from symbolic.models.note_model import NoteGRU, NoteLSTM, NoteModel

__all__ = ["NoteGRU", "NoteLSTM", "NoteModel"]
