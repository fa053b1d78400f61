"""Paths through the space of points: between two along the sphere, between four, and near one."""

import numpy as np

PARALLEL = 1e-4  # the sine of the angle below which there is no arc to follow


def slerp(first: np.ndarray, last: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    """Points so far from first to last, along the arc between them.

    Most points of a space of many dimensions lie near a sphere; a straight line would leave it.
    Lengths change evenly. Where two points lie in one direction, in opposite ones, or one is 0,
    there is no one arc, and the line is taken.

    Parameters
    ----------
    first, last
        Points: (..., dimensions).
    share
        From 0, the first, to 1, the last; beyond them the arc goes on.

    Examples
    --------
    >>> slerp(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 0.5).round(3)
    array([0.707, 0.707])
    >>> slerp(np.array([1.0, 0.0]), np.array([3.0, 0.0]), 0.5)
    array([2., 0.])
    """
    first, last = np.asarray(first, np.float64), np.asarray(last, np.float64)
    share = np.asarray(share, np.float64)[..., None]
    lengths = [np.linalg.norm(one, axis=-1, keepdims=True) for one in (first, last)]
    ways = [
        one / np.maximum(length, 1e-12) for one, length in zip((first, last), lengths, strict=True)
    ]
    cosine = np.clip((ways[0] * ways[1]).sum(-1, keepdims=True), -1, 1)
    angle = np.arccos(cosine)
    sine = np.sin(angle)
    is_arc = (sine > PARALLEL) & (np.minimum(*lengths) > 1e-12)
    safe = np.where(is_arc, sine, 1.0)
    way = (np.sin((1 - share) * angle) * ways[0] + np.sin(share * angle) * ways[1]) / safe
    length = (1 - share) * lengths[0] + share * lengths[1]
    return np.where(is_arc, way * length, (1 - share) * first + share * last)


def between(first: np.ndarray, last: np.ndarray, steps: int) -> np.ndarray:
    """So many points from first to last, both with them: (steps, ..., dimensions)."""
    shares = np.linspace(0, 1, steps).reshape(-1, *(1,) * (np.ndim(first) - 1))
    found = slerp(np.asarray(first)[None], np.asarray(last)[None], shares)
    found[0], found[-1] = first, last
    return found


def among(corners: list[np.ndarray], steps: int) -> np.ndarray:
    """A grid between four corners, top left, top right, bottom left, bottom right.

    (rows, columns, ..., dimensions), `steps` of each.
    """
    a, b, c, d = corners
    top, bottom = between(a, b, steps), between(c, d, steps)
    return between(top, bottom, steps)


def near(point: np.ndarray, nearness: float, draw: np.random.Generator, count: int) -> np.ndarray:
    """So many points near one: at nearness 1 the point itself, at 0 any of the space."""
    others = draw.standard_normal((count, *point.shape))
    return slerp(point[None], others, np.full((count, *point.shape[:-1]), 1 - nearness))
