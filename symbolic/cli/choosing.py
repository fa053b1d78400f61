"""Which tokenizer a command takes: by a short name, or from a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import symbolic
from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from symbolic.tokenizers import Tokenizer

TOKENIZERS = {
    "bar": "BarTokenizer",
    "drums": "DrumTokenizer",
    "groove": "GrooveTokenizer",
    "melody": "MelodyTokenizer",
    "note-chord": "NoteChordTokenizer",
    "performance": "PerformanceTokenizer",
    "trio": "TrioTokenizer",
}


def tokenizer_named(name: str) -> "Tokenizer":
    """The tokenizer of a name in the table, with its defaults, or one that was saved as a file."""
    if name in TOKENIZERS:
        return getattr(symbolic, TOKENIZERS[name])()
    if not Path(name).suffix and not Path(name).exists():
        raise SymbolicError(
            f"{name!r} is no tokenizer: there are {', '.join(TOKENIZERS)}, or a .json file"
        )
    return symbolic.load_tokenizer(name)
