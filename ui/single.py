"""One window per data directory: a second start hands its files to the first and ends."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT = 1000


class SingleInstance(QObject):
    """`asked` carries the places (files or folders) that a later start was given; an empty list only raises the window."""

    asked = Signal(list)

    def __init__(self, home: Path) -> None:
        super().__init__()
        mark = hashlib.sha256(str(home).encode()).hexdigest()[:12]
        self._name = f"quantumlayer-window-{mark}"
        self._server: QLocalServer | None = None

    def hand_over(self, places: list[str]) -> bool:
        """True when another window took them."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(WAIT):
            return False
        socket.write(json.dumps(places).encode())
        socket.waitForBytesWritten(WAIT)
        socket.disconnectFromServer()
        return True

    def listen(self) -> None:
        """From now on this is the one window; what a dead one left behind is removed."""
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)
        self._server.listen(self._name)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    def _take(self) -> None:
        if self._server is None:
            return
        socket = self._server.nextPendingConnection()
        socket.waitForReadyRead(WAIT)
        try:
            places = json.loads(bytes(socket.readAll().data()).decode() or "[]")
        except ValueError:
            places = []  # somebody else spoke to the socket: only raise the window
        socket.deleteLater()
        self.asked.emit([str(place) for place in places] if isinstance(places, list) else [])
