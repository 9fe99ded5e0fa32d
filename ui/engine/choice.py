"""Which engine the window works with: this machine's own, or one elsewhere by its address. One per window."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.client import EngineError
from app.client.connection import Finder
from ui.engine.address import checked
from ui.engine.attached import Attached, Finding
from ui.engine.link import EngineLink
from ui.engine.threads import in_thread
from ui.engine.tokens import Tokens
from ui.language import say
from ui.preferences import Preferences

ADDRESS, LAST = "engine/address", "engine/last"
LONGEST = 4096


class BadToken(EngineError):
    """What was given can be no token; the message does not repeat it."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An engine that answered a trial, after so many seconds."""

    address: str
    version: str
    pid: int
    seconds: float


class EngineChoice(QObject):
    """`switched` once the link has turned to another engine; what was known of the one before is of no use then."""

    switched = Signal()

    def __init__(self, home: Path, preferences: Preferences) -> None:
        super().__init__()
        self.home, self._preferences = home, preferences
        self._tokens = Tokens(home)
        address = preferences.text(ADDRESS)
        self.link = EngineLink(self._finder(address), address=address)

    @property
    def last(self) -> str:
        """The address that was used last, to be offered again."""
        return self._preferences.text(ADDRESS) or self._preferences.text(LAST)

    @property
    def drafts(self) -> Path:
        """Where unsaved text of this engine's files is kept: another engine may have other files at the same paths."""
        folder, address = self.home / "drafts", self.link.address
        return folder / hashlib.sha256(address.encode()).hexdigest()[:16] if address else folder

    @property
    def folders_refusal(self) -> str:
        """Why this machine's folders can't be worked with, '' where they can."""
        return "" if self.link.here else say("The engine runs elsewhere and cannot work in folders of this machine.")

    async def test(self, given: str, token: str) -> Answered:
        """Asks the engine at an address how it is, with this token or, where that is '', the one that is kept."""
        address, token = checked(given), checked_token(token)
        finder = Attached(address=address, token=(lambda: token) if token else partial(self._tokens.get, address))
        began = time.monotonic()
        engine = await in_thread(finder.find)
        return Answered(address=address, version=engine.version, pid=engine.pid, seconds=time.monotonic() - began)

    async def attach(self, given: str, token: str) -> str:
        """Turns to the engine at an address once it has answered; returns why its token is not in the keyring, '' where it is."""
        answered = await self.test(given, token)
        fault = await in_thread(partial(self._tokens.keep, answered.address, checked_token(token))) if token else ""
        self._turn(answered.address)
        return fault

    def detach(self) -> None:
        """Back to this machine's own engine. The address stays known, and so does its token."""
        if not self.link.here:
            self._turn("")

    async def forget(self, given: str) -> str:
        """Takes the token of an address out of the keyring; returns why it could not be, '' where it was."""
        return await in_thread(partial(self._tokens.forget, checked(given)))

    def _turn(self, address: str) -> None:
        if address:
            self._preferences.set(LAST, address)
            self._preferences.set(ADDRESS, address)
        else:
            self._preferences.reset(ADDRESS)
        self.link.switch(self._finder(address), address=address)
        self.switched.emit()

    def _finder(self, address: str) -> Finding:
        if not address:
            return Finder(home=self.home)
        return Attached(address=address, token=partial(self._tokens.get, address))


def checked_token(given: str) -> str:
    """A token without the space around it, '' for none; BadToken for what can be none."""
    token = given.strip()
    if not token.isascii() or not token.isprintable() or " " in token or len(token) > LONGEST:
        raise BadToken(
            say("That is no token: it is one word of printable characters."),
            hint=say("It stands behind “token” in engine.json, in the data folder of that engine."),
        )
    return token
