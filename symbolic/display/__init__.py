"""How scores are seen: piano rolls drawn with matplotlib, several beside one another, and the view
in a notebook; and how a latent space is."""

from symbolic.display.figure import plot
from symbolic.display.ladder import draw_grid, draw_ladder
from symbolic.display.latent_map import draw_latent_map
from symbolic.display.notebook import html
from symbolic.display.pair import draw_pair

__all__ = ["draw_grid", "draw_ladder", "draw_latent_map", "draw_pair", "html", "plot"]
