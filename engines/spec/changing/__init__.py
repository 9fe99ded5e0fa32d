"""Reads what changes an existing specification: English, and documents of interfaces."""

from engines.spec.changing.model import ChangeReading
from engines.spec.changing.reading import read_change
from engines.spec.changing.services import read_document_change, read_service_change

__all__ = ["ChangeReading", "read_change", "read_document_change", "read_service_change"]
