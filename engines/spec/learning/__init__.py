"""Reads briefs for machine-learning services."""
