"""Active units: how many dimensions of the points tell windows apart."""

import keras
from keras import ops

LEAST = 0.01  # the variance of a mean over the data from which a dimension counts


class ActiveUnits(keras.metrics.Metric):
    """How many dimensions have means that vary over the data."""

    def __init__(self, dimensions: int, **options):
        super().__init__(**options)
        self.count = self.add_variable((), "zeros", name="count")
        self.sums = self.add_variable((dimensions,), "zeros", name="sums")
        self.squares = self.add_variable((dimensions,), "zeros", name="squares")

    def update_state(self, means, sample_weight=None):
        """Add the means of some windows."""
        weights = ops.ones_like(means[:, 0]) if sample_weight is None else sample_weight
        means, weights = ops.cast(means, "float32"), ops.cast(weights, "float32")[:, None]
        self.count.assign_add(ops.sum(weights))
        self.sums.assign_add(ops.sum(means * weights, 0))
        self.squares.assign_add(ops.sum(means**2 * weights, 0))

    def result(self):
        """How many there are."""
        count = ops.maximum(self.count, 1.0)
        variance = self.squares / count - (self.sums / count) ** 2
        return ops.sum(ops.cast(variance > LEAST, "float32"))
