"""Training: fit, run folders, and how a run goes on."""

from symbolic.training.recipe import Recipe
from symbolic.training.run import Run

__all__ = ["Recipe", "Run"]
