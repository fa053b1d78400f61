"""Letters that a font can draw: matplotlib warns at every draw of those it cannot."""

from functools import cache
from typing import Any

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.text import Text

# Fonts that hold much of what names of pieces are written in; those installed are used.
FALLBACKS = (
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Hiragino Sans",
    "PingFang SC",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "WenQuanYi Zen Hei",
    "Arial Unicode MS",
    "Noto Sans",
    "Segoe UI Symbol",
    "DejaVu Sans",  # comes with matplotlib
)
UNKNOWN = "\N{WHITE SQUARE}"  # stands for a letter that no font has


def literal(text: Text, words: str) -> Text:
    """Make a matplotlib text say these words as they stand: no mathtext, no TeX, no warnings."""
    families = [*rcParams["font.family"], *_installed()]
    fonts = [get_font(findfont(FontProperties(family=[family]))) for family in families]
    drawable = (c if any(font.get_char_index(ord(c)) for font in fonts) else UNKNOWN for c in words)
    text.set_text("".join(drawable))
    look: dict[str, Any] = {"parse_math": False, "usetex": False, "family": families}
    text.update(look)
    return text


@cache
def _installed() -> tuple[str, ...]:
    present = {font.name for font in fontManager.ttflist}
    return tuple(family for family in FALLBACKS if family in present)
