"""What Jupyter shows of a score: a line about it, a piano roll, its tracks, what was mended.

Everything that came out of a file passes `caption` and `escape` before it enters the page.
"""

from html import escape

from symbolic.display.captions import SENTENCE, TITLE, and_more, caption
from symbolic.display.colouring import Colouring, by_track
from symbolic.display.svg import svg
from symbolic.score import Score
from symbolic.score.summary import headline

TRACKS_NAMED = 12
REPAIRS_TOLD = 20


def html(score: Score) -> str:
    """The score as a piece of HTML that stands by itself, of at most 300 kB.

    It has no scripts, loads nothing, and suits light and dark pages.

    Examples
    --------
    >>> page = html(Score(480, notes=[(0, 480, 60, 80, 0)]))
    >>> "1 track, 1 note" in page, "C4" in page
    (True, True)
    """
    colouring = by_track(score)
    title, about = caption(score.title, TITLE), headline(score)
    parts = [
        _heading(title, about),
        svg(score, colouring, f"Piano roll of {title or 'a score'}: {about}"),
        # The player's <audio> belongs here, under the roll and over the names of the tracks.
        _tracks(colouring),
        _repairs(score.repairs),
    ]
    return f'<div style="max-width:1100px;line-height:1.5">{"".join(parts)}</div>'


def _heading(title: str, about: str) -> str:
    name = f"<strong><bdi>{escape(title)}</bdi></strong> &#183; " if title else ""
    return f'<div style="margin:0 0 6px">{name}{escape(about)}</div>'


def _tracks(colouring: Colouring) -> str:
    """The tracks that play, each beside its colour; one alone needs no telling apart."""
    playing = colouring.used()
    if len(playing) < 2:
        return ""
    named, rest = and_more(playing, TRACKS_NAMED)
    entries = [
        '<span style="white-space:nowrap;margin-right:14px">'
        '<span style="display:inline-block;width:10px;height:10px;border-radius:2px;'
        f'margin-right:5px;background:{colouring.colours[kind]}"></span>'
        f"<bdi>{escape(colouring.meanings[kind])}</bdi></span>"
        for kind in named
    ]
    more = f'<span style="opacity:.7">{rest}</span>' if rest else ""
    return f'<div style="margin:4px 0 0;font-size:85%">{" ".join(entries)} {more}</div>'


def _repairs(repairs: tuple[str, ...]) -> str:
    """What had to be mended in the file, folded away."""
    if not repairs:
        return ""
    told, rest = and_more(repairs, REPAIRS_TOLD)
    lines = [*(caption(repair, SENTENCE) for repair in told), *([rest] if rest else [])]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    times = "1 repair" if len(repairs) == 1 else f"{len(repairs):,} repairs"
    return (
        '<details style="margin:4px 0 0;font-size:85%"><summary style="cursor:pointer">'
        f'{times} to the file</summary><ul style="margin:2px 0 0">{items}</ul></details>'
    )
