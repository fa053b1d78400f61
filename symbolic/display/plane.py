"""The plane in which points of many dimensions lie most widely."""

from typing import Any

import numpy as np

from symbolic.errors import SymbolicError


def plane(points: Any) -> tuple[np.ndarray, np.ndarray]:
    """Project points on their first two principal components.

    The direction of a component is arbitrary; the dimension that weighs most in it rises.

    Parameters
    ----------
    points
        (points, dimensions), with two dimensions or more.

    Returns
    -------
    numpy.ndarray
        (points, 2), from the middle of all.
    numpy.ndarray
        The share of the variance that each of the two explains; nan if there is none.

    Examples
    --------
    >>> places, shares = plane([[0., 0., 1.], [0., 4., 1.], [3., 0., 1.], [3., 4., 1.]])
    >>> places.round(6).tolist(), shares.round(2).tolist()
    ([[-2.0, -1.5], [2.0, -1.5], [-2.0, 1.5], [2.0, 1.5]], [0.64, 0.36])
    """
    cloud = np.asarray(points, float)
    if cloud.ndim != 2 or cloud.shape[1] < 2 or not len(cloud):
        raise SymbolicError(
            f"points have the shape (points, dimensions), with two or more, not {cloud.shape}"
        )
    if not np.isfinite(cloud).all():
        raise SymbolicError("points are finite numbers, and some are not")
    cloud = cloud - cloud.mean(axis=0)
    spread = cloud.T @ cloud  # small, however many points there are
    directions, variances, _ = np.linalg.svd(spread)
    largest = np.abs(directions[:, :2]).argmax(axis=0)
    directions = directions[:, :2] * np.where(directions[largest, [0, 1]] < 0, -1, 1)
    total = variances.sum()
    shares = variances[:2] / total if total > 0 else np.full(2, np.nan)
    return cloud @ directions, shares
