"""score <-> integers: the tokenizers, their vocabularies and grammars, and what they lose."""

from symbolic.tokenizers.bar import BarTokenizer
from symbolic.tokenizers.byte_pair import BytePairTokenizer
from symbolic.tokenizers.fidelity import Fidelity
from symbolic.tokenizers.note_chord import NoteChordTokenizer
from symbolic.tokenizers.performance import PerformanceTokenizer
from symbolic.tokenizers.tokenizer import Tokenizer, load_tokenizer
from symbolic.tokenizers.vocabulary import Vocabulary
from symbolic.tokenizers.windows import (
    DrumTokenizer,
    GrooveTokenizer,
    MelodyTokenizer,
    TrioTokenizer,
)

__all__ = [
    "BarTokenizer",
    "BytePairTokenizer",
    "DrumTokenizer",
    "Fidelity",
    "GrooveTokenizer",
    "MelodyTokenizer",
    "NoteChordTokenizer",
    "PerformanceTokenizer",
    "Tokenizer",
    "TrioTokenizer",
    "Vocabulary",
    "load_tokenizer",
]
