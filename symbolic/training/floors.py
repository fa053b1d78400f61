"""Floors: what counting tokens foretells of the held-out windows, which a model must beat."""

from typing import TYPE_CHECKING

import numpy as np

from symbolic.evaluation import baselines, lines_of

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows


def floors(windows: "Windows", validation: "Windows") -> dict[str, float]:
    """Held-out nats per token of n-grams that counted one epoch of windows, by name."""
    counted = baselines(lines_of(_tokens(windows)), len(windows.tokenizer))
    sums = dict.fromkeys(counted, 0.0)
    total = 0.0
    for inputs, targets, weights in _tokens(validation):
        total += float(np.sum(weights))
        for name, model in counted.items():
            sums[name] += float(np.sum(model.nll_of_batch(inputs, targets, weights) * weights))
    return {name: nats / total for name, nats in sums.items()}


def _tokens(windows: "Windows"):
    for number in range(len(windows)):
        inputs, targets, weights = windows.batch(0, number)
        yield inputs, targets, np.ones(targets.shape) if weights is None else weights
