"""The running page inside the window, where the extra "webview" (QtWebEngine) is installed. Shown by `Picture`."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.language import say

MODULE = "PySide6.QtWebEngineWidgets"
LEAST_ZOOM, EDGE = 0.25, 8
"""A page has square corners; the edge keeps those of its card round."""


def can_be_live() -> bool:
    """Whether QtWebEngine is there and would start: as the superuser it ends the whole program unless told otherwise."""
    superuser = sys.platform == "linux" and os.geteuid() == 0
    return find_spec(MODULE) is not None and (not superuser or bool(os.environ.get("QTWEBENGINE_DISABLE_SANDBOX")))


class LivePage(QWidget):
    """A page as wide as a screen of `shown_width`, made smaller to fit. ImportError where a library of the system lacks.

    Each has a profile of its own that keeps nothing; `ended` tells that the browser's process is gone.
    """

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
        from PySide6.QtWebEngineWidgets import QWebEngineView

        self._profile = QWebEngineProfile(QApplication.instance())  # it must outlive the page, whatever goes first
        self.view = QWebEngineView(self)
        self.page = QWebEnginePage(self._profile, self.view)
        self.view.setPage(self.page)
        self.view.setAccessibleName(say("The running page"))
        self.page.renderProcessTerminated.connect(lambda *_: self.ended.emit())
        self.setFocusProxy(self.view)
        self._width = 1280

    def open(self, url: str) -> None:
        """Loads a page, or loads anew where a person went in the same application; another one's cookies are forgotten."""
        wanted, shown = QUrl(url), self.page.url()
        if (wanted.host(), wanted.port()) != (shown.host(), shown.port()):
            self._profile.cookieStore().deleteAllCookies()
            self.page.setUrl(wanted)
        else:
            self.page.setUrl(shown)

    def show_width(self, width: int) -> None:
        """How wide the screen is that the page is made for, in pixels."""
        self._width = width
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * EDGE
        wide = min(room, self._width)
        self.view.setGeometry((self.width() - wide) // 2, 0, wide, self.height() - EDGE)
        self.page.setZoomFactor(min(1.0, max(LEAST_ZOOM, room / self._width)))
