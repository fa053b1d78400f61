"""Tiny MusicVAEs, over each kind of window, and music for them."""

import numpy as np
import pytest

from symbolic import (
    DrumTokenizer,
    GrooveTokenizer,
    MelodyTokenizer,
    MusicVAE,
    Score,
    Track,
    TrioTokenizer,
)

TINY = {
    "embedding": 12, "encoder_units": 8, "bar": 16, "share": 8, "conductor_units": 12,
    "decoder_units": 16,
}  # fmt: skip
KINDS = {
    "melody": MelodyTokenizer(bars=2, hop=1),
    "waltz": MelodyTokenizer(bars=2, hop=1, meter=(3, 4)),
    "drums": DrumTokenizer(bars=2, hop=1),
    "trio": TrioTokenizer(bars=2, hop=1),
    "groove": GrooveTokenizer(bars=2, hop=1),
}
TRACKS = [Track("melody"), Track("bass", program=33), Track("drums", is_drum=True)]


def vae_of(kind, **options):
    return MusicVAE(KINDS[kind], "tiny", **{**TINY, "latent": 8, **options})


def trio(seed, bars=4, numerator=4):
    """A melody, a bass and drums."""
    draw = np.random.default_rng(seed)
    beats = numerator * bars
    rows = [(480 * n, 480, int(draw.integers(60, 72)), 80, 0) for n in range(beats)]
    rows += [(960 * n, 960, int(draw.integers(36, 48)), 80, 1) for n in range(beats // 2)]
    rows += [(480 * n + 7, 60, int(draw.choice([36, 38, 42])), 80, 2) for n in range(beats)]
    return Score(480, TRACKS, notes=rows, meters=[(0, numerator, 4)], tempos=[(0, 600_000)])


def scores(kind, count=6):
    return [trio(seed, numerator=3 if kind == "waltz" else 4) for seed in range(count)]


def windows(kind, count=6):
    return np.concatenate([only(KINDS[kind]).encode(score) for score in scores(kind, count)])


def only(tokenizer):
    """Of two lines the melody, where a tokenizer would take both."""
    config = tokenizer.config
    if type(tokenizer) is MelodyTokenizer:
        config["track"] = 0
    return type(tokenizer)(**config)


@pytest.fixture(params=list(KINDS))
def kind(request):
    return request.param
