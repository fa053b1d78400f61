"""Sizes of MusicVAE: tiny to try things, small for a laptop, base for a GPU, and Magenta's own."""

from dataclasses import dataclass

from symbolic.errors import SymbolicError

LATENT = 32  # dimensions for each bar, where a size does not say how many there are


@dataclass(frozen=True)
class VaeSize:
    """How large a MusicVAE is.

    Attributes
    ----------
    latent
        Dimensions of a point; 0: 32 for each bar of a window.
    embedding
        Numbers that stand for a step.
    encoder_units, encoder_layers
        Units of the encoder's LSTMs in each direction, and how many: over steps if it is flat,
        over bars if it is hierarchical.
    reader_units
        Units of the LSTM by which a hierarchical encoder reads each bar; 0: it has none.
    bar
        Numbers that stand for a bar, in a hierarchical encoder and before the conductor.
    share
        Numbers that a hierarchical encoder tells of each bar.
    conductor_units
        Units of the conductor of a hierarchical decoder.
    decoder_units, decoder_layers
        Units of the core, and how many layers.
    dropout
        Share of the numbers between layers that are left out in training.
    """

    latent: int = 0
    embedding: int = 96
    encoder_units: int = 96
    encoder_layers: int = 1
    reader_units: int = 0
    bar: int = 128
    share: int = 64
    conductor_units: int = 128
    decoder_units: int = 256
    decoder_layers: int = 1
    dropout: float = 0.0


TINY = VaeSize(
    embedding=32, encoder_units=24, bar=48, share=24, conductor_units=32, decoder_units=64, latent=0
)  # fmt: skip
BASE = VaeSize(
    embedding=160, encoder_units=256, bar=384, share=96, conductor_units=384, decoder_units=512, decoder_layers=2,
    dropout=0.1,
)  # fmt: skip
# As in its configurations cat-mel_2bar_big, hierdec-mel_16bar and groovae_2bar_*; LSTMs alone
# carry what straight ways carry here.
MAGENTA_2 = VaeSize(
    latent=512,
    embedding=128,
    encoder_units=2048,
    reader_units=2048,
    decoder_units=2048,
    decoder_layers=3,
)
MAGENTA_16 = VaeSize(
    latent=512, embedding=128, encoder_units=2048, encoder_layers=2, reader_units=1024, bar=512, share=64,
    conductor_units=1024, decoder_units=1024, decoder_layers=2,
)  # fmt: skip
MAGENTA_GROOVE = VaeSize(
    latent=256,
    embedding=64,
    encoder_units=512,
    reader_units=512,
    decoder_units=256,
    decoder_layers=2,
)

SIZES = {"tiny": TINY, "small": VaeSize(), "base": BASE}


def vae_size_of(name: str) -> VaeSize:
    """The size of a name.

    >>> vae_size_of("small").decoder_units
    256
    """
    try:
        return SIZES[name]
    except (KeyError, TypeError):
        raise SymbolicError(f"there is no size {name!r:.80}: choose {', '.join(SIZES)}") from None
