"""The Alembic revision that leads from some tables to others."""

from engines.qlayer.migration.model import Moves
from engines.qlayer.migration.revision import Revision, revision_file, undoing_file
from engines.qlayer.migration.tables import Table

__all__ = ["Moves", "Revision", "Table", "revision_file", "undoing_file"]
