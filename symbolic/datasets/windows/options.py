"""The arguments of windows, checked."""

from dataclasses import dataclass
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.score.checks import whole
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.windows.tokenizer import WindowTokenizer

TOKENS, BARS, ROWS = "tokens", "bars", "rows"
PADDED, BUCKETED, PACKED = LAYOUTS = ("padded", "bucketed", "packed")
NEXT, ALONE = TASKS = ("next", "windows")
LENGTHS = {TOKENS: 128, BARS: 8}  # where none is given
LONGEST = 4096
MOST = 2**31 - 1


@dataclass(frozen=True)
class Options:
    """What to make of the pieces.

    Attributes
    ----------
    unit
        What `length` and `hop` count: "tokens" or "bars"; "rows" where the tokenizer cuts.
    longest
        Tokens that a window of bars may have.
    """

    unit: str
    length: int
    hop: int
    longest: int
    batch_size: int
    seed: int
    shuffle: bool
    layout: str
    task: str
    drop_remainder: bool
    distinct: bool

    @property
    def ahead(self) -> int:
        """How many tokens more than a row's width a window has."""
        return int(self.task == NEXT)

    @property
    def order_seed(self) -> int | None:
        """The seed of what shuffling draws, or None."""
        return self.seed if self.shuffle else None


def options(
    tokenizer: Tokenizer,
    *,
    length: int | None,
    hop: int | None,
    longest: int | None,
    batch_size: int,
    seed: int,
    by: str,
    shuffle: bool,
    layout: str | None,
    task: str | None,
    drop_remainder: bool,
    distinct: bool,
) -> Options:
    """The options that arguments ask for, or one sentence about what is wrong."""
    if not isinstance(tokenizer, Tokenizer):
        raise SymbolicError(
            f"windows take a tokenizer, such as BarTokenizer(), not {tokenizer!r:.80}"
        )
    _one_of("by", by, (TOKENS, BARS))
    unit = ROWS if isinstance(tokenizer, WindowTokenizer) else by
    if unit == ROWS:
        _check_rows(tokenizer, by, length, hop, layout)
    elif distinct:
        raise SymbolicError(f"distinct is for tokenizers of windows, not {_name(tokenizer)}")
    if longest is not None and unit != BARS:
        raise SymbolicError('longest is for windows of bars: add by="bars", or leave it out')
    size = whole("length", LENGTHS.get(unit, 1) if length is None else length, 1, MOST)
    step = whole("hop", size if hop is None else hop, 1, MOST)
    if step > size:
        raise SymbolicError(
            f"hop {step} is more than length {size}: what lies between windows would be left out"
        )
    layout = layout or (BUCKETED if unit == BARS else PADDED)
    task = task or (ALONE if unit == ROWS else NEXT)
    _one_of("layout", layout, LAYOUTS)
    _one_of("task", task, TASKS)
    if layout == PACKED and (unit != TOKENS or task != NEXT):
        raise SymbolicError('layout="packed" is for windows of tokens with task="next"')
    return Options(
        unit=unit,
        length=size,
        hop=step,
        longest=whole("longest", LONGEST if longest is None else longest, 1, MOST),
        batch_size=whole("batch_size", batch_size, 1, MOST),
        seed=whole("seed", seed),
        shuffle=bool(shuffle),
        layout=layout,
        task=task,
        drop_remainder=bool(drop_remainder),
        distinct=bool(distinct),
    )


def _check_rows(
    tokenizer: Tokenizer, by: str, length: int | None, hop: int | None, layout: str | None
) -> None:
    for name, value in {"length": length, "hop": hop}.items():
        if value is not None:
            raise SymbolicError(
                f"{_name(tokenizer)} cuts the windows itself: leave out {name} here, and give it "
                "its own bars and hop"
            )
    if by == BARS:
        raise SymbolicError(f'{_name(tokenizer)} cuts windows of bars itself: leave out by="bars"')
    if layout not in (None, PADDED):
        raise SymbolicError(f"windows of {_name(tokenizer)} are equally long: leave out layout")


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        choices = " or ".join(f'"{one}"' for one in known)
        raise SymbolicError(f"{name} is {choices}, not {value!r:.80}")


def _name(tokenizer: Tokenizer) -> str:
    return type(tokenizer).__name__
