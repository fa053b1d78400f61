"""What every tokenizer does: score to integers and back, and say what that loses."""

import json
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from inspect import isabstract
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.files import read
from symbolic.score import Score
from symbolic.tokenizers.grammar import Grammar
from symbolic.tokenizers.vocabulary import Vocabulary

if TYPE_CHECKING:
    from symbolic.tokenizers.fidelity import Fidelity

Source = Score | str | os.PathLike

FORMAT = 1  # of the saved file


class Tokenizer(ABC):
    """score <-> integers.

    Decoding is total: any integers, however wild, give a valid score, and
    `encode(decode(encode(score)))` equals `encode(score)`.

    Attributes
    ----------
    vocabulary
        Which number stands for what.
    grammar
        Which tokens may follow.
    """

    known: ClassVar[dict[str, type["Tokenizer"]]] = {}

    vocabulary: Vocabulary
    grammar: Grammar

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        Tokenizer.known[cls.__name__] = cls

    @abstractmethod
    def encode(self, score: Score) -> np.ndarray:
        """The tokens of a score: one line, or a row (windows, steps, ...) for each window."""

    @abstractmethod
    def decode(self, ids: np.ndarray) -> Score:
        """The score that tokens stand for; what makes no sense is passed over."""

    @property
    @abstractmethod
    def config(self) -> dict[str, Any]:
        """What the constructor takes to make the same tokenizer, as plain values."""

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Tokenizer":
        """The tokenizer that a `config` describes."""
        try:
            return cls(**config)
        except TypeError as error:
            raise SymbolicError(f"this config does not fit {cls.__name__}: {error}") from error

    # -- many at once -----------------------------------------------------------------

    def encode_all(self, sources: Iterable[Source]) -> Iterator[np.ndarray]:
        """Encode scores, or files by their paths, as they come.

        A file is read when its turn has come and forgotten when the next is read, so that a
        folder of any size takes the memory of its largest file. One that cannot be read raises.

        Examples
        --------
        >>> from symbolic.tokenizers import PerformanceTokenizer
        >>> for ids in PerformanceTokenizer().encode_all(sorted(Path("music").glob("*.mid"))):
        ...     print(len(ids))
        """
        if isinstance(sources, Score | str | os.PathLike):
            raise SymbolicError(f"encode_all takes many scores or paths; {sources!r:.80} is one")
        return (self.encode(_score(source)) for source in sources)

    def decode_all(self, batch: Iterable[np.ndarray]) -> Iterator[Score]:
        """Decode sequences as they come."""
        return (self.decode(ids) for ids in batch)

    # -- what is lost -----------------------------------------------------------------

    def fidelity(self, source: Source) -> "Fidelity":
        """Compare what comes back with the original: a score or the path of a MIDI file."""
        from symbolic.tokenizers.fidelity import fidelity

        return fidelity(self, source)

    # -- kept -------------------------------------------------------------------------

    def save(self, path: str | os.PathLike) -> Path:
        """Write the tokenizer as JSON; `symbolic.load_tokenizer` reads it."""
        path = Path(path)
        kept = {"tokenizer": type(self).__name__, "format": FORMAT, "config": self.config}
        path.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        return path

    def __len__(self) -> int:
        """How many tokens the vocabulary has."""
        return len(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.config == other.config

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        options = ", ".join(f"{key}={value!r}" for key, value in self.config.items())
        return f"<{type(self).__name__}({options:.100}): {len(self)} tokens>"


def _score(source: Source) -> Score:
    return source if isinstance(source, Score) else read(source)


def load_tokenizer(path: str | os.PathLike) -> Tokenizer:
    """Read a tokenizer that `save` wrote. The file is JSON: no code in it is run."""
    try:
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
        name, config = kept["tokenizer"], kept["config"]
    except OSError as error:
        raise SymbolicError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SymbolicError(f"{path} does not hold a saved tokenizer: {error}") from error
    return tokenizer_from(name, config)


def tokenizer_from(name: str, config: dict[str, Any]) -> Tokenizer:
    """The tokenizer of a class name and a config."""
    import symbolic.tokenizers  # noqa: F401  so that every class is known

    known = {n: cls for n, cls in Tokenizer.known.items() if not isabstract(cls)}
    if name not in known or not isinstance(config, dict):
        raise SymbolicError(f"{name!r} is no tokenizer: there are {', '.join(sorted(known))}")
    return known[name].from_config(config)
