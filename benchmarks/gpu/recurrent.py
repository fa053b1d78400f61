"""On a GPU: which kernels the recurrent layers run on, and how fast they learn beside torch.

    KERAS_BACKEND=jax python benchmarks/gpu/recurrent.py [--kind lstm] [--size base]

Prints tokens a second of training from arrays on the device, those of a torch.nn.LSTM or GRU of the
same sizes where torch is there, the names of the kernels of a profile that are cuDNN's (jax), and
how far outputs on the GPU are from those on the CPU.
"""

import argparse
import glob
import gzip
import json
import os
import tempfile
import time

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np

from symbolic.models.cudnn import has_gpu, why_no_cudnn
from symbolic.models.network import NoteNetwork
from symbolic.models.sizes import size_of

TOKENS, BATCH, LENGTH, STEPS = 1414, 256, 256, 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=["lstm", "gru"], default="lstm")
    parser.add_argument("--size", default="base")
    arguments = parser.parse_args()
    if not has_gpu():
        raise SystemExit("there is no GPU that the backend sees: nothing to measure here")
    size = size_of(arguments.size)
    network = NoteNetwork(arguments.kind, TOKENS, size, seed=1)
    network.compile(
        keras.optimizers.AdamW(1e-3, global_clipnorm=1.0),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    print(f"{keras.backend.backend()}, {size}, {why_no_cudnn(network.recurrent[0]) or 'cuDNN'}")
    batch = np.random.default_rng(0).integers(0, TOKENS, (2, BATCH, LENGTH)).astype("int32")
    ours = speed(lambda: network.train_on_batch(*batch))
    print(f"symbolic {ours:12,.0f} tokens/s")
    theirs = torch_speed(arguments.kind, size, batch)
    if theirs:
        print(
            f"torch    {theirs:12,.0f} tokens/s\nsymbolic : torch {ours / theirs:.2f} (asked for: .8)"
        )
    if keras.backend.backend() == "jax":
        print(
            "kernels:",
            ", ".join(kernels(lambda: network.train_on_batch(*batch))) or "none of cuDNN",
        )
        print(f"GPU and CPU differ by at most {difference(network, batch[0][:4]):.1e}")


def speed(step) -> float:
    """Tokens a second; train_on_batch waits for its loss."""
    for _ in range(3):
        step()
    begin = time.perf_counter()
    for _ in range(STEPS):
        step()
    return STEPS * BATCH * LENGTH / (time.perf_counter() - begin)


def torch_speed(kind: str, size, batch: np.ndarray) -> float:
    """The same net in torch; 0 where it is not installed or sees no GPU."""
    try:
        import torch
    except ImportError:
        return 0.0
    if not torch.cuda.is_available():
        return 0.0
    from torch import nn

    torch.backends.cuda.matmul.allow_tf32 = True

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            make = {"lstm": nn.LSTM, "gru": nn.GRU}[kind]
            self.embedding = nn.Embedding(TOKENS, size.embedding)
            self.recurrent = make(
                size.embedding, size.units, size.layers, batch_first=True, dropout=size.dropout
            )
            self.head = nn.Linear(size.units, TOKENS)

        def forward(self, tokens):
            return self.head(self.recurrent(self.embedding(tokens))[0])

    net = Net().cuda()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3)
    tokens, targets = (torch.from_numpy(one).long().cuda() for one in batch)

    def step() -> float:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(tokens).reshape(-1, TOKENS), targets.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    return speed(step)


def kernels(step) -> list[str]:
    """The kernels of a step that carry cuDNN's name or that of its recurrent kernels."""
    import jax

    with tempfile.TemporaryDirectory() as folder:
        with jax.profiler.trace(folder):
            step()
        [path] = glob.glob(f"{folder}/**/*.trace.json.gz", recursive=True)
        with gzip.open(path) as file:
            events = json.load(file)["traceEvents"]
    names = {event.get("name", "") for event in events}
    return sorted(
        n for n in names if any(one in n.lower() for one in ("cudnn", "rnn", "lstm", "gru"))
    )


def difference(network: NoteNetwork, tokens: np.ndarray) -> float:
    """Between the outputs of the same weights on the two devices."""
    import jax

    on_gpu = np.asarray(network(tokens))
    with jax.default_device(jax.devices("cpu")[0]):
        layers = network.variables
        held = [np.asarray(one.value) for one in layers]
        pairs = [
            (one, jax.device_put(v, jax.devices("cpu")[0]))
            for one, v in zip(layers, held, strict=True)
        ]
        with keras.StatelessScope(pairs):
            on_cpu = np.asarray(network(tokens))
    return float(np.abs(on_gpu - on_cpu).max())


if __name__ == "__main__":
    main()
