"""The Alembic revision that leads from the tables of one specification to those of the next."""

from engines.qlayer.python_fastapi.migration.revision import Revision, revision_file, undoing_file

__all__ = ["Revision", "revision_file", "undoing_file"]
