"""Attacks on any running service, derived from its OpenAPI document alone; see README.md."""
