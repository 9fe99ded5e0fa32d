"""View-models of the blueprint python-ml: decisions made here, text in its templates."""
