"""The errors a user sees: one sentence saying what is wrong and what to do."""


class SymbolicError(Exception):
    """Anything symbolic cannot do, said in one sentence."""


class UnreadableError(SymbolicError):
    """A file, or bytes, in which no music can be found."""


class MissingExtraError(SymbolicError, ImportError):
    """An optional package is not installed; the message names the extra that brings it."""

    def __init__(self, package: str, extra: str, purpose: str):
        super().__init__(
            f"{purpose} needs {package}, which is not installed: pip install 'symbolic-midi[{extra}]'"
        )


class MissingFileError(SymbolicError, FileNotFoundError):
    """There is no file at a path."""
