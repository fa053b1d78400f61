"""Pieces of HTML. Whatever comes from a file's name or contents goes through `shown`."""

from collections.abc import Sequence
from html import escape

from symbolic.score.summary import unbroken

LONGEST = 160  # characters of a name or a reason
LISTED = 400  # rows of a list


def shown(text: str) -> str:
    """A text from outside as text: on one line, not too long, none of it markup.

    >>> shown("<b>")
    '<bdi>&lt;b&gt;</bdi>'
    """
    line = unbroken(text[: 2 * LONGEST])
    if len(line) > LONGEST or len(text) > 2 * LONGEST:
        line = line[: LONGEST - 1] + "…"
    return f"<bdi>{escape(line)}</bdi>"


def table(heads: Sequence[str], rows: Sequence[Sequence[str | int]]) -> str:
    """A table of cells that are HTML; whole numbers stand to the right."""
    top = "".join(f"<th>{head}</th>" for head in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f'<div class="wide"><table><tr>{top}</tr>{body}</table></div>'


def _cell(cell: str | int) -> str:
    if isinstance(cell, int):
        return f'<td class="number">{cell:,}</td>'
    return f"<td>{cell}</td>"


def folded(summary: str, heads: Sequence[str], rows: Sequence[Sequence[str]], rest: str) -> str:
    """A list that opens when it is asked for; a long one is cut, and says so."""
    listed = table(heads, [[shown(cell) for cell in row] for row in rows[:LISTED]])
    left = len(rows) - LISTED
    more = f'<p class="quiet">and {left:,} more: {rest}</p>' if left > 0 else ""
    return f"<details><summary>{summary}</summary>{listed}{more}</details>"


def figure(title: str, picture: str, caption: str) -> str:
    """A plot with its title and what it says in words."""
    return (
        f"<figure><h3>{title}</h3>{picture}"
        f'<figcaption class="quiet">{caption}</figcaption></figure>'
    )


def section(title: str, *parts: str) -> str:
    """A part of the page."""
    return f"<section><h2>{title}</h2>{''.join(parts)}</section>"
