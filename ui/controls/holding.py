"""The focus of a region whose controls are switched off for a moment, which takes the focus from them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusHold:
    """`take` before they are switched off, `give_back` once they are on again."""

    def __init__(self, region: QWidget) -> None:
        self._region = region
        self._had: QWidget | None = None

    def take(self) -> None:
        focus = QApplication.focusWidget()
        self._had = focus if focus is not None and self._region.isAncestorOf(focus) else None

    def give_back(self) -> None:
        """Nothing where a person went elsewhere meanwhile, or the control is gone."""
        had, self._had = self._had, None
        focus = QApplication.focusWidget()
        elsewhere = focus is not None and focus.isVisible() and not self._region.isAncestorOf(focus)
        if had is not None and isValid(had) and had.isVisible() and had.isEnabled() and not elsewhere:
            had.setFocus(Qt.FocusReason.OtherFocusReason)
