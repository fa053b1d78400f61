"""Damage done at random: whatever happens to a file, reading gives a Score or a SymbolicError.

`make fuzz` runs this for as long as it is told: SYMBOLIC_FUZZ_SECONDS=600 make fuzz. The seed
is printed with a failure; SYMBOLIC_FUZZ_SEED repeats it.
"""

import os
import random
import time

import pytest
from handmade import DAMAGED, ODD

import symbolic as sy

SECONDS = float(os.environ.get("SYMBOLIC_FUZZ_SECONDS", "10"))
SEED = int(os.environ.get("SYMBOLIC_FUZZ_SEED", time.time_ns() % 1_000_000))
LONGEST = 2.0  # seconds that reading one file may take
LARGEST = 30_000  # bytes of the files that are mutated


def flipped(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data


def overwritten(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] = rng.choice([0, 1, 0x7F, 0x80, 0x90, 0xF0, 0xFE, 0xFF])
    return data


def cut(data: bytearray, rng: random.Random) -> bytearray:
    start = rng.randrange(len(data))
    del data[start : start + rng.randint(1, 1 + len(data) // 4)]
    return data


def truncated(data: bytearray, rng: random.Random) -> bytearray:
    return data[: rng.randrange(len(data))]


def inserted(data: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(data))
    data[at:at] = rng.randbytes(rng.randint(1, 12))
    return data


def doubled(data: bytearray, rng: random.Random) -> bytearray:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randint(1, 200)]
    at = rng.randrange(len(data))
    data[at:at] = piece
    return data


MUTATIONS = [flipped, overwritten, cut, truncated, inserted, doubled]


def mutated(data: bytes, rng: random.Random) -> bytes:
    result = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        if result:
            result = rng.choice(MUTATIONS)(result, rng)
    return bytes(result)


def survives(data: bytes) -> None:
    """Read, and write what was read: a Score or a SymbolicError, in time."""
    begin = time.perf_counter()
    try:
        score = sy.read(data)
    except sy.SymbolicError:
        return
    finally:
        assert time.perf_counter() - begin < LONGEST
    assert (score.notes["duration"] >= 0).all()
    assert (score.notes["start"] >= 0).all()
    again = sy.read(score.to_bytes(), on_error="raise")
    assert again == score


def run(originals: list[bytes], seconds: float) -> int:
    print(f"SYMBOLIC_FUZZ_SEED={SEED}")
    rng = random.Random(SEED)
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = mutated(rng.choice(originals), rng)
        try:
            survives(data)
        except BaseException:
            print(f"after {count} files: {data[:2000].hex()}")
            raise
        count += 1
    return count


def test_mutations_of_handmade_files():
    originals = [data for data, *_ in DAMAGED.values()] + [data for data, _ in ODD.values()]
    assert run(originals, SECONDS) > 100


@pytest.mark.shared
def test_mutations_of_real_files(shared):
    paths = sorted(shared.glob("hostile/*.mid")) + sorted(shared.glob("data/**/*.mid"))[::40]
    originals = [path.read_bytes() for path in paths if 0 < path.stat().st_size < LARGEST]
    assert run(originals, SECONDS) > 100


@pytest.mark.parametrize(
    "fill", [b"\0", b"\x80", b"\xff", b"\x90", b"MTrk", b"\0\xff\1\0", b"\0\xc0"]
)
def test_memory_and_time_stay_in_proportion(fill):
    import tracemalloc

    body = fill * (300_000 // len(fill))
    data = b"MThd\0\0\0\6\0\1\0\1\1\xe0MTrk" + len(body).to_bytes(4, "big") + body
    tracemalloc.start()
    try:
        sy.read(data)
    except sy.SymbolicError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 20 * len(data) + 200e6


@pytest.mark.slow
def test_memory_stays_in_proportion_for_millions_of_texts():
    lyric = b"\0\xff\5\0"
    body = lyric * 1_500_000 + b"\0\xff\x2f\0"
    data = b"MThd\0\0\0\6\0\1\0\1\1\xe0MTrk" + len(body).to_bytes(4, "big") + body
    score = sy.read(data)
    assert len(score.lyrics) == 1_000_000
    assert "left out (500000)" in score.repairs[0]
