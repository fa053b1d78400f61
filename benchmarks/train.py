"""Claims: `fit` learns as fast from real windows as a bare Keras fit from arrays in memory, and on
a CPU at least as fast as a torch.nn.LSTM of the same sizes.

All take turns, in processes of their own: the same net (embedding, two layers of 256 units, every
token's logits), windows of 128 tokens, batches of 64, AdamW and clipping. Keras's fit is asked for
a whole number of steps at once, as ours is.

    python benchmarks/train.py [--backends tensorflow jax] [--rounds 3] [--torch PYTHON]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

BATCH, LENGTH, STEPS = 64, 128, 24
EMBEDDING, UNITS, LAYERS, DROPOUT = 128, 256, 2, 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backends", nargs="+", default=["tensorflow", "jax"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--torch", default=sys.executable, help="a Python that has torch")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        way, size = arguments.one
        print(WAYS[way](int(size)))
        return
    import symbolic as sy

    size = len(sy.BarTokenizer())
    best: dict[tuple[str, str], float] = {}
    for _ in range(arguments.rounds):
        for backend in arguments.backends:
            for way in ("ours", "keras"):
                found = run(sys.executable, way, size, backend)
                best[way, backend] = max(best.get((way, backend), 0.0), found)
        found = run(arguments.torch, "torch", size, "")
        best["torch", ""] = max(best.get(("torch", ""), 0.0), found)
    for (way, backend), speed in best.items():
        print(f"{way:6} {backend:11} {speed:10,.0f} tokens/s")
    for backend in arguments.backends:
        ours = best["ours", backend]
        print(f"{backend}: fit : bare Keras {ours / best['keras', backend]:6.2f} (asked for: .97)")
        if best["torch", ""]:
            print(f"{backend}: fit : torch      {ours / best['torch', '']:6.2f} (asked for: 1.0)")


def run(python: str, way: str, size: int, backend: str) -> float:
    """Tokens a second of one way, in a process of its own; 0 where it cannot run."""
    environment = {**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [python, __file__, "--one", way, str(size)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return float(done.stdout.split()[-1]) if done.returncode == 0 else 0.0


def ours(size: int) -> float:
    """`fit` on windows of folk tunes, drawn and transposed as it goes."""
    import symbolic as sy

    train, _, _ = sy.load_corpus("folk").split()
    tokenizer = sy.BarTokenizer()
    windows = train.windows(tokenizer, LENGTH, batch_size=BATCH, transpose=range(-5, 7))
    model = sy.NoteLSTM(tokenizer, embedding=EMBEDDING, units=UNITS, layers=LAYERS, dropout=DROPOUT)
    with tempfile.TemporaryDirectory() as folder:
        options = {"run": f"{folder}/run", "progress": False}
        run = model.fit(windows, steps=2 * STEPS, every=STEPS, **options)
        return run.history.column("tokens_per_second")[-1]  # the first compiles


def keras(size: int) -> float:
    """A Sequential model, and arrays in memory."""
    import keras
    import numpy as np

    layers = keras.layers
    stack = [layers.LSTM(UNITS, return_sequences=True) for _ in range(LAYERS)]
    dropped = [one for layer in stack for one in (layers.Dropout(DROPOUT), layer)]
    net = keras.Sequential(
        [layers.Embedding(size, EMBEDDING), *dropped, layers.Dropout(DROPOUT), layers.Dense(size)]
    )
    net.compile(
        keras.optimizers.AdamW(1e-3, global_clipnorm=1.0),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=keras.backend.backend() == "jax",
    )
    draw = np.random.default_rng(0)
    tokens, targets = draw.integers(0, size, (2, BATCH * STEPS, LENGTH)).astype("int32")
    clock = Clock()
    net.fit(tokens, targets, batch_size=BATCH, epochs=2, verbose=0, callbacks=[clock.callback()])
    return BATCH * LENGTH * STEPS / clock.seconds


class Clock:
    """The time from the end of the first epoch, which compiles, to the last batch of the second.

    Not to the end of `fit`: TensorFlow can take seconds to give up an iterator.
    """

    seconds = 0.0

    def callback(self):
        import keras

        clock = self

        class Watch(keras.callbacks.Callback):
            def on_epoch_begin(self, epoch, logs=None):
                self.begun = time.perf_counter()

            def on_train_batch_end(self, batch, logs=None):
                float(logs["loss"]) if batch == STEPS - 1 else None
                clock.seconds = time.perf_counter() - self.begun

        return Watch()


def torch(size: int) -> float:
    """A plain torch.nn.LSTM."""
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(size, EMBEDDING)
            self.lstm = nn.LSTM(EMBEDDING, UNITS, LAYERS, batch_first=True, dropout=DROPOUT)
            self.head = nn.Linear(UNITS, size)

        def forward(self, tokens):
            return self.head(self.lstm(self.embedding(tokens))[0])

    net = Net()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    tokens, targets = torch.randint(0, size, (2, BATCH, LENGTH))

    def step() -> None:
        optimizer.zero_grad()
        said = net(tokens).reshape(-1, size)
        nn.functional.cross_entropy(said, targets.reshape(-1)).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()

    for _ in range(3):
        step()
    begin = time.perf_counter()
    for _ in range(STEPS):
        step()
    return BATCH * LENGTH * STEPS / (time.perf_counter() - begin)


WAYS = {"ours": ours, "keras": keras, "torch": torch}

if __name__ == "__main__":
    main()
