"""Byte pairs: tokens that often stand together become one."""

from symbolic.tokenizers.byte_pair.tokenizer import BytePairTokenizer

__all__ = ["BytePairTokenizer"]
