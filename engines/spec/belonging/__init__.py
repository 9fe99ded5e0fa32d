"""Finds every list of properties in prose and whose it is, by what governs the list, whatever the verb. Used by telling."""

from engines.spec.belonging.introduced import introduced
from engines.spec.belonging.reading import belonging

__all__ = ["belonging", "introduced"]
