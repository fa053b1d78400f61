"""The networks: note models, MusicVAE, and the folders that they are saved as."""

from symbolic.models.model import Model
from symbolic.models.note_model import NoteGRU, NoteLSTM, NoteModel
from symbolic.models.vae.music_vae import MusicVAE

__all__ = ["Model", "MusicVAE", "NoteGRU", "NoteLSTM", "NoteModel"]
