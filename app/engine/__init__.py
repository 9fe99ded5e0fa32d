"""The engine process: one per data directory, found by its file, stopped by idleness (python -m app.engine)."""
