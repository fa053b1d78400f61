"""The doors to the frameworks: the same batches come out of each."""

import pickle
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from symbolic.datasets.windows import Windows
from symbolic.tokenizers import BarTokenizer, MelodyTokenizer, NoteChordTokenizer

TOKENIZER = NoteChordTokenizer(legacy=True)  # its vocabulary has no special tokens
LENGTHS = [30, 200, 7, 90, 90, 55]


@pytest.fixture
def make(numbered):
    def windows(**options):
        return Windows(numbered(LENGTHS), TOKENIZER, 32, batch_size=3, **options)

    return windows


def arrays(batch):
    """A batch of any framework as arrays."""
    if isinstance(batch, dict):
        return {name: arrays(part) for name, part in batch.items()}
    if isinstance(batch, tuple | list):
        return tuple(arrays(part) for part in batch)
    return np.asarray(batch)


def test_no_framework_is_imported_by_windows():
    code = (
        "import sys, symbolic as sy; from symbolic.datasets.windows import Windows;"
        "w = Windows([sy.Score(480, notes=[(0, 480, 60, 80, 0)])], sy.BarTokenizer(), 4);"
        "list(w), w.to_numpy(), w.to_keras(), w.state();"
        "print([m for m in ('keras', 'tensorflow', 'torch', 'jax', 'dask', 'matplotlib') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_keras_takes_windows_for_its_own_once_it_is_there(make, same, monkeypatch):
    class PyDataset:
        pass

    windows = make()
    assert not isinstance(windows, PyDataset)
    utils = SimpleNamespace(PyDataset=PyDataset)
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(utils=utils))
    assert isinstance(windows, PyDataset)
    assert isinstance(windows, Windows)
    assert type(windows) is Windows
    assert same(pickle.loads(pickle.dumps(windows))[0], windows[0])


def test_an_epoch_of_keras_is_an_epoch_of_windows(make, same):
    windows = make()
    for epoch in range(3):
        windows.on_epoch_begin()
        seen = [windows[number] for number in range(windows.num_batches)]
        windows.on_epoch_end()
        assert same(seen, [windows.batch(epoch, number) for number in range(len(windows))])
    assert windows.epoch == 3


def test_what_keras_breaks_off_is_no_epoch(make):
    windows = make()
    windows.on_epoch_end()  # as when it starts to fit
    windows.on_epoch_begin()
    windows[0]
    windows.on_epoch_end()  # as when it builds a model
    assert windows.epoch == 0


def test_keras_may_have_workers(make, same):
    windows = make()
    worked = windows.to_keras(workers=2, max_queue_size=4)
    assert (worked.workers, worked.use_multiprocessing, worked.max_queue_size) == (2, False, 4)
    assert windows.workers == 1
    worked.on_epoch_begin()
    worked.on_epoch_end()  # its batches were made in other processes
    assert windows.epoch == worked.epoch == 1
    assert same(worked[0], windows[0])


@pytest.mark.parametrize("layout", ["padded", "bucketed", "packed"])
def test_to_numpy_is_one_epoch(make, layout):
    windows = make(layout=layout)
    windows.load_state({**windows.state(), "epoch": 2})
    inputs, after, weights = windows.to_numpy()
    tokens = inputs["tokens"] if layout == "packed" else inputs
    batches = [windows.batch(2, number) for number in range(len(windows))]
    assert len(tokens) == sum(len(batch[2]) for batch in batches)
    assert tokens.shape == after.shape == weights.shape
    assert weights.sum() == sum(batch[2].sum() for batch in batches)
    assert (after[weights > 0] == tokens[weights > 0] + 1).all()


def test_the_first_two_buckets_differ_in_width(numbered):
    """From them Keras concludes for TensorFlow which sizes vary."""
    windows = Windows(numbered([20] * 9), TOKENIZER, 200, batch_size=3, layout="bucketed")
    widths = [windows[number][0].shape[1] for number in range(3)]
    assert widths == [32, 64, 32]
    assert windows[1][2].sum() == windows[0][2].sum()


@pytest.mark.parametrize("layout", ["padded", "bucketed", "packed"])
def test_to_torch(make, same, layout):
    pytest.importorskip("torch")
    for workers in (0, 2):
        windows, plain = make(layout=layout), make(layout=layout)
        loader = windows.to_torch(num_workers=workers)
        assert len(loader) == len(windows)
        for _ in range(2):
            assert same([arrays(batch) for batch in loader], list(plain))
        assert windows.state() == plain.state()


def test_torch_goes_on_within_an_epoch(make, same):
    pytest.importorskip("torch")
    windows, plain = make(), make()
    for each in (windows, plain):
        each.load_state({**each.state(), "epoch": 1, "batch": 2})
    assert same([arrays(batch) for batch in windows.to_torch()], list(plain))


def test_torch_that_is_not_there_is_named(make, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.utils.data", None)
    with pytest.raises(Exception, match="to_torch needs torch, which is not installed"):
        make().to_torch()


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["padded", "bucketed", "packed"])
def test_to_tf_dataset(make, same, layout):
    pytest.importorskip("tensorflow")
    windows, plain = make(layout=layout), make(layout=layout)
    dataset = windows.to_tf_dataset()
    assert int(dataset.cardinality()) == len(windows)
    for epoch in range(2):
        seen = [arrays(batch) for batch in dataset.as_numpy_iterator()]
        expected = [plain[number] for number in range(len(plain))]
        plain.advance(len(plain))
        assert same(seen, expected)
        assert windows.epoch == epoch + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "door"),
    [
        ({}, None),
        ({"layout": "bucketed"}, None),
        ({"layout": "bucketed"}, "to_tf_dataset"),
        ({"by": "bars"}, None),
        ({"transpose": range(-5, 7)}, "to_keras"),
    ],
)
def test_keras_fits(tunes, options, door):
    keras = pytest.importorskip("keras")
    tokenizer = BarTokenizer()
    made = {"length": 4 if "by" in options else 200, "batch_size": 5, **options}
    windows = Windows(tunes, tokenizer, **made)
    valid = Windows(tunes[:3], tokenizer, shuffle=False, **made)
    model = keras.Sequential(
        [keras.layers.Embedding(len(tokenizer), 4), keras.layers.Dense(len(tokenizer))]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, jit_compile=False)
    data = getattr(windows, door)() if door else windows
    history = model.fit(data, epochs=3, validation_data=valid, verbose=0, shuffle=False)
    assert windows.epoch == 3
    assert len(history.history["val_loss"]) == 3
    assert np.isfinite(history.history["loss"]).all()


@pytest.mark.slow
def test_keras_fits_windows_alone(melodies):
    keras = pytest.importorskip("keras")
    windows = Windows(melodies, MelodyTokenizer(bars=2, hop=1), batch_size=5)

    class Reader(keras.Model):
        def __init__(self):
            super().__init__()
            self.layer = keras.layers.Embedding(90, 1)

        def call(self, tokens):
            mean = keras.ops.mean(self.layer(tokens))
            self.add_loss(mean * mean)
            return mean

    model = Reader()
    model.compile("adam", jit_compile=False)
    model.fit(windows, epochs=2, verbose=0)
    assert windows.epoch == 2
