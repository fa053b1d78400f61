"""Spoiling: what is taken from a groove for the network to put there again."""

from collections.abc import Callable
from typing import Any

from keras import ops

from symbolic.tokenizers.windows.groove import HIT, OFFSET, VELOCITY
from symbolic.tokenizers.windows.kits import NAMES

HATS = tuple(number for number, name in enumerate(NAMES) if "hat" in name)
TAPPED = NAMES.index("snare")


def flattened(windows) -> Any:
    """Without how loud and how early: what a drum machine plays."""
    hits = windows[..., HIT]
    return ops.concatenate([hits, 0 * hits, 0 * hits], -1)


def tapped(windows) -> Any:
    """All drums as one, as a finger taps them: when, how loud and how early, but not which."""
    hits = windows[..., HIT]
    count = ops.sum(hits, -1, keepdims=True)
    loud = ops.max(hits * windows[..., VELOCITY], -1, keepdims=True)
    early = ops.sum(hits * windows[..., OFFSET], -1, keepdims=True) / ops.maximum(count, 1.0)
    rest = 0 * hits[..., 1:]
    parts = []
    for one in (ops.minimum(count, 1.0), loud, early):
        parts += [rest[..., :TAPPED], one, rest[..., TAPPED:]]
    return ops.concatenate(parts, -1)


def without_hats(windows) -> Any:
    """Without the hi-hats."""
    kept = [0.0 if number in HATS else 1.0 for number in range(len(NAMES))] * 3
    return windows * ops.convert_to_tensor(kept, windows.dtype)


WAYS: dict[str, Callable[[Any], Any]] = {
    "humanize": flattened,
    "tap_to_drums": tapped,
    "add_hihats": without_hats,
}
