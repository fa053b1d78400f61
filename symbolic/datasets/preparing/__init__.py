"""Preparing: from a folder of music to shards, on one machine or many."""

from symbolic.datasets.preparing.prepare import prepare

__all__ = ["prepare"]
