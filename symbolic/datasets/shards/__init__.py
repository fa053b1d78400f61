"""Prepared folders on the disk: what they look like, and how they are read."""

from symbolic.datasets.shards.records import Records
from symbolic.datasets.shards.shards import Shards

__all__ = ["Records", "Shards"]
