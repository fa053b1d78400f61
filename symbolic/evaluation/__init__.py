"""How good a model is, and what it writes: figures beside their floors and ceilings."""

from symbolic.evaluation import (
    latent,
    likelihood,
    novelty,
    pieces,
    pitch,
    reconstruction,
    repetition,
    rhythm,
    statistics,
)
from symbolic.evaluation.baselines import BASELINES, NGram, baselines, framed, lines_of
from symbolic.evaluation.comparing import compare
from symbolic.evaluation.report import Report
from symbolic.evaluation.steps import kind_of

__all__ = [
    "BASELINES",
    "NGram",
    "Report",
    "baselines",
    "compare",
    "framed",
    "kind_of",
    "latent",
    "likelihood",
    "lines_of",
    "novelty",
    "pieces",
    "pitch",
    "reconstruction",
    "repetition",
    "rhythm",
    "statistics",
]
