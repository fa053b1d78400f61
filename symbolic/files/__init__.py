"""score <-> the outside."""
