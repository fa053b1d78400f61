"""The moves of the sustain pedal that are heard on the grid."""

import numpy as np


def moves(bar, step, program, down):
    """The moves of the pedal that are heard.

    Of those at one step: the last, if it changes anything; and if the pedal was and is down,
    a lift in between.
    """
    if len(bar) == 0:
        return bar, step, program, down
    other = (bar[1:] != bar[:-1]) | (step[1:] != step[:-1]) | (program[1:] != program[:-1])
    begin = np.flatnonzero(np.append(True, other))
    lifted = np.logical_or.reduceat(down == 0, begin)
    bar, step, program = bar[begin], step[begin], program[begin]
    now = down[np.append(begin[1:], len(down)) - 1]
    before = np.where(np.append(False, program[1:] == program[:-1]), np.append(0, now[:-1]), 0)
    again = (now == 1) & (before == 1) & lifted
    count = np.where(again, 2, now != before)
    bar, step, program, down = (np.repeat(x, count) for x in (bar, step, program, now))
    first_of_two = np.repeat(again, count) & (counting(count) == 0)
    return bar, step, program, np.where(first_of_two, 0, down)


def counting(count: np.ndarray) -> np.ndarray:
    """0, 1, ... for each group of the given sizes."""
    return np.arange(int(count.sum())) - np.repeat(count.cumsum() - count, count)
