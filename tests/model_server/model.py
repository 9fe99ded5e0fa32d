"""What a model is scripted to say or to fail with, and what a request was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Said = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer. `text` comes piece by piece when a stream is asked for, or from the request's body by a function.

    `status` other than 200 fails, with `retry_after` in its header; `late` seconds before the first byte, `pause` between
    pieces; `cut` breaks the connection after so many pieces, `garbled` sends one that is no JSON after so many.
    """

    text: str | Said = "All is ready."
    calls: Sequence[tuple[str, Mapping[str, Any]]] = ()
    read: int = 12
    written: int = 5
    cached: int = 0
    finish: str = "stop"
    status: int = 200
    message: str = "It failed."
    retry_after: str = ""
    late: float = 0.0
    pause: float = 0.0
    cut: int | None = None
    garbled: int | None = None

    def words(self, body: Mapping[str, Any]) -> list[str]:
        """The text in pieces that together are the text."""
        text = self.text if isinstance(self.text, str) else self.text(body)
        words = text.split(" ")
        return [word if n == 0 else f" {word}" for n, word in enumerate(words)] if text else []


@dataclass(kw_only=True)
class Seen:
    """A request as it came. `left` is set once the client closed the connection before the answer's end."""

    dialect: str
    model: str
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    sent: int = 0
    left: bool = False
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class Request:
    """An HTTP request that was read whole."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: dict[str, Any] = field(default_factory=dict)


class Dialect(Protocol):
    """A provider's protocol."""

    name: str

    def model_of(self, request: Request) -> str | None:
        """Which model is asked, None when this is not the dialect's request."""
        ...

    def streams(self, request: Request) -> str:
        """The content type of the stream that is asked for, empty for an answer at once."""
        ...

    def pieces(self, reply: Reply, request: Request) -> Iterator[bytes]: ...

    def whole(self, reply: Reply, request: Request) -> Mapping[str, Any]: ...

    def fault(self, reply: Reply) -> Mapping[str, Any]: ...

    def garbled(self) -> bytes:
        """A piece as no parser takes it."""
        ...
