"""The compiled loops of identities and facts, where they were built: see _looks.c."""

try:
    from symbolic.datasets._looks import identity, overview
except ImportError:  # installed without a compiler
    identity = overview = None

IS_COMPILED = identity is not None
