"""The page about a corpus: one HTML file that loads nothing, for a screen or a telephone."""

import os
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from symbolic.datasets.duplicates import ALIKE, EXACT
from symbolic.datasets.items import Skipped
from symbolic.datasets.report.columns import Columns
from symbolic.datasets.report.markup import folded, section, shown, table
from symbolic.datasets.report.plots import all_plots
from symbolic.datasets.report.skipped import kinds_of_reasons
from symbolic.datasets.report.style import STYLE
from symbolic.datasets.split import SHARES, SPLITS, groups, split_of
from symbolic.errors import SymbolicError
from symbolic.files.aside import finished_whole
from symbolic.score.summary import clock, counted, unbroken
from symbolic.version import __version__

KINDS = 15  # of reasons that are counted in the table
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # nothing is loaded, nothing runs


def write_report(corpus: Any, path: str | os.PathLike) -> Path:
    """Write a page about a corpus: what was read and skipped, duplicates, and plots.

    Parameters
    ----------
    corpus
        A `Corpus`, or whatever has its pieces and skipped, and a name or a path. Of what also
        has `splits`, the number of pieces in each, the pieces are in the order of those.
    path
        Of the page, an .html file.
    """
    columns = Columns(corpus.pieces)
    name = getattr(corpus, "name", "") or Path(getattr(corpus, "path", "")).name
    text = page(name, columns, list(corpus.skipped), getattr(corpus, "splits", None))
    path = Path(path)
    try:
        with finished_whole(path) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        raise SymbolicError(f"{path}: {error.strerror or error}") from error
    return path


def page(
    name: str, columns: Columns, skipped: list[Skipped], splits: dict[str, int] | None = None
) -> str:
    """The whole page."""
    title = unbroken(name) or "A corpus"
    parts = [
        f"<h1>{shown(title)}</h1>",
        headline(columns, len(skipped)),
        section("Read and skipped", *reading(columns, skipped)),
    ]
    if columns.count:
        parts += [
            section("Duplicates", *repeating(columns)),
            section("What is in it", f'<div class="plots">{"".join(all_plots(columns))}</div>'),
            section("Splits", *splitting(columns, splits)),
        ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title[:160])}</title><style>{STYLE}</style></head>\n"
        f"<body><main>{''.join(parts)}</main>"
        f'<footer class="quiet">symbolic {__version__}</footer></body></html>\n'
    )


def headline(columns: Columns, skipped: int) -> str:
    """The numbers that come first."""
    seconds = float(columns.numbers["seconds"].sum())
    tiles = {
        "pieces": f"{columns.count:,}",
        "notes": f"{int(columns.numbers['notes'].sum()):,}",
        "bars": f"{int(columns.numbers['bars'].sum()):,}",
        "of music": _long(seconds),
        "skipped": f"{skipped:,}",
        "duplicates": f"{len(columns.duplicates):,}",
    }
    return "".join(
        ['<dl class="tiles">']
        + [f"<div><dd>{number}</dd><dt>{what}</dt></div>" for what, number in tiles.items()]
        + ["</dl>"]
    )


def _long(seconds: float) -> str:
    return f"{seconds / 3600:,.0f} h" if seconds >= 36_000 else clock(seconds)


def reading(columns: Columns, skipped: list[Skipped]) -> list[str]:
    """What was read, what was not, and why."""
    read = f"<p>{counted(columns.count, 'piece')} read, {len(skipped):,} skipped.</p>"
    if not skipped:
        return [read]
    kinds = kinds_of_reasons(skipped)
    rows: list[list[str | int]] = [[count, shown(reason)] for reason, count in kinds[:KINDS]]
    if rest := sum(count for _, count in kinds[KINDS:]):
        rows.append([rest, "for other reasons"])
    listed = folded(
        f"Everything that was skipped ({len(skipped):,})",
        ("what", "why"),
        skipped,
        "<code>write_skipped</code> writes them all",
    )
    return [read, table(("skipped", "reason"), rows), listed]


def repeating(columns: Columns) -> list[str]:
    """Pieces that are the same music as an earlier one."""
    found = columns.duplicates
    if not found:
        return ["<p>No two pieces are the same music.</p>"]
    exact = sum(duplicate.how == EXACT for duplicate in found)
    rows: list[list[str | int]] = [
        [count, f"{EXACT if same else ALIKE} as an earlier piece"]
        for count, same in ((exact, True), (len(found) - exact, False))
        if count
    ]
    listed = folded(
        f"Every duplicate ({len(found):,})",
        ("piece", "is", "how"),
        found,
        "<code>corpus.duplicates()</code> has them all",
    )
    return [
        table(("pieces", "are"), rows),
        listed,
        '<p class="quiet">A split keeps them together;'
        " <code>corpus.without_duplicates()</code> leaves them out.</p>",
    ]


def splitting(columns: Columns, splits: dict[str, int] | None) -> list[str]:
    """Which splits there are, or what `corpus.split()` would make."""
    if splits is None:
        part = split_of(columns.identities, columns.works)
        names = [f"{name} ({share:.0%})" for name, share in zip(SPLITS, SHARES, strict=True)]
        how = "As <code>corpus.split()</code> parts it."
    else:
        part = np.repeat(np.arange(len(splits)), list(splits.values()))
        names, how = list(splits), "As it was parted when it was prepared."
    together = len(np.unique(groups(columns.identities, columns.works)))
    rows: list[list[str | int]] = []
    for number, name in enumerate(names):
        inside = part == number
        count, notes = int(inside.sum()), int(columns.numbers["notes"][inside].sum())
        length = _long(float(columns.numbers["seconds"][inside].sum()))
        rows.append([shown(name), count, f"{count / columns.count:.1%}", notes, length])
    return [
        table(("split", "pieces", "share", "notes", "length"), rows),
        f'<p class="quiet">{how} Pieces that are variants of one tune or parts of one work stay'
        f" together: {counted(together, 'group')}.</p>",
    ]
