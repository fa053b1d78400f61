"""Presets of MusicVAE: what a window holds, and how it is read and written."""

from dataclasses import dataclass, field
from typing import Any

import symbolic.tokenizers as tokenizers
from symbolic.errors import SymbolicError
from symbolic.models.vae.sizes import MAGENTA_2, MAGENTA_16, MAGENTA_GROOVE, SIZES, VaeSize

FLAT, HIERARCHICAL = WAYS = ("flat", "hierarchical")
MAGENTA = "magenta"


@dataclass(frozen=True)
class Preset:
    """A kind of MusicVAE.

    Attributes
    ----------
    tokenizer, options
        Its class, and what it takes.
    encoder, decoder
        "flat" or "hierarchical".
    magenta
        The size that Magenta gave it.
    """

    tokenizer: str
    options: dict[str, Any] = field(default_factory=dict)
    encoder: str = HIERARCHICAL
    decoder: str = HIERARCHICAL
    magenta: VaeSize = MAGENTA_2

    def make_tokenizer(self, **options: Any) -> tokenizers.Tokenizer:
        """Its tokenizer, some options of which may differ."""
        return getattr(tokenizers, self.tokenizer)(**{**self.options, **options})


PRESETS = {
    "melody-2bar": Preset("MelodyTokenizer", {"bars": 2, "hop": 1, "gap": 1}),
    "melody-16bar": Preset("MelodyTokenizer", {"bars": 16, "hop": 1, "gap": 1}, magenta=MAGENTA_16),
    "melody-16bar-flat": Preset(
        "MelodyTokenizer", {"bars": 16, "hop": 1, "gap": 1}, decoder=FLAT, magenta=MAGENTA_16
    ),
    "drums-2bar": Preset("DrumTokenizer", {"bars": 2, "hop": 1, "gap": 1}),
    "trio-16bar": Preset("TrioTokenizer", {"bars": 16, "hop": 1}, magenta=MAGENTA_16),
    "groove-2bar": Preset("GrooveTokenizer", {"bars": 2, "hop": 1}, magenta=MAGENTA_GROOVE),
}


def preset_of(name: str) -> Preset:
    """The preset of a name.

    >>> preset_of("trio-16bar").tokenizer
    'TrioTokenizer'
    """
    try:
        return PRESETS[name]
    except (KeyError, TypeError):
        raise SymbolicError(
            f"there is no preset {name!r:.80}: choose {', '.join(PRESETS)}"
        ) from None


def size_in(preset: Preset, name: str) -> VaeSize | str:
    """The size of a name, in a preset: Magenta's own differ from one to another."""
    if name == MAGENTA:
        return preset.magenta
    if name not in SIZES:
        raise SymbolicError(f"there is no size {name!r:.80}: choose {', '.join((*SIZES, MAGENTA))}")
    return name
