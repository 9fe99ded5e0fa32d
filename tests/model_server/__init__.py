"""Servers of language models for tests: they speak the providers' real protocols, on loopback, and fail as those fail.

A test scripts what each model says with `Reply`s and reads what was asked from `seen`. Where a behaviour was taken from
stands in each dialect's module.
"""

from tests.model_server.model import Reply, Seen
from tests.model_server.server import ModelServer

__all__ = ["ModelServer", "Reply", "Seen"]
