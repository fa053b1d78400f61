"""Events on the grid as rows of tokens, and the order in which they are written."""

from dataclasses import dataclass

import numpy as np

NOTHING = -1
NO_PROGRAM = -1


@dataclass
class Rows:
    """Events on the grid: where they stand, and the tokens that say them."""

    bar: np.ndarray
    step: np.ndarray
    rank: np.ndarray
    program: np.ndarray
    detail: np.ndarray  # orders the events of one program at one step
    tokens: np.ndarray  # (events, columns), NOTHING where a column is empty


def of_no_program(bar: np.ndarray, step: np.ndarray, rank: int, tokens: np.ndarray) -> Rows:
    """Rows of events of the whole score."""
    nothing = np.zeros(len(bar), np.int64)
    return Rows(bar, step, nothing + rank, nothing + NO_PROGRAM, nothing, tokens)


def joined(parts: list[Rows]) -> Rows:
    """The rows of all parts."""
    width = max(part.tokens.shape[1] for part in parts)
    tokens = np.full((sum(len(part.bar) for part in parts), width), NOTHING, np.int64)
    at = 0
    for part in parts:
        tokens[at : at + len(part.bar), : part.tokens.shape[1]] = part.tokens
        at += len(part.bar)
    names = ("bar", "step", "rank", "program", "detail")
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Rows(**columns, tokens=tokens)


def sorting(rows: Rows) -> np.ndarray:
    """Bar by bar and step by step; one sort in place of five where one number holds them all."""
    keys = [rows.bar, rows.step, rows.rank, rows.program - NO_PROGRAM, rows.detail]
    widths = [int(key.max()).bit_length() if len(key) else 0 for key in keys]
    if sum(widths) > 62:
        return np.lexsort(keys[::-1])
    packed = np.zeros(len(rows.bar), np.int64)
    for key, width in zip(keys, widths, strict=True):
        packed <<= width
        packed |= key
    return packed.argsort()  # equal numbers are equal tokens


def program_news(bar: np.ndarray, program: np.ndarray) -> np.ndarray:
    """Where a program must be said: it is another than the bar's last, or the bar's first."""
    played = program >= 0
    if played.all():
        return differs(bar) | differs(program)
    news = np.zeros(len(bar), bool)
    where = np.flatnonzero(played)
    news[where] = differs(bar[where]) | differs(program[where])
    return news


def differs(sorted_values: np.ndarray) -> np.ndarray:
    """Whether each value is another than the one before it."""
    differs = np.ones(len(sorted_values), bool)
    np.not_equal(sorted_values[1:], sorted_values[:-1], out=differs[1:])
    return differs


def is_last(sorted_values: np.ndarray) -> np.ndarray:
    """Whether each value is another than the one after it."""
    return np.append(sorted_values[1:] != sorted_values[:-1], True)[: len(sorted_values)]
