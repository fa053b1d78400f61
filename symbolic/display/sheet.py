"""The figure that rolls are drawn on: made without pyplot, shown once by Jupyter, saved."""

from collections.abc import Sequence
from io import BytesIO
from os import PathLike
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from symbolic.display.roll import Roll

WIDTH = 11.0  # inches
ROW, DRUM_ROW = 0.07, 0.15  # the height of a row of pitches; a drum's has room for its name
LOWEST, HIGHEST, HIGHEST_OF_MANY = 1.8, 5.0, 3.4  # the height of a roll
AROUND = 0.75  # the height of the title and the bar numbers


class Sheet(Figure):
    """A figure that shows itself in Jupyter, where pyplot need not know of it."""

    def _repr_png_(self) -> bytes:
        picture = BytesIO()
        self.savefig(picture, format="png")
        return picture.getvalue()


def new_sheet(
    rolls: Sequence["Roll"], size: tuple[float, float] | None, width: float = WIDTH
) -> list[Axes]:
    """A figure with axes for each roll, one above the other, as high as their pitches need."""
    highest = HIGHEST if len(rolls) == 1 else HIGHEST_OF_MANY
    heights = [_height(roll, highest) for roll in rolls]
    sheet = Sheet(figsize=size or (width, sum(heights)), layout="constrained")
    grid = sheet.subplots(len(rolls), 1, squeeze=False, height_ratios=heights)
    return list(grid[:, 0])


def _height(roll: "Roll", highest: float) -> float:
    row = DRUM_ROW if roll.drums else ROW
    return min(max(roll.edges.rows * row, LOWEST), highest) + AROUND


def link(axes: Sequence[Axes]) -> None:
    """Give all axes the same stretch of time."""
    limits = [place.get_xlim() for place in axes]
    for place in axes:
        place.set_xlim(min(left for left, _ in limits), max(right for _, right in limits))


def save(figure: Figure, path: str | PathLike[str]) -> None:
    """Save a figure in the format that the suffix names."""
    try:
        figure.savefig(path)
    except ValueError as error:
        raise SymbolicError(f"cannot save a picture as {str(path)!r}: {error}") from error
    except OSError as error:
        raise SymbolicError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
