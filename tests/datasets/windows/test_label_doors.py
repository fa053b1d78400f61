"""Labels beside tokens at every door: arrays, shares, states, torch and TensorFlow."""

import pickle

import numpy as np
import pytest

from symbolic.datasets.windows import Windows
from symbolic.tokenizers import BarTokenizer


def told(batch):
    """The labels of a batch, and what else it has."""
    inputs, *others = batch if isinstance(batch, tuple) else (batch,)
    return {name: part for name, part in inputs.items() if name != "tokens"}, inputs, others


@pytest.fixture
def make(tunes):
    def windows(**options):
        made = {"labels": {"key": None, "own": lambda piece: piece.name}, "batch_size": 4}
        return Windows(tunes, BarTokenizer(), **{"length": 40, **made, **options})

    return windows


@pytest.mark.parametrize("layout", ["padded", "bucketed"])
@pytest.mark.parametrize("task", ["next", "windows"])
def test_to_numpy_shares_and_state(make, same, layout, task):
    windows = make(layout=layout, task=task, drop_remainder=True)
    labels, inputs, _ = told(windows.to_numpy(1))
    batches = [told(windows.batch(1, number))[0] for number in range(len(windows))]
    for name in labels:
        assert np.array_equal(labels[name], np.concatenate([batch[name] for batch in batches]))
        assert len(labels[name]) == len(inputs["tokens"])
    parts = [told(windows.shard(n, of=2).batch(1, 0))[0] for n in range(2)]
    for name in labels:
        assert [part[name].tolist() for part in parts] == [
            batches[0][name][n::2].tolist() for n in range(2)
        ]
    other = make(layout=layout, task=task, drop_remainder=True)
    next(iter(windows))
    other.load_state(windows.state())
    assert same(other[0], windows[0])
    assert same(pickle.loads(pickle.dumps(windows))[0], windows[0])  # without its functions


def test_the_first_two_buckets_differ_in_width_but_not_in_labels(make):
    windows = make(layout="bucketed", length=32, task="windows")
    both = [told(windows[number])[1] for number in range(2)]
    assert [inputs["tokens"].shape[1] for inputs in both] == [32, 64]
    assert [inputs["key"].shape for inputs in both] == [(4,), (4,)]


def test_to_torch(make, same):
    pytest.importorskip("torch")
    windows = make()
    batch = next(iter(windows.to_torch()))
    assert same({name: part.numpy() for name, part in batch[0].items()}, windows.batch(0, 0)[0])


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["padded", "bucketed"])
def test_to_tf_dataset(make, same, layout):
    pytest.importorskip("tensorflow")
    windows, plain = make(layout=layout), make(layout=layout)
    seen = list(windows.to_tf_dataset().as_numpy_iterator())
    assert same(seen, [plain[number] for number in range(len(plain))])
