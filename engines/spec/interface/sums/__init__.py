"""Sums that a document tells in prose: formulas, bounds and points, and whether its examples agree with them."""
