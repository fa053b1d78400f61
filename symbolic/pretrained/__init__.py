"""The models that come with the library, and how they were made."""

from symbolic.pretrained.catalogue import builtin_models, load_model

__all__ = ["builtin_models", "load_model"]
