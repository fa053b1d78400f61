"""How good a model is, and what it writes: figures beside their floors and ceilings."""

from symbolic.evaluation import (
    likelihood,
    novelty,
    pieces,
    pitch,
    repetition,
    rhythm,
    statistics,
)
from symbolic.evaluation.baselines import BASELINES, NGram, baselines, framed, lines_of
from symbolic.evaluation.comparing import compare
from symbolic.evaluation.report import Report

__all__ = [
    "BASELINES",
    "NGram",
    "Report",
    "baselines",
    "compare",
    "framed",
    "likelihood",
    "lines_of",
    "novelty",
    "pieces",
    "pitch",
    "repetition",
    "rhythm",
    "statistics",
]
