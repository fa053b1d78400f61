"""How long calls take, and what a tokenizer's cost a note comes to in longer and longer scores.

It counts the time of the processor, where that is told finely enough: on a busy machine calls of
a millisecond slip in between others and calls of thirty do not, so by the clock on the wall the
faster side would gain.
"""

import time
from collections.abc import Callable

import numpy as np

from symbolic.score import Score
from symbolic.score.tables import NOTE
from symbolic.tokenizers.tokenizer import Tokenizer

IS_FINE = time.get_clock_info("process_time").resolution < 1e-6
clock = time.process_time if IS_FINE else time.perf_counter

MANY_NOTES = (10_000, 100_000, 1_000_000)
QUARTER = 480


def seconds(call: Callable, rounds: int = 1) -> float:
    """The least that a call takes in some rounds, one after another."""
    return in_turn({"": call}, rounds)[""]


def in_turn(calls: dict[str, Callable], rounds: int) -> dict[str, float]:
    """The least seconds of each side, in rounds in which all take their turn.

    A machine that slows down slows all sides, and none finds the caches as it left them.
    """
    least = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for side, call in calls.items():
            begin = clock()
            call()
            least[side] = min(least[side], clock() - begin)
    return least


def growth(tokenizer: Tokenizer, rounds: int = 3) -> None:
    """Print what a note costs in scores of growing length."""
    for count in MANY_NOTES:
        score = random_score(count)
        ids = tokenizer.encode(score)
        encoding = seconds(lambda score=score: tokenizer.encode(score), rounds)
        decoding = seconds(lambda ids=ids: tokenizer.decode(ids), rounds)
        each = f"{encoding / count * 1e9:4.0f} + {decoding / count * 1e9:4.0f}"
        print(f"{count:9,} notes: {each} ns a note to encode and decode")


def random_score(count: int) -> Score:
    """Six notes a quarter, of up to two quarters, anywhere."""
    random = np.random.default_rng(0)
    notes = np.zeros(count, NOTE)
    notes["start"] = np.sort(random.integers(0, count * QUARTER // 6, count))
    notes["duration"] = random.integers(1, 2 * QUARTER, count)
    notes["pitch"] = random.integers(30, 100, count)
    notes["velocity"] = random.integers(1, 128, count)
    return Score(QUARTER, notes=notes)
