"""From pieces to batches: windows for training, drawn anew in every epoch."""

from symbolic.datasets.windows.source import Source
from symbolic.datasets.windows.windows import Windows

__all__ = ["Source", "Windows"]
