"""What the blueprint python-cli derives from a specification: options, code, samples and expected results."""
