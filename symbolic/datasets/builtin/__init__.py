"""The corpora that have a name, read in place from the installed music21."""

from symbolic.datasets.builtin.cache import cache_folder
from symbolic.datasets.builtin.known import BUILTIN, DOWNLOADS, BuiltIn, Download
from symbolic.datasets.builtin.loading import load_corpus

__all__ = ["BUILTIN", "DOWNLOADS", "BuiltIn", "Download", "cache_folder", "load_corpus"]
