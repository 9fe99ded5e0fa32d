"""The lines of a document as a sequence that reads each when it is asked for: a long file is not copied at every key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from PySide6.QtGui import QTextDocument


class Lines(Sequence[str]):
    """Counted from 0, as the document stands at the moment of asking."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return self._document.blockCount()

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._document.findBlockByNumber(at % len(self)).text()
