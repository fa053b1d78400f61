"""symbolic convert: read files of one format and write another."""

import argparse
import csv
import sys
from pathlib import Path

from symbolic.cli.numbered import new_file
from symbolic.errors import SymbolicError
from symbolic.files import read_all
from symbolic.files.formats import BY_SUFFIX, suffixes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("input", type=Path, metavar="IN", help="a file, or a folder of files")
    parser.add_argument(
        "output",
        type=Path,
        metavar="OUT",
        help=f"a file ending in {suffixes(writes=True)}, or a folder",
    )
    parser.add_argument(
        "--to", default=".mid", metavar="SUFFIX", help="what a folder is converted to (.mid)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Convert a file or a folder."""
    if arguments.input.is_dir():
        return convert_folder(arguments.input, arguments.output, arguments.to)
    if arguments.output.is_dir():
        arguments.output = arguments.output / arguments.input.with_suffix(arguments.to).name
    for path in convert_file(arguments.input, arguments.output):
        print(path)
    return 0


def convert_file(source: Path, target: Path) -> list[Path]:
    """Write every score of a file; a tune book becomes numbered files."""
    format = BY_SUFFIX.get(target.suffix.lower())
    if format is None or not format.writes:
        raise SymbolicError(f"{target}: convert writes {suffixes(writes=True)}")
    scores = read_all(source)
    if len(scores) == 1:
        return [scores[0].write(new_file(target))]
    width = len(str(len(scores)))
    return [
        score.write(new_file(target.with_stem(f"{target.stem}-{number:0{width}}")))
        for number, score in enumerate(scores, 1)
    ]


def convert_folder(source: Path, target: Path, suffix: str) -> int:
    """Convert every file below a folder, keeping its shape, and report what was skipped."""
    from tqdm import tqdm

    suffix = suffix if suffix.startswith(".") else f".{suffix}"
    if target.is_file():
        raise SymbolicError(f"{target} is a file: a folder is converted into a folder")
    inside = target.resolve()
    paths = sorted(
        path
        for path in source.rglob("*")
        if path.suffix.lower() in BY_SUFFIX and inside not in path.resolve().parents
    )
    if not paths:
        raise SymbolicError(f"{source}: no file in it ends in {suffixes()}")
    written, skipped = 0, []
    for path in tqdm(paths, unit="file", disable=None, file=sys.stderr):
        place = (target / path.relative_to(source)).with_suffix(suffix)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            written += len(convert_file(path, place))
        except OSError as error:
            raise SymbolicError(f"{place.parent}: {error.strerror or error}") from error
        except SymbolicError as error:
            if BY_SUFFIX.get(suffix) is None:
                raise
            skipped.append((str(path.relative_to(source)), str(error)))
    print(f"{written} written to {target}, {len(skipped)} skipped")
    if skipped:
        _report(skipped, new_file(target / "skipped.csv"))
    return 0


def _report(skipped: list[tuple[str, str]], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["file", "reason"])
        table.writerows(skipped)
    width = max(len(name) for name, _ in skipped[:20])
    for name, reason in skipped[:20]:
        print(f"  {name:{width}}  {reason}")
    if len(skipped) > 20:
        print(f"  and {len(skipped) - 20} more")
    print(f"the whole list is in {path}")
