"""Bar tokens: multi-track, any meter, exact on the grid."""

from symbolic.tokenizers.bar.tokenizer import BarTokenizer

__all__ = ["BarTokenizer"]
