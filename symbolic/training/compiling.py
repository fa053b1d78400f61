"""Compiling a network to learn: its optimizer, and whether XLA is worth it."""

from typing import TYPE_CHECKING

import keras

from symbolic.models.cudnn import has_gpu
from symbolic.training.schedule import WarmupCosine

if TYPE_CHECKING:
    from symbolic.training.recipe import Recipe

# Measured: XLA halves the speed of TensorFlow's loops on a CPU, and cuDNN's kernels are not for
# it; jax knows no other way.
WITH_XLA = {"jax": True, "tensorflow": False, "torch": False}


def compile_network(network: keras.Model, recipe: "Recipe") -> None:
    """Make a network ready for `fit`."""
    recipe.prepare(network)
    rate = WarmupCosine(
        recipe.learning_rate, _updates(recipe), _warmup(recipe), recipe.final, recipe.accumulate
    )
    optimizer: keras.optimizers.Optimizer = keras.optimizers.AdamW(
        rate,
        weight_decay=recipe.weight_decay,
        beta_2=0.99,
        global_clipnorm=recipe.clip or None,
        gradient_accumulation_steps=recipe.accumulate if recipe.accumulate > 1 else None,
    )
    if recipe.precision == "mixed_float16":
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    network.compile(
        optimizer,
        jit_compile=WITH_XLA[keras.backend.backend()],
        **network.objective(),
    )


def kernels() -> str:
    """Where the network runs."""
    return f"{keras.backend.backend()} on {'a GPU' if has_gpu() else 'the CPU'}"


def _updates(recipe: "Recipe") -> int:
    return -(-recipe.steps // recipe.accumulate)


def _warmup(recipe: "Recipe") -> int:
    return min(recipe.warmup // recipe.accumulate, _updates(recipe) // 2)
