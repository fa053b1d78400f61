"""MusicVAE: windows of music as points in a space, by recurrent networks, flat or hierarchical."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from symbolic.errors import SymbolicError
from symbolic.models.vae.latent_model import LatentModel
from symbolic.models.vae.presets import WAYS, preset_of, size_in
from symbolic.models.vae.sizes import LATENT, VaeSize, vae_size_of
from symbolic.score.checks import real, whole
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.windows.tokenizer import WindowTokenizer

if TYPE_CHECKING:
    from symbolic.models.vae.network import VaeNetwork
    from symbolic.score import Score

MOST = 2**16


class MusicVAE(LatentModel):
    """Windows of music as points in a space, from which they can be had again.

    Points between two are music between two; points drawn at random are new music.

    Parameters
    ----------
    tokenizer
        Melody, drums, trio or groove: its windows are what the model reads and writes.
    size
        "tiny", "small" or "base"; see `symbolic.models.vae.sizes`.
    encoder, decoder
        "flat" goes through a window step by step; "hierarchical" bar by bar, all bars at once.
    conditions
        Labels of windows by which it is told what they are, each with its values, "" first for
        "not told": as `windows.labels` has them. They are told at every step.
    seed
        Of the first weights.
    changes
        What is to differ from the size: latent, embedding, ...

    Examples
    --------
    >>> from symbolic.tokenizers import MelodyTokenizer
    >>> MusicVAE(MelodyTokenizer(bars=2), "tiny", latent=16)
    <MusicVAE of MelodyTokenizer: 2 bars, hierarchical to hierarchical, 16 dimensions>
    """

    kind = "vae"

    def __init__(
        self,
        tokenizer: Tokenizer,
        size: str | VaeSize = "small",
        *,
        encoder: str = "hierarchical",
        decoder: str = "hierarchical",
        conditions: Mapping[str, Sequence[str]] | None = None,
        seed: int = 0,
        **changes: Any,
    ):
        super().__init__(tokenizer, conditions, seed)
        if not isinstance(tokenizer, WindowTokenizer):
            raise SymbolicError(
                "MusicVAE reads windows of bars: give it a MelodyTokenizer, DrumTokenizer, "
                f"TrioTokenizer or GrooveTokenizer, not {type(tokenizer).__name__}"
            )
        for name, way in (("encoder", encoder), ("decoder", decoder)):
            if way not in WAYS:
                raise SymbolicError(f"{name} is {' or '.join(WAYS)}, not {way!r:.40}")
        self.encoder, self.decoder = encoder, decoder
        known = size if isinstance(size, VaeSize) else vae_size_of(size)
        if others := changes.keys() - asdict(known).keys():
            raise SymbolicError(
                f"MusicVAE takes no {', '.join(sorted(others)):.80}; what may differ from a size is "
                f"{', '.join(asdict(known))}"
            )
        size = replace(known, **changes)
        self.size = _checked(replace(size, latent=size.latent or LATENT * self.bars))

    @classmethod
    def preset(
        cls,
        name: str,
        size: str = "small",
        conditions: Mapping[str, Sequence[str]] | None = None,
        seed: int = 0,
        **changes: Any,
    ) -> "MusicVAE":
        """A fresh model of a name.

        Parameters
        ----------
        name
            "melody-2bar", "melody-16bar", "melody-16bar-flat", "drums-2bar", "trio-16bar" or
            "groove-2bar".
        size
            "tiny", "small", "base", or "magenta" for the sizes of 2018.

        Examples
        --------
        >>> MusicVAE.preset("melody-16bar", "tiny")
        <MusicVAE of MelodyTokenizer: 16 bars, hierarchical to hierarchical, 512 dimensions>
        """
        found = preset_of(name)
        return cls(
            found.make_tokenizer(),
            size_in(found, size),
            encoder=found.encoder,
            decoder=found.decoder,
            conditions=conditions,
            seed=seed,
            **changes,
        )

    def _make_network(self, conditions: dict[str, int]) -> "VaeNetwork":
        from symbolic.models.vae.network import VaeNetwork
        from symbolic.models.vae.steps import steps_of

        return VaeNetwork(
            steps_of(self.tokenizer, self.size.embedding, self.seed),
            self.size,
            self.bars,
            self.tokenizer.shape.bar,
            self.encoder,
            self.decoder,
            conditions,
            self.seed,
        )

    @property
    def nature(self) -> str:
        """What it is, in a few words."""
        return (
            f"a space of {self.size.latent} dimensions for {self.bars} bars of "
            f"{type(self.tokenizer).__name__}, {self.encoder} encoder, {self.decoder} decoder"
        )

    @property
    def hyperparameters(self) -> dict[str, Any]:
        """What the class takes beside tokenizer, conditions and seed, as plain values."""
        return {"size": asdict(self.size), "encoder": self.encoder, "decoder": self.decoder}

    @classmethod
    def _made(
        cls, tokenizer: Tokenizer, config: dict[str, Any], known: dict[str, Any]
    ) -> "MusicVAE":
        ways = {way: config[way] for way in ("encoder", "decoder")}
        return cls(tokenizer, VaeSize(**config["size"]), **ways, **known)

    def humanize(self, score: "Score", track: int | str | None = None, **options: Any) -> "Score":
        """The drums of a score played as a drummer would: how loud, how early and late."""
        return self._completed("humanize", score, track, options)

    def tap_to_drums(
        self, score: "Score", track: int | str | None = None, **options: Any
    ) -> "Score":
        """A groove for a whole kit from a rhythm that is tapped, on whichever drums."""
        return self._completed("tap_to_drums", score, track, options)

    def add_hihats(self, score: "Score", track: int | str | None = None, **options: Any) -> "Score":
        """The drums of a score with hi-hats that go with them."""
        return self._completed("add_hihats", score, track, options)

    def _completed(
        self, way: str, score: "Score", track: int | str | None, options: dict[str, Any]
    ) -> "Score":
        from symbolic.models.vae.verbs import completed

        temperature, seed = options.pop("temperature", 0.0), options.pop("seed", 0)
        return completed(self._telling(options, temperature, seed), score, track, way)

    def grown(self, bars: int) -> "MusicVAE":
        """A model of more bars that begins with what this one knows of few: a multiple of them."""
        from symbolic.models.vae.growing import grown

        return grown(self, bars)

    def __repr__(self) -> str:
        return (
            f"<MusicVAE of {type(self.tokenizer).__name__}: {self.bars} bars, "
            f"{self.encoder} to {self.decoder}, {self.size.latent} dimensions>"
        )


def _checked(size: VaeSize) -> VaeSize:
    for name, value in asdict(size).items():
        if name != "dropout":
            whole(name, value, 0 if name == "reader_units" else 1, MOST)
    if not 0 <= real("dropout", size.dropout) < 1:
        raise SymbolicError(f"dropout={size.dropout}: a share from 0 up to, but not, 1 is left out")
    return size
