"""What can go wrong between a face and the engine; each error says what to do next in `hint`."""

from __future__ import annotations

from collections.abc import Sequence


class EngineError(Exception):
    """Something between this face and the engine failed."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NoEngine(EngineError):
    """No engine runs, or the one that was started does not answer."""


class OtherVersion(EngineError):
    """The engine that runs is of another version than this client."""


class Lost(EngineError):
    """The engine was asked and gave no answer; `repeatable` when asking again cannot do anything twice."""

    def __init__(self, message: str, *, repeatable: bool) -> None:
        super().__init__(message, hint="`ql engine logs` tells what it did last; then ask again.")
        self.repeatable = repeatable


class Refused(EngineError):
    """The engine answered with a problem: `status` is the HTTP status, `fields` are pairs of a field and its fault."""

    def __init__(self, message: str, *, status: int, hint: str = "", fields: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.fields = tuple(fields)
