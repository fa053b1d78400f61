"""The cache folder: where what took long to make is kept for the next time."""

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """The user's cache folder for this library; SYMBOLIC_CACHE names another.

    Nothing in it is needed: what is deleted is made again.
    """
    if named := os.environ.get("SYMBOLIC_CACHE"):
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "symbolic"
