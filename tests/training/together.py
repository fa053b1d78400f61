"""A program that trains a tiny model on the devices or processes it is told of; see test_spreading.

python together.py RUN [fit's options as JSON]; it writes the last weights to RUN.npz.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> None:
    run, options = Path(sys.argv[1]), json.loads(sys.argv[2])
    if count := options.pop("logical", 0):
        import tensorflow as tf

        [cpu] = tf.config.list_physical_devices("CPU")
        parts = [tf.config.LogicalDeviceConfiguration()] * count
        tf.config.set_logical_device_configuration(cpu, parts)

    import numpy as np
    from training.conftest import HELD, TRAIN, fresh

    from symbolic.models import NoteModel
    from symbolic.models.artifact import weights_of
    from symbolic.training import hosts

    if joined := options.pop("join", None):
        hosts.join(*joined)
    kind = NoteModel.known[options.pop("kind", "NoteLSTM")]
    model = fresh(kind, dropout=options.pop("dropout", 0.0))
    recipe = {} if options.get("resume") else {"learning_rate": 0.01, "warmup": 0}
    told = model.fit(TRAIN, HELD, run=run, every=2, progress=False, **recipe, **options)
    assert told.history.rows
    process = os.environ.get("KERAS_DISTRIBUTION_PROCESS_ID", joined[1] if joined else 0)
    np.savez(f"{run}.of-{process}.npz", **weights_of(model.network))


if __name__ == "__main__":
    main()
