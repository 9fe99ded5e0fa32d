"""The one tree of errors; faces print `str(error)` and `error.hint`, the server turns them into problem documents."""

from __future__ import annotations


class QuantumLayerError(Exception):
    """Something failed; `hint` says what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UserError(QuantumLayerError):
    """What was asked for cannot be done as it was asked."""


class NotFound(UserError):
    """The named thing does not exist."""


class Conflict(UserError):
    """The state of things does not allow it now."""


class Denied(QuantumLayerError):
    """A policy or a permission forbids it."""


class Unavailable(QuantumLayerError):
    """A part that this needs is missing or does not answer."""


class Retryable(QuantumLayerError):
    """It may work later; `delay` is in seconds."""

    def __init__(self, message: str, *, delay: float, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.delay = delay
