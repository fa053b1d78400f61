"""Gaussian-kernel densities of samples, and how two of them lie to one another, as in mgeval.

The densities are those of `scipy.stats.gaussian_kde` with Scott's rule. Many samples are first
shared among the points of a fine grid, so a million cost little more than a thousand.
"""

import math

import numpy as np

POINTS = 1024  # at which densities are compared
FINE = 4096  # points of the grid that many samples are shared among


def overlap_area(ones: np.ndarray, others: np.ndarray) -> float:
    """The area under both densities, 1 if they are the same; nan if a density has no width.

    It is measured between the least and the largest of all samples, as in mgeval.

    >>> samples = np.random.default_rng(0).normal(size=2000)
    >>> round(overlap_area(samples, samples), 2), round(overlap_area(samples, samples + 2), 2)
    (1.0, 0.33)
    """
    points, first, second = _logarithms(ones, others)
    return (
        float(np.trapezoid(np.exp(np.minimum(first, second)), points)) if len(points) else math.nan
    )


def divergence(ones: np.ndarray, others: np.ndarray) -> float:
    """The Kullback-Leibler divergence of the first density from the second, in nats.

    Both are looked at in the same points. mgeval looks at each between its own least and largest
    sample and so compares unlike points where those differ; where they agree, so do the results.

    >>> samples = np.random.default_rng(0).normal(size=2000)
    >>> divergence(samples, samples)
    0.0
    """
    points, first, second = _logarithms(ones, others)
    if not len(points):
        return math.nan
    first, second = (_normal(logarithm) for logarithm in (first, second))
    return float((np.exp(first) * (first - second)).sum())


def _normal(logarithms: np.ndarray) -> np.ndarray:
    """Less the logarithm of the sum, so that they are of shares."""
    highest = logarithms.max()
    return logarithms - highest - np.log(np.exp(logarithms - highest).sum())


def _logarithms(ones: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points across all samples, and the logarithm of both densities there; empty if one has none."""
    ones, others = np.asarray(ones, float), np.asarray(others, float)
    if any(len(samples) < 2 or not samples.std() > 0 for samples in (ones, others)):
        return np.zeros(0), np.zeros(0), np.zeros(0)
    points = np.linspace(min(ones.min(), others.min()), max(ones.max(), others.max()), POINTS)
    return points, _density(ones, points), _density(others, points)


def _density(samples: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The logarithm of the density of samples: far from all of them it still is a number."""
    width = samples.std(ddof=1) * len(samples) ** -0.2  # Scott's rule
    places, counts = _gathered(samples)
    far = -0.5 * ((points[:, None] - places) / width) ** 2 + np.log(counts)
    nearest = far.max(axis=1)
    summed = np.log(np.exp(far - nearest[:, None]).sum(axis=1)) + nearest
    return summed - math.log(len(samples) * width * math.sqrt(2 * math.pi))


def _gathered(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Samples and how often each is there; many are shared between the grid points next to them."""
    if len(samples) <= FINE:
        return samples, np.ones(len(samples))
    low, high = samples.min(), samples.max()
    place = (samples - low) * ((FINE - 1) / (high - low))
    point = np.minimum(place.astype(np.int64), FINE - 2)
    share = place - point
    counts = np.bincount(point, 1 - share, FINE) + np.bincount(point + 1, share, FINE)
    filled = counts > 0
    return np.linspace(low, high, FINE)[filled], counts[filled]
