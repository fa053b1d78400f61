"""Touch: the velocities of notes in a few levels."""

import numpy as np

LOUDEST = 127
USUAL = 64  # where nothing says how loud


class Touch:
    """Levels of loudness, evenly over velocities 1 to 127.

    Parameters
    ----------
    levels
        How many; with 127 every velocity is its own.

    Attributes
    ----------
    velocities
        The velocity in the middle of each level.
    level_of
        For every velocity, its level.
    usual
        The level of a note of which nothing is known.

    Examples
    --------
    >>> Touch(4).velocities
    array([ 16,  48,  80, 112], dtype=int16)
    """

    def __init__(self, levels: int):
        self.level_of = np.maximum(np.arange(LOUDEST + 1) - 1, 0) * levels // LOUDEST
        bounds = -(-np.arange(levels + 1) * LOUDEST // levels)  # rounded up
        self.velocities = (1 + (bounds[:-1] + bounds[1:] - 1) // 2).astype(np.int16)
        self.usual = int(self.level_of[USUAL])
