"""Reaches an engine elsewhere by its address and a token, and says in words why it can't: the second kind of finder."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from app.client import EngineError, NoEngine
from app.client.errors import Lost, OtherVersion, Refused
from app.engine_file import EngineFile
from app.version import VERSION
from ui.engine.address import checked, place_of
from ui.language import say

PATIENCE = 10.0
UNAUTHORIZED = 401


class Finding(Protocol):
    """Finds an engine to talk to; blocks. Raises an EngineError."""

    def find(self) -> EngineFile: ...


class TokenRefused(EngineError):
    """The engine does not know this token; asking again with it is of no use."""


class NotAnEngine(NoEngine):
    """Something answers at the address, and it is no engine."""


@dataclass(frozen=True, kw_only=True)
class Attached:
    """The engine at an address; `token` is asked for at each find and may block."""

    address: str
    token: Callable[[], str]

    def find(self) -> EngineFile:
        """BadAddress, NoToken, NoEngine, NotAnEngine, TokenRefused or OtherVersion where it can't be used."""
        address = checked(self.address)
        engine = EngineFile(pid=0, address=address, token=self.token(), version="", started="")
        pid, version = self._asked(engine)
        if version != VERSION:
            raise other_version(place_of(address), version)
        return EngineFile(pid=pid, address=address, token=engine.token, version=version, started="")

    def _asked(self, engine: EngineFile) -> tuple[int, str]:
        """Process and version, as the engine tells them to who knows the token."""
        from app.client.exchange import Exchange

        exchange = Exchange(engine, patience=PATIENCE)
        try:
            said = exchange.request("GET", "/status")
            return int(said["pid"]), str(said["version"])
        except Lost as loss:
            raise _unreachable(engine.address, loss) from loss
        except Refused as refusal:
            if refusal.status == UNAUTHORIZED:
                raise _token_refused(engine.address) from refusal
            raise _no_engine(engine.address) from refusal
        except (EngineError, ValueError, TypeError, KeyError) as error:
            raise _no_engine(engine.address) from error
        finally:
            exchange.close()


def other_version(place: str, version: str) -> OtherVersion:
    """Which of the two is the older, and what to do."""
    values = {"place": place, "theirs": version, "ours": VERSION}
    if _numbers(version) < _numbers(VERSION):
        return OtherVersion(
            say("The engine at {place} is too old: it is {theirs}, this window is {ours}.", **values),
            hint=say("Have QuantumLayer {version} installed there.", version=VERSION),
        )
    return OtherVersion(
        say("This window is too old for the engine at {place}: that is {theirs}, this {ours}.", **values),
        hint=say("Install QuantumLayer {version} on this machine.", version=version),
    )


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _unreachable(address: str, loss: Lost) -> NoEngine:
    import ssl

    place = place_of(address)
    for cause in _causes(loss):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoEngine(
                say("The certificate of {place} is not trusted: {why}.", place=place, why=cause.verify_message),
                hint=say("Where it is your own, name its file in the variable SSL_CERT_FILE before the window starts."),
            )
        if isinstance(cause, ssl.SSLError):
            return NoEngine(
                say("{place} does not speak https.", place=place), hint=say("See whether the port is right.")
            )
        if isinstance(cause, socket.gaierror):
            return NoEngine(say("No machine is called {place}.", place=place), hint=say("Correct the address."))
    why = next((cause.strerror for cause in _causes(loss) if isinstance(cause, OSError) and cause.strerror), "")
    return NoEngine(
        say("{place} cannot be reached: {why}.", place=place, why=why or say("no answer in time")),
        hint=say("See whether the engine runs there, and whether the network or the tunnel leads to it."),
    )


def _token_refused(address: str) -> TokenRefused:
    return TokenRefused(
        say("{place} refused the token.", place=place_of(address)),
        hint=say("An engine has a new token after each start: take it from engine.json in its data folder."),
    )


def _no_engine(address: str) -> NotAnEngine:
    return NotAnEngine(
        say("What answers at {address} is no QuantumLayer engine.", address=address), hint=say("Correct the address.")
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
