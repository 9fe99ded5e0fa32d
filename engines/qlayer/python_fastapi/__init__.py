"""View-models of the blueprint python-fastapi: decisions made here, text in its templates."""
