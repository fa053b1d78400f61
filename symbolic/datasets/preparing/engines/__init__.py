"""Engines: where jobs are done. All run the same function and lose nothing when a worker dies."""

from symbolic.datasets.preparing.engines.engine import Engine
from symbolic.datasets.preparing.engines.local import Local

__all__ = ["Engine", "Local"]
