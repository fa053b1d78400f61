"""The state of windows as plain values: which batch comes next, of which windows."""

from collections.abc import Mapping
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.score.checks import whole

NAMES = ("epoch", "batch", "seed", "fingerprint")


def saved(epoch: int, batch: int, seed: int, fingerprint: str) -> dict[str, Any]:
    """A state.

    >>> saved(2, 10, 0, "0123456789abcdef")
    {'epoch': 2, 'batch': 10, 'seed': 0, 'fingerprint': '0123456789abcdef'}
    """
    return dict(zip(NAMES, (epoch, batch, seed, fingerprint), strict=True))


def restored(
    state: Mapping[str, Any], seed: int, fingerprint: str, batches: int
) -> tuple[int, int]:
    """The epoch and batch of a state, if it is of the windows with this seed and fingerprint."""
    try:
        epoch, batch, its_seed, its_fingerprint = (state[name] for name in NAMES)
    except (TypeError, KeyError, IndexError):
        raise SymbolicError(f"{state!r:.80} is no state of windows") from None
    if its_seed != seed:
        raise SymbolicError(f"the state is of windows with seed={its_seed!r:.40}, not {seed}")
    if its_fingerprint != fingerprint:
        raise SymbolicError(
            "the state is of other windows: their pieces, tokenizer or options differ from these"
        )
    return whole("epoch", epoch, 0, 2**62), whole("batch", batch, 0, batches - 1)
