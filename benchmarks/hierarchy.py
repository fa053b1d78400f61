"""What the hierarchical decoder of MusicVAE gains over a flat one of as many weights.

    python benchmarks/hierarchy.py --steps 600 --seeds 3

Both are trained on the same windows of 16 bars, by the same recipe, as long; their encoders are
the same. Printed for each seed: accuracy where the true steps before are known, accuracy and F1
of the onsets of what they write themselves from the mean (greedy), on held-out tunes. A run that
was broken off goes on where it was.
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

import symbolic
from symbolic.evaluation import reconstruction
from symbolic.models import MusicVAE
from symbolic.models.vae.sizes import VaeSize

SIZE = VaeSize(
    latent=256, embedding=64, encoder_units=64, bar=96, share=32, conductor_units=96,
    decoder_units=160,
)  # fmt: skip
TOKENIZER = {"bars": 16, "hop": 1, "gap": 1}
HELD_OUT = 512
FIGURES = "true history", "own", "onset f1", "note f1", "fall"


def fresh(decoder: str, units: int, seed: int) -> MusicVAE:
    """A model that has learned nothing."""
    tokenizer = symbolic.MelodyTokenizer(**TOKENIZER)
    size = replace(SIZE, decoder_units=units)
    return MusicVAE(tokenizer, size, decoder=decoder, seed=seed)


def weights(vae: MusicVAE) -> int:
    """How many a model has."""
    return sum(int(np.prod(one.shape)) for one in vae.network.trainable_variables)


def matched(wanted: int) -> int:
    """The units with which the flat decoder has nearest to so many weights."""
    low, high = 16, 2048
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if weights(fresh("flat", middle, 0)) <= wanted else (low, middle)
    return low


def measured(vae: MusicVAE, windows: np.ndarray) -> dict[str, float]:
    """The figures of a model."""
    points = vae.encode(windows).mean
    found = reconstruction.evaluate(windows, vae.decode_windows(points))
    taught = vae.teach(windows, points)["accuracy"]
    own = found["accuracy"]
    return {
        "true history": taught,
        "own": own,
        "onset f1": found["onset_f1"],
        "note f1": found["note_f1"],
        "fall": taught - own,
    }


def main() -> None:
    """Train, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--runs", type=Path, default=Path("runs/hierarchy"))
    arguments = parser.parse_args()
    train, valid, _ = symbolic.load_corpus("folk").split()
    tokenizer = symbolic.MelodyTokenizer(**TOKENIZER)
    held_out = valid.windows(tokenizer, batch_size=64, shuffle=False)
    windows = held_out.to_numpy(0)[:HELD_OUT]
    goal = weights(fresh("hierarchical", SIZE.decoder_units, 0))
    units = {"hierarchical": SIZE.decoder_units, "flat": matched(goal)}
    none = float((windows == 0).mean())
    rows: dict[str, list[dict[str, float]]] = {}
    for seed in range(arguments.seeds):
        for decoder in units:
            vae = fresh(decoder, units[decoder], seed)
            lessons = train.windows(
                tokenizer, batch_size=arguments.batch, transpose=range(-5, 7), seed=seed,
                drop_remainder=True,
            )  # fmt: skip
            run = arguments.runs / f"{decoder}-{seed}"
            resume = (run / "run.json").exists()
            told = {} if resume else {
                "learning_rate": 3e-3, "beta": 0.2, "free_bits": 256, "sampling": 0.5,
                "forgetting": 0.1, "weight_decay": 0.001,
            }  # fmt: skip
            vae.fit(
                lessons, held_out, run=run, steps=arguments.steps, every=100, resume=resume, **told
            )
            rows.setdefault(decoder, []).append(measured(vae, windows))
            print(decoder, seed, json.dumps(rows[decoder][-1]), flush=True)
    print(f"\nno event: {none:.3f}; {arguments.steps} steps of {arguments.batch} windows")
    for decoder, found in rows.items():
        count = weights(fresh(decoder, units[decoder], 0))
        print(f"{decoder} ({units[decoder]} units, {count:,} weights)")
        for name in FIGURES:
            values = np.array([row[name] for row in found])
            spread = np.ptp(values)
            print(f"  {name:13} {values.mean():.3f}, from {values.min():.3f}, spread {spread:.3f}")


if __name__ == "__main__":
    main()
