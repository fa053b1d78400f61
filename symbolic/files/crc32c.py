"""The CRC-32C of bytes, as TFRecord files check their records with.

TensorFlow has it behind an import of seven seconds; these few lines need NumPy only. A CRC is
linear, so the bytes are cut into lanes of equal length, NumPy takes one byte of every lane at a
time, and neighbouring lanes are joined until one is left.
"""

from functools import cache

import numpy as np

POLYNOMIAL = 0x82F63B78  # Castagnoli, bits reversed
ALL_ONES = 0xFFFFFFFF
LANES = 1024  # more make short work of long records, fewer of short ones
SHORTEST_LANE = 16


def crc32c(data: bytes) -> int:
    """The checksum of the bytes.

    >>> hex(crc32c(b"123456789"))
    '0xe3069283'
    """
    lanes = LANES
    while lanes > 1 and len(data) < lanes * SHORTEST_LANE:
        lanes //= 2
    length = len(data) // lanes
    grid = np.frombuffer(data, np.uint8, lanes * length).reshape(lanes, length)
    state = np.zeros(lanes, np.uint32)
    state[0] = ALL_ONES
    for column in np.ascontiguousarray(grid.T):
        state = _table()[(state ^ column) & 0xFF] ^ (state >> np.uint32(8))
    while len(state) > 1:
        state = _shifted(state[::2], length) ^ state[1::2]
        length *= 2
    return _one_by_one(int(state[0]), data[length:]) ^ ALL_ONES


def _one_by_one(state: int, data: bytes) -> int:
    table = _table().tolist() if len(data) > 64 else _table()
    for byte in data:
        state = int(table[(state ^ byte) & 0xFF]) ^ (state >> 8)
    return state


@cache
def _table() -> np.ndarray:
    """What each value of the lowest byte adds to the rest of the state."""
    state = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        odd = state & np.uint32(1)
        state = (state >> np.uint32(1)) ^ (odd * np.uint32(POLYNOMIAL))
    return state


def _shifted(states: np.ndarray, zeros: int) -> np.ndarray:
    """The states after that many further bytes of zero."""
    for power in range(zeros.bit_length()):
        if zeros >> power & 1:
            states = _applied(_shift_by(power), states)
    return states


@cache
def _shift_by(power: int) -> np.ndarray:
    """What 2 ** power bytes of zero make of each of the 32 bits of a state."""
    if power == 0:
        bits = np.uint32(1) << np.arange(32, dtype=np.uint32)
        return _table()[bits & np.uint32(0xFF)] ^ (bits >> np.uint32(8))
    half = _shift_by(power - 1)
    return _applied(half, half)


def _applied(images: np.ndarray, states: np.ndarray) -> np.ndarray:
    bits = states[:, None] >> np.arange(32, dtype=np.uint32) & np.uint32(1)
    return np.bitwise_xor.reduce(bits * images, axis=1)
