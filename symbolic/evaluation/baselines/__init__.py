"""Baselines: what counting alone foretells, which a model must beat to have learned anything."""

from collections.abc import Iterable
from typing import Any

from symbolic.evaluation.baselines.lines import framed, lines_of
from symbolic.evaluation.baselines.ngram import NGram

BASELINES = {"unigram": 1, "bigram": 2, "5-gram": 5}

__all__ = ["BASELINES", "NGram", "baselines", "framed", "lines_of"]


def baselines(lines: Iterable[Any], size: int) -> dict[str, NGram]:
    """The baselines that every model is held beside, fitted to its training lines.

    >>> list(baselines([[0, 1, 2, 1], [0, 2]], size=3))
    ['unigram', 'bigram', '5-gram']
    """
    held = list(lines)
    return {name: NGram(order, size).fit(held) for name, order in BASELINES.items()}
