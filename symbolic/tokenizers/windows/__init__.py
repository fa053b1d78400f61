"""Score <-> windows of so many bars: melodies, drums, trios and grooves, step by step."""

from symbolic.tokenizers.windows.choice import Candidate
from symbolic.tokenizers.windows.drums import DrumTokenizer
from symbolic.tokenizers.windows.extraction import Extraction
from symbolic.tokenizers.windows.groove import GrooveTokenizer
from symbolic.tokenizers.windows.melody import MelodyTokenizer
from symbolic.tokenizers.windows.trio import TrioTokenizer

__all__ = [
    "Candidate",
    "DrumTokenizer",
    "Extraction",
    "GrooveTokenizer",
    "MelodyTokenizer",
    "TrioTokenizer",
]
