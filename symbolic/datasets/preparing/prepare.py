"""prepare: from a folder of music to shards, the same whatever the number of workers."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from symbolic.datasets.preparing.recipe import KINDS, SHARDS, Recipe
from symbolic.datasets.preparing.run import Order, carry_out
from symbolic.datasets.preparing.summary import Summary
from symbolic.datasets.shards import Records, Shards
from symbolic.datasets.split import SHARES, SPLITS, split_of
from symbolic.errors import SymbolicError
from symbolic.score.checks import whole
from symbolic.tokenizers import BarTokenizer
from symbolic.tokenizers.tokenizer import Tokenizer

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def prepare(
    folder: str | os.PathLike,
    out: str | os.PathLike,
    *,
    tokenizer: Tokenizer | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    format: str = SHARDS,
    split: Sequence[float] = SHARES,
    seed: int = 0,
    keep_duplicates: bool = False,
    progress: bool | None = None,
) -> Shards | Records:
    """Read every piece below a folder and write it as tokens, ready for training.

    What is written is the same, byte for byte, whatever the number of workers. Killed at any
    moment and called again, it goes on where it was; called again when there are more files, it
    adds those, and what was there stays as it is.

    Parameters
    ----------
    folder
        Of files in any format that `read` takes; or a .zip or .tar of them.
    out
        A new or an empty folder, or one that `prepare` made.
    tokenizer
        What writes the tokens: a `BarTokenizer` unless another is given.
    workers
        Processes; by default one for a few hundred files, else one a core.
    cluster
        The address of a Dask scheduler ("tcp://host:8786"), or "local". All workers must see
        `folder` and `out` under the same paths.
    format
        "shards", or "tfrecord" for NoteSequences.
    split
        Shares of train, valid and test.
    seed
        Of the split.
    keep_duplicates
        Whether pieces that are the same music as another, also transposed or at another speed,
        are written too. They are always in the same split.
    progress
        Whether to show a progress bar; by default where a person looks on.

    Examples
    --------
    >>> import tempfile
    >>> from symbolic.score import Score
    >>> folder = Path(tempfile.mkdtemp())
    >>> for n in range(3):
    ...     tune = Score(480, notes=[(480 * i, 480, 60 + i * n % 12, 80, 0) for i in range(16)])
    ...     _ = tune.write(folder / f"{n}.mid")
    >>> shards = prepare(folder, folder.with_suffix(".shards"))
    >>> sorted(piece.name for piece in shards.pieces), shards.tokens(0).dtype
    (['0.mid', '1.mid', '2.mid'], dtype('uint16'))
    """
    summary = prepared(
        folder, out, tokenizer, workers, cluster, format, split, seed, keep_duplicates, progress
    )
    return opened(summary)


def opened(summary: Summary) -> Shards | Records:
    """The folder that a run has written."""
    kind = Shards if summary.manifest.kind == SHARDS else Records
    return kind(summary.out)


def prepared(
    folder: str | os.PathLike,
    out: str | os.PathLike,
    tokenizer: Tokenizer | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    format: str = SHARDS,
    split: Sequence[float] = SHARES,
    seed: int = 0,
    keep_duplicates: bool = False,
    progress: bool | None = None,
) -> Summary:
    """Do what `prepare` does, and tell what was done."""
    if format not in KINDS:
        raise SymbolicError(f"format is one of {', '.join(KINDS)}, not {format!r}")
    if tokenizer is not None and format != SHARDS:
        raise SymbolicError(f"a tokenizer writes shards: format={format!r} takes none")
    if not 1 <= len(split) <= len(SPLITS):
        raise SymbolicError(f"split is the shares of {', '.join(SPLITS)}, not {split!r:.80}")
    split_of([], shares=split)  # raises where they are no shares
    folder, out = Path(folder), Path(out)
    recipe = Recipe(format, tokenizer, folder.absolute().name)
    if format == SHARDS and tokenizer is None:
        recipe = Recipe(format, BarTokenizer(), recipe.collection)
    order = Order(
        folder=folder,
        out=out,
        recipe=recipe,
        shares=tuple(float(share) for share in split),
        seed=seed,
        keep_duplicates=bool(keep_duplicates),
        workers=None if workers is None else whole("workers", workers, 1, 10_000),
        cluster=cluster,
        progress=progress,
    )
    try:
        return carry_out(order)
    except SymbolicError:
        raise
    except OSError as error:
        raise SymbolicError(_in_words(error, out)) from error


def _in_words(error: OSError, out: Path) -> str:
    """What the disk says, and what to do."""
    reason = error.strerror or str(error)
    if error.errno in FULL:
        return f"{out}: {reason}; make room and do the same again: it goes on where it stopped"
    return f"{error.filename or out}: {reason}"
