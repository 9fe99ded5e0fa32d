"""Reads English that changes an existing specification."""

from engines.spec.changing.model import ChangeReading
from engines.spec.changing.reading import read_change

__all__ = ["ChangeReading", "read_change"]
