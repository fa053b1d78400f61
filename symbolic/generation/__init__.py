"""Generation: samplers, the compiled loop under the grammar, whole pieces and streams of notes."""

from symbolic.generation.samplers import (
    Beam,
    Greedy,
    MinP,
    RepetitionPenalty,
    Sampler,
    Temperature,
    TopK,
    TopP,
)

__all__ = [
    "Beam",
    "Greedy",
    "MinP",
    "RepetitionPenalty",
    "Sampler",
    "Temperature",
    "TopK",
    "TopP",
]
