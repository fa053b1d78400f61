"""The compiled loops of identities and facts, where they were built: see _looks.c."""

try:
    from symbolic.datasets._looks import identity, spread
except ImportError:  # installed without a compiler
    identity = spread = None

IS_COMPILED = identity is not None
