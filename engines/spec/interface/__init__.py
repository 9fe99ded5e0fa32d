"""Reads a given interface: an OpenAPI document, or prose that names paths, into what stands behind it."""
