"""The colours of a piano roll, and how the force of a note becomes opacity."""

from collections.abc import Sequence
from itertools import product

import numpy as np

# Six colours of Okabe and Ito and two of Tol, which people with any colour vision tell apart.
# Their pale yellow and black are left out: each is lost on a light or on a dark page.
HUES = (
    "#0072b2",  # blue
    "#d55e00",  # vermilion
    "#009e73",  # green
    "#cc79a7",  # pink
    "#e69f00",  # orange
    "#56b4e9",  # sky
    "#aa3377",  # purple
    "#999933",  # olive
)

# Past the eighth track the hues come again, nearer to black and then nearer to white.
SHADES = ((0, 0.0), (0, 0.38), (255, 0.45))  # mixed with this gray, by this share

DRUMS = ("#777c82", "#5f646b", "#9a9ea4")  # neutral, seen on light and on dark

# Round the circle of fifths the hue turns a twelfth, so that keys near in music look near.
PITCH_CLASSES = (
    "#d1495b",  # C
    "#2a9d8f",  # C#
    "#e8a13a",  # D
    "#4a6fb5",  # D#
    "#a3b535",  # E
    "#9b5aa8",  # F
    "#2f9e6b",  # F#
    "#dd6b3d",  # G
    "#3b8bb8",  # G#
    "#cdb32f",  # A
    "#6e62b3",  # A#
    "#69ad4b",  # B
)

WHITE_KEY, BLACK_KEY, KEY_NAME = "#fbfaf7", "#3b3d42", "#4a4c52"
EDGE = "#808080"  # lines and shades: seen, at some opacity, on white and on black alike

SOFTEST = 0.4  # the opacity to which the softest notes fade, still to be seen


def opacity(velocity):
    """How opaque a note of a velocity is drawn; louder is more opaque.

    >>> float(opacity(127))
    1.0
    """
    return SOFTEST + (1 - SOFTEST) * np.asarray(velocity) / 127


def mixed(colour: str, gray: int, share: float) -> str:
    """Return a colour moved a share of the way to a gray.

    >>> mixed("#ff0000", 0, 0.5)
    '#800000'
    """
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (gray - c) * share):02x}" for c in channels)


TRACKS = tuple(mixed(hue, *shade) for shade, hue in product(SHADES, HUES))


def blended(colours: Sequence[str], count: int) -> list[str]:
    """So many colours in equal steps from the first of some colours through the others to the last.

    >>> blended(["#000000", "#ffffff"], 3)
    ['#000000', '#808080', '#ffffff']
    """
    channels = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours]
    places = np.linspace(0, len(colours) - 1, count)
    mixes = [np.interp(places, range(len(colours)), each) for each in zip(*channels, strict=True)]
    return ["#" + "".join(f"{round(c):02x}" for c in mix) for mix in zip(*mixes, strict=True)]
