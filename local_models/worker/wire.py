"""The worker's end of the pipes: one JSON object a line. Requests wait in a queue; cancelling one is heard at once."""

from __future__ import annotations

import json
import os
import queue
import threading
from typing import Any, BinaryIO

Message = dict[str, Any]
PIECE = 1 << 16


class Wire:
    """Takes standard input and output for itself: whatever llama.cpp prints goes to standard error."""

    def __init__(self) -> None:
        self._answers: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self._asked: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def next(self) -> Message:
        """The next request; waits for it."""
        return self._asked.get()

    def cancelled(self, number: int) -> bool:
        """Whether nobody waits for this request any more."""
        return number in self._cancelled

    def tell(self, number: int, **message: object) -> None:
        self._answers.write(json.dumps({"id": number, **message}).encode() + b"\n")

    def _listen(self) -> None:
        held = b""
        while piece := os.read(0, PIECE):  # not sys.stdin, whose lock would be in the way when Python ends
            *lines, held = (held + piece).split(b"\n")
            for message in map(json.loads, lines):
                if message["do"] == "cancel":
                    self._cancelled.add(message["id"])
                else:
                    self._asked.put(message)
        os._exit(0)  # the engine is gone, whatever is being computed
