"""Merging by Hugging Face's `tokenizers`: pairs learned from streams, and put together in one.

It works on text, so every base token is written as a character of Unicode's private planes.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np

from symbolic.errors import MissingExtraError
from symbolic.tokenizers.byte_pair.pieces import Merge, Pieces

PRIVATE = 0xF0000  # the first character of the private planes
ROOM = 0x110000 - PRIVATE  # how many there are
WORD = 1000  # ids; learning from longer words is slower and finds the same pairs
RARE = 2  # a pair that stands there once is no habit


def to_text(ids: np.ndarray) -> str:
    """Base tokens as characters.

    >>> to_text(np.array([0, 65])).encode("unicode-escape")
    b'\\\\U000f0000\\\\U000f0041'
    """
    return (np.asarray(ids) + PRIVATE).astype("<u4").tobytes().decode("utf-32-le")


def learn(streams: Iterable[np.ndarray], alphabet: int, size: int) -> list[Merge]:
    """The merges that shorten streams most, as pairs of piece numbers."""
    engine = _package()
    tokenizer = engine.Tokenizer(engine.models.BPE())
    trainer = engine.trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=RARE,
        show_progress=False,
        special_tokens=[],
        initial_alphabet=list(to_text(np.arange(alphabet))),
    )
    tokenizer.train_from_iterator(_words(streams), trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return _numbered(merges, alphabet)


def _words(streams: Iterable[np.ndarray]) -> Iterator[str]:
    for ids in streams:
        text = to_text(ids)
        yield from (text[begin : begin + WORD] for begin in range(0, len(text), WORD))


def _numbered(merges: list[list[str]], alphabet: int) -> list[Merge]:
    """Merges of texts as merges of numbers, counted as `Pieces` counts them."""
    number = {character: i for i, character in enumerate(to_text(np.arange(alphabet)))}
    numbered = []
    for left, right in merges:
        numbered.append((number[left], number[right]))
        number.setdefault(left + right, len(number))
    return numbered


class Merger:
    """Puts base tokens together as the merges say, the earliest learned first."""

    def __init__(self, pieces: Pieces):
        self._pieces = pieces

    @cached_property
    def _engine(self) -> Any:
        engine = _package()
        texts = [to_text(np.array(run)) for run in self._pieces.runs]
        vocabulary = {text: number for number, text in enumerate(texts)}
        merges = [(texts[left], texts[right]) for left, right in self._pieces.merges]
        return engine.Tokenizer(engine.models.BPE(vocabulary, merges))

    def merge(self, ids: np.ndarray) -> np.ndarray:
        """The pieces that a stream of base tokens makes."""
        [merged] = self.merge_all([ids])
        return merged

    def merge_all(self, streams: Iterable[np.ndarray]) -> list[np.ndarray]:
        """The pieces that each of some streams makes."""
        if not self._pieces.merges:
            return [np.asarray(ids, np.int32) for ids in streams]
        # The batch call skips what the plain one also computes: where in the text a piece stands.
        texts = [to_text(ids) for ids in streams]
        batch = self._engine.encode_batch_fast(texts, add_special_tokens=False)
        return [np.array(found.ids, np.int32) for found in batch]


def _package() -> Any:
    try:
        import tokenizers
        import tokenizers.models
        import tokenizers.trainers
    except ImportError as error:
        raise MissingExtraError("tokenizers", "bpe", "merging byte pairs") from error
    return tokenizers
