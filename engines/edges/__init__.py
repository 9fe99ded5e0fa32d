"""Adapters to the world outside: sandbox, keys, git, files. Chosen by app.bootstrap alone."""
