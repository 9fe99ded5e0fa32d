"""The lives of things: which states they have, which steps lead from one to another, and who may take them."""

from engines.spec.lives.living import Life, lived
from engines.spec.lives.reader import lived_names, read_lives

__all__ = ["Life", "lived", "lived_names", "read_lives"]
