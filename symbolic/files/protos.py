"""The NoteSequence message class, without the seconds that importing note_seq takes."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from symbolic.errors import MissingExtraError

MODULE = "note_seq.protobuf.music_pb2"


@cache
def music_pb2() -> ModuleType:
    """note_seq's generated module of messages.

    Importing it by name runs the whole of note_seq, which takes seconds, warns about ffmpeg
    and changes pretty_midi. The generated file needs only protobuf, so it is run by itself;
    protobuf keeps one class for a message, so the messages are note_seq's own.
    """
    if MODULE in sys.modules:
        return sys.modules[MODULE]
    package = importlib.util.find_spec("note_seq")
    if package is None or package.origin is None:
        raise MissingExtraError("note-seq", "noteseq", "a NoteSequence")
    path = Path(package.origin).parent / "protobuf" / "music_pb2.py"
    spec = importlib.util.spec_from_file_location(MODULE, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
