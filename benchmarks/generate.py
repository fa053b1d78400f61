"""Claims: a stream of tokens comes hundreds of times as fast as by calling `predict` over a window
of 100 again and again; 64 streams at least eight times as fast as one; filters cost little.

The net is that of the built-in melody models, with weights that are not trained where there are
none. Every figure is tokens a second, the best of several rounds.

    python benchmarks/generate.py [MODEL]
"""

import argparse
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

import symbolic as sy
from symbolic.generation.samplers import settings_of
from symbolic.generation.walk import Walk
from symbolic.models.compiled import compilations

WINDOW = 100  # tokens that the loop around predict looks back on
TOKENS = 1024
ROUNDS = 5
KINDS = {
    "as the model says": {"temperature": 1.0},
    "temperature .9, top_p .95": {"temperature": 0.9, "top_p": 0.95},
    "top_k 20, min_p .02": {"top_k": 20, "min_p": 0.02},
    "repetition penalty 1.1": {"repetition_penalty": 1.1},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default="melody-lstm")
    model = sy.load_model(parser.parse_args().model)
    print(f"{model!r}\non {keras.backend.backend()}\n")
    slow = predicting(model)
    print(f"model.predict over a window of {WINDOW:<11} {slow:9,.1f} tokens/s")
    plain = {}
    for name, named in KINDS.items():
        for rows in (1, 64):
            plain[name, rows] = walking(model, rows, named)
            print(
                f"{rows:2} {'stream' if rows == 1 else 'streams'}, {name:27} {plain[name, rows]:10,.0f} tokens/s"
            )
    first = next(iter(KINDS))
    one, many = plain[first, 1], plain[first, 64]
    print(f"\none stream : the loop around predict   {one / slow:7.0f}   (asked for: 300)")
    print(f"64 streams : one stream                {many / one:7.1f}   (asked for: 8)")
    for name in list(KINDS)[1:]:
        costs = [1 - plain[name, rows] / plain[first, rows] for rows in (1, 64)]
        print(
            f"{name:27} costs {costs[0]:6.1%} of one, {costs[1]:6.1%} of 64 (asked for: under 25 %)"
        )
    before = compilations(model.network)
    model.generate(2, 4, seed=1)
    model.generate(2, 4, seed=2, temperature=0.8, top_p=0.9)
    told = compilations(model.network) - before
    print(f"loops compiled by a second call with other numbers: {told - 1} (asked for: 0)")


def predicting(model: sy.NoteLSTM) -> float:
    """The way of most projects: a window, predict, the next token, again."""
    network, window = model.network, np.ones((1, WINDOW), np.int32)
    draw = np.random.default_rng(0)

    def step() -> None:
        logits = network.predict(window, verbose=0)[0, -1].astype(float)
        likely = np.exp(logits - logits.max())
        token = draw.choice(len(likely), p=likely / likely.sum())
        window[0] = np.append(window[0, 1:], token)

    step()
    begin = time.perf_counter()
    for _ in range(20):
        step()
    return 20 / (time.perf_counter() - begin)


def walking(model: sy.NoteLSTM, rows: int, named: dict) -> float:
    """Tokens a second of the loop, the grammar looking on; a row that ends is followed no more."""
    best = 0.0
    for number in range(ROUNDS + 1):
        walk = Walk(model, settings_of(None, **named), dict.fromkeys(model.conditions, 0),
                    np.zeros(0, np.int64), rows, number, open_ended=True)  # fmt: skip
        begin, count = time.perf_counter(), 0
        for _ in walk:
            count = len(walk.rows[0])
            if count >= (TOKENS if rows == 1 else TOKENS // 4):
                break
        if number:  # the first compiles
            best = max(best, rows * count / (time.perf_counter() - begin))
    return best


if __name__ == "__main__":
    main()
