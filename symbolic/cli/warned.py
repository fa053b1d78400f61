"""Warnings for people at a terminal: a line each, without the place in the code they come from."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def said_plainly() -> Iterator[None]:
    """Print what the library warns its user of as a line of standard error.

    Other kinds of warnings are for programmers, and stay as Python shows them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("default", UserWarning)
        shown = warnings.showwarning

        def show(message: Any, category: type[Warning], *where: Any) -> None:
            if category is UserWarning:
                print(f"symbolic: {' '.join(str(message).split())}", file=sys.stderr)
            else:
                shown(message, category, *where)

        warnings.showwarning = show  # type: ignore[assignment]
        yield
