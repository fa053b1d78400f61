"""How much time the parallel bars of the hierarchical MusicVAE save, in learning and in writing.

    KERAS_BACKEND=jax python benchmarks/vae.py

Prints, each from one run of both sides in turn: a training step of the model beside one of the
same weights in which the core goes through the 256 positions of a window one after the other; and
64 windows of 16 bars written by the model beside a loop that asks `predict` for every step.
"""

import argparse
import os
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np
from keras import ops

import symbolic
from symbolic.models import MusicVAE
from symbolic.models.vae.network import VaeNetwork
from symbolic.training.compiling import compile_network
from symbolic.training.recipe import LatentRecipe

BARS, ROWS, ASKED = 16, 64, 12
TRAINING, WRITING = 3, 50  # times, asked


class InSequence(VaeNetwork):
    """The same network, whose core goes through a window step by step, anew in each bar."""

    def teach(self, points, windows, labels=None, training=False):
        """What is said at every step of windows."""
        states, told = self.decoder.plan(points, labels, training)
        steps = told.shape[1]
        rows = ops.shape(windows)[0]
        told = ops.reshape(told, (rows, self.length, told.shape[2]))
        begun = [ops.reshape(one, (rows, BARS, one.shape[1])) for one in states]
        fed = self.steps.embed(windows)
        said = []
        for at in range(self.length):
            if at % steps == 0:
                states = [one[:, at // steps] for one in begun]
                before = ops.zeros_like(told[:, 0])
            new, states = self.decoder.step(before + told[:, at], states)
            before = fed[:, at]
            said.append(new)
        return ops.stack(said, 1)


class NextStep(keras.Model):
    """What is said of the windows so far, as a loop of `predict` asks for it."""

    def __init__(self, network: VaeNetwork):
        super().__init__()
        self.network = network

    def call(self, inputs):
        """What is said at every step."""
        return self.network.teach(inputs["points"], inputs["windows"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    vae = MusicVAE.preset("melody-16bar")
    windows = np.random.default_rng(0).integers(0, 90, (ROWS, vae.network.length)).astype("int32")
    learning(vae, windows, rounds)
    writing(vae, windows, rounds)


def learning(vae: MusicVAE, windows: np.ndarray, rounds: int) -> None:
    """A step of training, in parallel and in sequence."""
    beside = MusicVAE.preset("melody-16bar").network
    beside.__class__ = InSequence
    sides = {"bars in parallel": vae.network, "in sequence": beside}
    for network in sides.values():
        compile_network(network, LatentRecipe(1000, 100))
        network.train_on_batch(windows, windows)  # compiles
    least = dict.fromkeys(sides, float("inf"))
    for _ in range(rounds):
        for name, network in sides.items():
            begin = time.perf_counter()
            network.train_on_batch(windows, windows)
            least[name] = min(least[name], time.perf_counter() - begin)
    for name, seconds in least.items():
        print(f"a step of {ROWS} windows, {name}: {seconds:.3f} s")
    ratio = least["in sequence"] / least["bars in parallel"]
    print(f"parallel is {ratio:.1f} x as fast (asked {TRAINING})")


def writing(vae: MusicVAE, windows: np.ndarray, rounds: int) -> None:
    """64 windows written by the model, and by a loop of `predict`."""
    points = np.random.default_rng(0).normal(size=(ROWS, vae.size.latent)).astype("float32")
    vae.decode_windows(points, temperature=1.0)
    least = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        vae.decode_windows(points, temperature=1.0)
        least = min(least, time.perf_counter() - begin)
    asked = NextStep(vae.network)
    inputs = {"points": points, "windows": windows}
    asked.predict(inputs, batch_size=ROWS, verbose=0)
    begin = time.perf_counter()
    for _ in range(ASKED):
        asked.predict(inputs, batch_size=ROWS, verbose=0)
    loop = (time.perf_counter() - begin) / ASKED * vae.network.length
    print(
        f"{ROWS} x {BARS} bars: {least:.3f} s; a loop of predict {loop:.1f} s (from {ASKED} steps)"
    )
    print(f"the model is {loop / least:.0f} x as fast (asked {WRITING})")
    print(f"{symbolic.__version__}, Keras {keras.__version__} on {keras.backend.backend()}")


if __name__ == "__main__":
    main()
