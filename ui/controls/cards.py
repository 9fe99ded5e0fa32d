"""Planes and lines: cards with a line around, thin separators, boxes without margins."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

Plane = Literal["window", "rail", "surface", "sunken", "info_soft", "warning_soft", "danger_soft", "foot", "none"]


def line(*, upright: bool = False) -> QFrame:
    """A separator of one pixel."""
    made = QFrame()
    made.setProperty("kind", "line")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def box(*, across: bool = False, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0) -> QBoxLayout:
    """A layout with the margins (left, top, right, bottom) and gap that are named, and no others."""
    made: QBoxLayout = QHBoxLayout() if across else QVBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(gap)
    return made


def plane(role: Plane, layout: QBoxLayout) -> QWidget:
    """A widget with the ground of a role."""
    made = QWidget()
    made.setProperty("plane", role)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setLayout(layout)
    return made


def reveal(widget: QWidget, wanted: bool) -> None:
    """Shows or hides a part; one that has no parent yet comes with it, where `setVisible` would open a window."""
    if not wanted:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)


def show_property(widget: QWidget, name: str, value: str) -> None:
    """Changes a property that the style sheet asks for, and shows it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class _Page(QScrollArea):
    """Gives its widget the height that wrapped texts need at the present width; Qt's own asks for none at any width."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and watched is self.widget():
            self._fit()
        return done

    def _fit(self) -> None:
        inner = self.widget()
        layout = inner.layout() if inner is not None else None
        if inner is not None and layout is not None and layout.hasHeightForWidth():
            inner.setMinimumHeight(layout.totalMinimumHeightForWidth(self.viewport().width()))


def scrolled(inner: QWidget) -> QScrollArea:
    """A page that scrolls up and down when it is too long."""
    return _Page(inner)


class Card(QFrame):
    """White ground, a line, round corners; widgets go into `body`."""

    def __init__(self, *, padding: int = 14, gap: int = 8) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.body = box(margins=(padding, padding, padding, padding), gap=gap)
        self.setLayout(self.body)
