"""Where a run may write: not into the music, and not onto anything else."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from symbolic.datasets.preparing.recipe import Recipe
from symbolic.datasets.shards.layout import MANIFEST, PARTS
from symbolic.datasets.shards.manifest import Manifest, check_files, read_manifest
from symbolic.errors import SymbolicError

LOCK = "lock"


def finished_before(folder: Path, out: Path) -> Manifest | None:
    """The manifest of an earlier run, or None; raise one sentence if out is no place to write."""
    inside, around = out.resolve(), folder.resolve()
    if inside == around or around in inside.parents or inside in around.parents:
        raise SymbolicError(
            f"{out} and {folder} lie in one another: prepare into a folder beside the music"
        )
    if (out / MANIFEST).exists():
        manifest = read_manifest(out)
        check_files(out, manifest)
        return manifest
    if out.exists() and not out.is_dir():
        raise SymbolicError(f"{out} is a file: prepare writes a folder")
    if out.exists() and not (out / PARTS).is_dir() and any(out.iterdir()):
        raise SymbolicError(f"{out} holds other things: prepare into a new or an empty folder")
    return None


@contextmanager
def workshop(out: Path, recipe: Recipe) -> Iterator[Path]:
    """The folder in `out` where parts are made; what stays in it after a failure is used again."""
    parts = out / PARTS
    parts.mkdir(parents=True, exist_ok=True)
    with _alone(parts / LOCK, out):
        for draft in parts.glob("*.draft"):  # of a run that was killed
            draft.unlink()
        recipe.write(parts)
        yield parts.resolve()


def clear(out: Path) -> None:
    """Remove the parts, and the folder itself if nothing else is in it."""
    shutil.rmtree(out / PARTS)
    if not any(out.iterdir()):
        out.rmdir()


@contextmanager
def _alone(lock: Path, out: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, where the system has such."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(lock, "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SymbolicError(f"{out}: another prepare is at work there") from None
        except OSError:  # some network disks know no locks
            pass
        yield
