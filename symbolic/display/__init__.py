"""How a score is seen: piano rolls drawn with matplotlib, and the view in a notebook."""

from symbolic.display.figure import plot
from symbolic.display.notebook import html

__all__ = ["html", "plot"]
