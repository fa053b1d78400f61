"""Compiled functions of a network: made once, kept as long as it lives, on any backend."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import keras

_made: "WeakKeyDictionary[keras.Model, dict[Hashable, Callable]]" = WeakKeyDictionary()


def compiled(
    network: "keras.Model", name: Hashable, function: Callable, with_xla: bool = False
) -> Callable:
    """A function that reads a network's weights, compiled when it is first asked for by a name.

    Parameters
    ----------
    name
        Stands for the function and all it depends on beside its arguments.
    with_xla
        Whether TensorFlow compiles with XLA, for each shape by itself.
    """
    made = _made.setdefault(network, {})
    key = name, with_xla
    if key not in made:
        made[key] = _compile(network, function, with_xla)
    return made[key]


def compilations(network: "keras.Model") -> int:
    """How many times functions of a network have been compiled."""
    return sum(_traces(function) for function in _made.get(network, {}).values())


def _compile(network: "keras.Model", function: Callable, with_xla: bool) -> Callable:
    import keras

    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        if with_xla:
            return tf.function(function, autograph=False, jit_compile=True)
        return tf.function(function, reduce_retracing=True, autograph=False)
    return _for_jax(network, function) if keras.backend.backend() == "jax" else function


def _traces(function: Callable) -> int:
    if hasattr(function, "experimental_get_tracing_count"):
        return function.experimental_get_tracing_count()
    return getattr(function, "traced", lambda: 1)()


def _for_jax(network: "keras.Model", function: Callable) -> Callable:
    """Weights are arguments, or else jax would freeze them into what it compiles."""
    import jax
    import keras

    traced = 0

    @jax.jit
    def pure(values: list, arguments: tuple) -> Any:
        nonlocal traced
        traced += 1
        with keras.StatelessScope(list(zip(network.variables, values, strict=True))):
            return function(*arguments)

    def called(*arguments: Any) -> Any:
        return pure([one.value for one in network.variables], arguments)

    called.traced = lambda: traced  # type: ignore[attr-defined]
    return called
