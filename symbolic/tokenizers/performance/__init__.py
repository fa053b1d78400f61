"""A performance as it was played: notes struck and released, time passing, touch and pedal."""

from symbolic.tokenizers.performance.tokenizer import PerformanceTokenizer

__all__ = ["PerformanceTokenizer"]
