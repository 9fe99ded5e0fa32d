"""A collection of given interfaces with the tests that an application built from them must pass."""
