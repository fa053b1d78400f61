"""Where commands put what they make: numbered names, and nothing is ever overwritten."""

from pathlib import Path

from symbolic.errors import SymbolicError


def new_folder(parent: Path) -> Path:
    """Make the next numbered folder in `parent`: 001, 002, ..."""
    taken = _numbers(parent)
    while True:
        folder = parent / f"{taken:03}"
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            taken += 1
        except OSError as error:
            raise SymbolicError(f"{folder}: {error.strerror or error}") from error
        else:
            return folder


def new_file(path: Path) -> Path:
    """This path, or the next numbered one if it exists: tune.mid, tune-2.mid, ..."""
    if not path.exists():
        return path
    number = 2
    while (numbered := path.with_stem(f"{path.stem}-{number}")).exists():
        number += 1
    return numbered


def _numbers(parent: Path) -> int:
    """One more than the highest number in use."""
    if not parent.is_dir():
        return 1
    names = (entry.name for entry in parent.iterdir())
    return 1 + max((int(name) for name in names if name.isdecimal()), default=0)
