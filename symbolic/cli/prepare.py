"""symbolic prepare: from a folder of music to shards of tokens, ready for training."""

import argparse
from pathlib import Path

from symbolic.cli.choosing import TOKENIZERS, tokenizer_named
from symbolic.cli.numbered import new_file
from symbolic.datasets.split import SHARES
from symbolic.errors import SymbolicError

REPORT, RECORDS = "report.html", ".tfrecord"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.description = (
        "Read every piece below a folder, in any format and in archives too, and write it as"
        " tokens. The same command goes on where it was stopped, and adds files that have come"
        " since. With a name that ends in .tfrecord all pieces go into that one file, as"
        " NoteSequences."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder, a .zip or a .tar")
    parser.add_argument(
        "out",
        type=Path,
        nargs="?",
        metavar="OUT",
        help="a new folder, or one to add to; or a .tfrecord",
    )
    parser.add_argument("--out", dest="named", type=Path, metavar="OUT", help="the same")
    parser.add_argument(
        "--tokenizer",
        metavar="NAME",
        help=f"{', '.join(TOKENIZERS)}, or a saved tokenizer's .json file (bar)",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="processes (one a core)")
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="a Dask scheduler such as tcp://host:8786, whose workers all see DIR and OUT; or local",
    )
    parser.add_argument(
        "--format",
        choices=["shards", "tfrecord"],
        help="tokens, or NoteSequences as note-seq's tools write them (shards; or as OUT ends)",
    )
    parser.add_argument(
        "--split",
        type=_shares,
        metavar="SHARES",
        help="of train, valid and test (.8,.1,.1)",
    )
    parser.add_argument(
        "--keep-duplicates",
        action="store_true",
        help="also write pieces that are the music of another, transposed or at another speed",
    )
    parser.add_argument(
        "--report", action="store_true", help=f"write a page with plots, OUT/{REPORT}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Prepare a folder and say what was done."""
    out = arguments.out or arguments.named
    if out is None or None not in (arguments.out, arguments.named):
        raise SymbolicError("name one folder, or one .tfrecord, to write: symbolic prepare DIR OUT")
    if out.suffix == RECORDS:
        return _one_file(arguments, out)
    from symbolic.datasets.preparing.prepare import opened, prepared

    named = arguments.tokenizer
    summary = prepared(
        arguments.folder,
        out,
        tokenizer=None if named is None else tokenizer_named(named),
        workers=arguments.workers,
        cluster=arguments.cluster,
        format=arguments.format or "shards",
        split=arguments.split or SHARES,
        seed=arguments.seed or 0,
        keep_duplicates=arguments.keep_duplicates,
    )
    print(summary)
    if arguments.report:
        from symbolic.datasets.report import write_report

        print(write_report(opened(summary), out / REPORT))
    return 0


def _one_file(arguments: argparse.Namespace, out: Path) -> int:
    """Write one TFRecord, beside those that are there."""
    from symbolic.datasets.preparing.one_file import prepared_file

    if arguments.format == "shards":
        raise SymbolicError(f"shards are a folder, and {out} is named as a file: name a folder")
    for name in ("tokenizer", "split", "keep_duplicates", "report"):
        if getattr(arguments, name):
            raise SymbolicError(
                f"--{name.replace('_', '-')} is for folders; {out} holds every piece as it is"
            )
    path = new_file(out)
    print(prepared_file(arguments.folder, path, arguments.workers, arguments.cluster))
    return 0


def _shares(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(share) for share in text.split(","))
    except ValueError:
        raise SymbolicError(f"--split is shares such as .8,.1,.1, not {text}") from None
