"""Windows as a tf.data.Dataset."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from symbolic.datasets.windows.windows import Windows


def tf_dataset(windows: "Windows", prefetch: int) -> Any:
    """A dataset that draws the next epoch each time it is gone through.

    The last batch may have fewer rows, and bucketed ones differ in width: those sizes are open.
    """
    import tensorflow as tf

    def epoch() -> Iterator[Any]:
        for number in range(len(windows)):
            yield windows[number]
        windows.advance(len(windows))

    def spec(array: np.ndarray) -> Any:
        if array.ndim == 1:
            return tf.TensorSpec((None,), array.dtype)
        _, width, *rest = array.shape
        open_width = None if windows.layout == "bucketed" else width
        return tf.TensorSpec((None, open_width, *rest), array.dtype)

    signature = tf.nest.map_structure(spec, windows[0])
    dataset = tf.data.Dataset.from_generator(epoch, output_signature=signature)
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(len(windows)))
    return dataset.prefetch(prefetch)
