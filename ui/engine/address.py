"""Addresses of engines elsewhere: https, or http on this machine's loopback, as behind an SSH tunnel. Pure."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from app.client import EngineError
from ui.language import say


class BadAddress(EngineError):
    """What was given can't be the address of an engine; the message names it."""


def checked(given: str) -> str:
    """The address as it is kept: scheme, host, port and path, without a slash at its end. Raises BadAddress."""
    text = given.strip()
    if not text:
        raise BadAddress(say("An address is needed."), hint=_example())
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(say("“{address}” is no address.", address=text), hint=str(error)) from error
    if parts.scheme not in ("https", "http") or not host or any(sign.isspace() for sign in text):
        raise BadAddress(say("“{address}” is no address of an engine.", address=text), hint=_example())
    if parts.username is not None or parts.password is not None:
        raise BadAddress(
            say("An address may not hold a name or a password: “{host}” is enough.", host=_place(parts)),
            hint=say("The token goes into its own field."),
        )
    if parts.query or parts.fragment:
        raise BadAddress(say("“{address}” has a part behind its path.", address=text), hint=_example())
    if parts.scheme == "http" and not is_loopback(host):
        raise BadAddress(
            say("“{address}” is not encrypted: others could read the token on its way.", address=text),
            hint=say("Use https, or an SSH tunnel to a port of this machine and its http address."),
        )
    return f"{parts.scheme}://{_host(host)}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether a host's name or number means this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def place_of(address: str) -> str:
    """What people call it: host and port."""
    return urlsplit(address).netloc or address


def _place(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _example() -> str:
    return say("Such as https://engine.example.org or http://127.0.0.1:7700.")
