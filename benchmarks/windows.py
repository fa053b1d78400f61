"""How fast windows are drawn beside how fast a model learns them, and from how large a set.

Three parts: tokens a second from scores, by what is asked for; the share of its time that
`model.fit` of a small LSTM can spend waiting for them; and windows a second from 10^9 tokens on
the disk, in a file with holes instead of data: the first time the system makes pages of the holes,
the second they are in memory. The model is Keras's, on the backend that
KERAS_BACKEND names, and torch's LSTM where torch is installed. Data are made up if the folder
is not there.

    python benchmarks/windows.py [FOLDER ...] [--files 300] [--steps 30]
"""

import argparse
import importlib.util
import os
import tempfile
import time
from pathlib import Path

import numpy as np
from stopwatch import clock, random_score

import symbolic as sy
from symbolic.datasets.shards import Shards
from symbolic.datasets.shards.layout import MANIFEST, Rows, offsets_name, shard_name
from symbolic.datasets.shards.manifest import Manifest, Shard
from symbolic.datasets.windows import Windows
from symbolic.score import Score

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDERS = [DATA / "nottingham", DATA / "lieder"]
LENGTH, BATCH = 128, 64
KEYS, SPEEDS = range(-5, 7), (0.9, 1.1)
ASKED, ASKED_ACCESS, ASKED_WAIT = 20, 20_000, 0.03

SHARDS, PIECES, PIECE = 8, 125_000, 1_000  # 10^9 tokens
SAMPLE = 500  # batches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--files", type=int, default=300, help="of each folder")
    parser.add_argument("--steps", type=int, default=30, help="of training")
    arguments = parser.parse_args()
    scores = read(arguments.folders, arguments.files)
    access()
    speeds = drawn(scores)
    learned = {"keras": learn(scores, arguments.steps)}
    if importlib.util.find_spec("torch"):
        learned["torch"] = learn_with_torch(scores, arguments.steps)
    side, fastest = max(learned.items(), key=lambda item: item[1])
    for name in ("tokens", "tokens, transposed"):
        ratio = speeds[name] / fastest
        print(f"{name}: {ratio:.0f} x as fast as {side} learns (asked for: {ASKED})")


def read(folders: list[Path], most: int) -> list[Score]:
    files = [f for folder in folders for f in sorted(folder.rglob("*.mid"))[:most]]
    scores = [sy.read(file) for file in files] or [random_score(400) for _ in range(most)]
    print(f"{len(scores):,} scores, {sum(len(score.notes) for score in scores):,} notes")
    return scores


# -- how fast -------------------------------------------------------------------------------


def drawn(scores: list[Score]) -> dict[str, float]:
    """Tokens a second by the clock on the wall, in the second and third epoch."""
    bar, chords = sy.BarTokenizer(), sy.NoteChordTokenizer().fit(scores)
    moved, both = {"transpose": KEYS}, {"transpose": KEYS, "stretch": SPEEDS}
    tokens = {"length": LENGTH}
    ways = {
        "tokens": (bar, tokens),
        "tokens, transposed": (bar, {**tokens, **moved}),
        "tokens, transposed and stretched": (bar, {**tokens, **both}),
        "tokens of chords, transposed": (chords, {**tokens, **moved}),
        "tokens of performances, transposed": (sy.PerformanceTokenizer(), {**tokens, **moved}),
        "tokens in packed rows of 1,024": (bar, {"length": 1024, "layout": "packed", **moved}),
        "8 bars": (bar, {"by": "bars", "length": 8}),
        "8 bars, transposed": (bar, {"by": "bars", "length": 8, **moved}),
        "melodies of 16 bars, transposed": (sy.MelodyTokenizer(bars=16, hop=1), moved),
    }
    speeds = {}
    for name, (tokenizer, options) in ways.items():
        windows = Windows(scores, tokenizer, batch_size=BATCH, **options)
        list(windows)
        begin, count = time.perf_counter(), 0
        for batch in windows.iterate(2):
            count += batch[2].sum() if isinstance(batch, tuple) else batch.size
        speeds[name] = count / (time.perf_counter() - begin)
        print(f"{name:35} {speeds[name]:12,.0f} tokens/s")
    return speeds


# -- beside a model -------------------------------------------------------------------------


class Watched(Windows):
    """Windows that count the time they take."""

    seconds = 0.0

    def __getitem__(self, number: int):
        begin = time.perf_counter()
        found = super().__getitem__(number)
        Watched.seconds += time.perf_counter() - begin
        return found


def learn(scores: list[Score], steps: int) -> float:
    """Train with `fit`; return tokens a second, and print how long it could have waited."""
    import keras

    tokenizer = sy.BarTokenizer()
    options = {"length": LENGTH, "batch_size": BATCH, "transpose": KEYS, "drop_remainder": True}
    windows = Watched(scores, tokenizer, **options)
    layers = [keras.layers.Embedding(len(tokenizer), 128)]
    layers += [keras.layers.LSTM(256, return_sequences=True) for _ in range(2)]
    model = keras.Sequential([*layers, keras.layers.Dense(len(tokenizer))])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, jit_compile=keras.backend.backend() == "jax")
    model.fit(windows, steps_per_epoch=2, verbose=0, shuffle=False)  # compiled, and pieces read
    Watched.seconds, begin = 0.0, time.perf_counter()
    model.fit(windows, steps_per_epoch=steps, verbose=0, shuffle=False)
    passed = time.perf_counter() - begin
    speed = steps * BATCH * LENGTH / passed
    print(f"keras on {keras.backend.backend()}: {speed:,.0f} tokens/s")
    wait = Watched.seconds / passed
    print(f"fit waits at most {wait:.2%} of its time (asked for: {ASKED_WAIT:.0%})")
    return speed


def learn_with_torch(scores: list[Score], steps: int) -> float:
    """Train a bare torch.nn.LSTM; return tokens a second."""
    import torch

    tokenizer = sy.BarTokenizer()
    windows = Windows(scores, tokenizer, LENGTH, batch_size=BATCH, transpose=KEYS)
    embed, lstm = (
        torch.nn.Embedding(len(tokenizer), 128),
        torch.nn.LSTM(128, 256, 2, batch_first=True),
    )
    head = torch.nn.Linear(256, len(tokenizer))
    adam = torch.optim.Adam([p for part in (embed, lstm, head) for p in part.parameters()])
    begin = 0.0
    for step, (tokens, following, _) in zip(range(steps + 2), windows.to_torch(), strict=False):
        begin = time.perf_counter() if step == 2 else begin
        logits = head(lstm(embed(tokens))[0])
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), following.flatten().long())
        adam.zero_grad()
        loss.backward()
        adam.step()
    speed = steps * BATCH * LENGTH / (time.perf_counter() - begin)
    print(f"torch.nn.LSTM: {speed:,.0f} tokens/s")
    return speed


# -- from a large set -----------------------------------------------------------------------


def access() -> None:
    """Windows of 512 tokens a second, in random order over 10^9 tokens."""
    with tempfile.TemporaryDirectory() as folder:
        shards = sparse(Path(folder))
        for what, options in {"": {}, ", transposed": {"transpose": KEYS}}.items():
            windows = Windows(shards, shards.tokenizer, length=512, batch_size=BATCH, **options)
            begin = clock()
            batches = len(windows)
            opened = clock() - begin
            numbers = np.random.default_rng(0).integers(0, batches, SAMPLE).tolist()
            for name in ("batches at random", "the same again"):
                begin = clock()
                for number in numbers:
                    windows.batch(0, number)
                speed = SAMPLE * BATCH / (clock() - begin)
                print(f"{name + what:35} {speed:12,.0f} windows/s (asked for: {ASKED_ACCESS:,})")
        tokens = int(shards.lengths.sum())
        print(f"of {windows.count:,} windows over {tokens:,} tokens, counted in {opened:.2f} s")


def sparse(folder: Path) -> Shards:
    """Shards of zeros that take no room on the disk."""
    tokenizer, rows = sy.BarTokenizer(), PIECES * PIECE
    shards = []
    for number in range(SHARDS):
        name = shard_name("train", number, ".bin")
        (folder / name).touch()
        os.truncate(folder / name, 2 * rows)
        np.save(folder / offsets_name(name), np.arange(0, rows + 1, PIECE))
        shards.append(Shard(name, PIECES, rows, 2 * rows, ""))
    described = {"tokenizer": "BarTokenizer", "config": tokenizer.config}
    manifest = Manifest("shards", described, Rows(np.dtype("<u2"), ()), {}, {"train": shards})
    manifest.write(folder, folder)
    assert (folder / MANIFEST).is_file()
    return Shards(folder)


if __name__ == "__main__":
    main()
