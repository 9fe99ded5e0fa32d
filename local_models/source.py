"""What a source says of a file before it is fetched: its size, its state and its digest. Called by download.

Sources are any web servers. The large one answers with the digest of the file behind its redirection; others may have a file
NAME.sha256 beside it, as `sha256sum` writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx

from engines.kernel.errors import Denied, NotFound, Retryable, Unavailable

_DIGEST = re.compile(r"^[0-9a-f]{64}$")
_TAG, _SIZE = "x-linked-etag", "x-linked-size"
_NO_HEAD = {405, 501}
LONGEST_DIGEST = 4096
BUSY = 5.0
"""Seconds to wait where a busy source does not say how long."""


@dataclass(frozen=True, kw_only=True)
class Remote:
    """A file at a source: bytes (0 if it does not say), a validator to go on by (empty if it gives no strong one), SHA-256."""

    size: int
    tag: str
    sha256: str


async def ask_source(http: httpx.AsyncClient, address: str) -> Remote:
    """What the source says; NotFound, Denied, Retryable or Unavailable as it answers."""
    try:
        answer = await http.head(address, headers={"Accept-Encoding": "identity"})
        check(answer, address)
        digest = _linked(answer) or await _beside(http, address)
    except httpx.TransportError as error:
        raise unreachable(address, error) from error
    if answer.status_code in _NO_HEAD:
        return Remote(size=0, tag="", sha256=digest)
    return Remote(size=_number(answer.headers.get("content-length", "")), tag=tag_of(answer), sha256=digest)


def check(answer: httpx.Response, address: str) -> None:
    """Raises what a refusal means; an answer that came without encryption after all is one."""
    safe = answer.history and answer.history[0].url.scheme == "https"
    if safe and answer.url.scheme != "https":
        raise Denied(f"{address} leads to {answer.url}, which is not encrypted.", hint="Use another source.")
    match answer.status_code:
        case 401 | 403:
            raise Denied(
                f"{address} is not given to everybody ({answer.status_code}).",
                hint="Download the file in a browser, where you can sign in, and add it: `ql models local add PATH`.",
            )
        case 404 | 410:
            raise NotFound(f"There is no file at {address}.", hint="Check the source, or choose another model.")
        case 429 | 502 | 503 | 504:
            asked = str(answer.headers.get("retry-after", ""))
            delay = int(asked) if asked.isdecimal() else BUSY
            raise Retryable(f"{address} is busy ({answer.status_code}).", delay=delay, hint="Try again later.")
        case code if code >= 400 and code not in {*_NO_HEAD, 416}:
            raise Unavailable(f"{address} answered {code}.", hint="Try again later, or use another source.")


def tag_of(answer: httpx.Response) -> str:
    """The strong validator of a file; a weak one may stay the same while bytes change."""
    tag = str(answer.headers.get("etag", ""))
    return "" if tag.startswith("W/") else tag


def unreachable(address: str, error: httpx.TransportError) -> Unavailable:
    """No answer came."""
    return Unavailable(
        f"{address} can't be reached: {error or type(error).__name__}.",
        hint="Check the network, or set another source with QL_MODELS_SOURCE.",
    )


def _linked(answer: httpx.Response) -> str:
    """The digest that a redirection on the way told."""
    for step in (*answer.history, answer):
        told = str(step.headers.get(_TAG, "")).strip('"').lower()
        if _DIGEST.match(told):
            return told
    return ""


async def _beside(http: httpx.AsyncClient, address: str) -> str:
    answer = await http.get(f"{address}.sha256")
    if answer.status_code != httpx.codes.OK or len(answer.content) > LONGEST_DIGEST:
        return ""
    told = (answer.text.split() or [""])[0].lower()
    return told if _DIGEST.match(told) else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
