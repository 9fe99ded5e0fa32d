"""Buttons by kind: plain, primary, danger, quiet, pill, link; with our icons, which follow the theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
)

from ui.controls.following import follow
from ui.theme import Theme

Kind = Literal["plain", "primary", "danger", "quiet", "pill", "link"]
GAP = 4
_ICON_ROLES: dict[str, str] = {"primary": "on_accent", "danger": "danger", "link": "accent_text"}


def button(
    theme: Theme,
    text: str,
    *,
    kind: Kind = "plain",
    icon: str = "",
    keys: str = "",
    run: Callable[[], object] | None = None,
    dense: bool = False,
    name: str = "",
) -> QPushButton:
    """A button that names its effect; `keys` are shown in its tooltip, `name` is its accessible name if not its text."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setProperty("dense", dense)
    made.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
    made.setAutoDefault(False)
    if name:
        made.setAccessibleName(name)
    if keys:
        made.setToolTip(f"{text}  {keys}")
    if icon:
        _follow(made, theme, icon, _ICON_ROLES.get(kind, "text_2"))
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


class ElidedLink(QPushButton):
    """A link that may be narrower than its words; the whole of them is its tooltip then."""

    def __init__(self, text: str, *, middle: bool = False, run: Callable[[], object]) -> None:
        super().__init__(text)
        self.setProperty("kind", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.clicked.connect(lambda: run())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.sizeHint().width() > self.width() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        if self.sizeHint().width() > self.width():
            option.text = self.fontMetrics().elidedText(self.text(), self._mode, self.width() - 4)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)


def icon_button(
    theme: Theme, icon: str, name: str, *, keys: str = "", run: Callable[[], object] | None = None, framed: bool = False
) -> QToolButton:
    """A button of 28 by 28 with an icon alone; `name` is its tooltip and its accessible name."""
    made = QToolButton()
    made.setProperty("kind", "plain" if framed else "quiet")
    made.setAccessibleName(name)
    made.setToolTip(f"{name}  {keys}" if keys else name)
    made.setFixedSize(30, 30)
    made.setProperty("square", True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    _follow(made, theme, icon, "text_2")
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


def _follow(made: QAbstractButton, theme: Theme, icon: str, role: str) -> None:
    gap = GAP if made.text() else 0

    def paint() -> None:
        made.setIcon(theme.icon(icon, role, gap=gap))
        made.setIconSize(QSize(16 + gap, 16))

    paint()
    follow(made, theme.changed, paint)
