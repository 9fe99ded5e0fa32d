"""Reads an interface that is given in prose alone into an OpenAPI document, each part with the sentence it came from."""
