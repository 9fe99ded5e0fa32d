"""The navigation rail: one painted button a room, in groups; narrow windows fold it to icons with tooltips."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from ui.controls.cards import box
from ui.controls.labels import label
from ui.language import say
from ui.rooms import DOORS, Door, title_of
from ui.theme import Theme

WIDE, FOLDED, ITEM = 204, 52, 30


class RailItem(QAbstractButton):
    """A room in the rail; `people` counts what waits for a person, `count` only counts."""

    def __init__(self, theme: Theme, door: Door) -> None:
        super().__init__()
        self.door, self._theme = door, theme
        self._folded, self._people = False, 0
        self.setCheckable(True)
        self.setText(title_of(door.name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(ITEM, self._theme.scaled(ITEM))

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self._tell()
        self.update()

    def wait_for(self, people: int) -> None:
        """How many things of this room wait for a person."""
        self._people = people
        self._tell()
        self.update()

    def allow(self, reason: str) -> None:
        """Off, with the reason in the tooltip; '' is on."""
        self.setEnabled(not reason)
        self._tell(reason)

    def retitle(self) -> None:
        self.setText(title_of(self.door.name))
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(10.5, 0.5, -10.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.setBrush(theme.colour("selected" if theme.dark else "surface"))
            painter.drawRoundedRect(place, 6, 6)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(place, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, 6, 6)
        chosen = self.isChecked()
        role = "accent_text" if chosen else "text_2" if self.isEnabled() else "text_3"
        if not self.isEnabled():
            painter.setOpacity(0.6)
        top = round((self.height() - 16) / 2)
        left = round((self.width() - 16) / 2) if self._folded else 18
        painter.drawPixmap(left, top, theme.pixmap(self.door.icon, role, 16, self.devicePixelRatioF()))
        if not self._folded:
            painter.setFont(theme.font("body", weight=600 if chosen else 500))
            painter.setPen(theme.colour("text" if self.isEnabled() else "text_3"))
            painter.drawText(
                QRectF(45, 0, self.width() - 80, self.height()), int(Qt.AlignmentFlag.AlignVCenter), self.text()
            )
        if self._people:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        size = 8 if self._folded else 19
        right = self.width() - (12 if self._folded else 18)
        circle = QRectF(right - size, (4 if self._folded else (self.height() - size) / 2), size, size)
        painter.drawEllipse(circle)
        if not self._folded:
            painter.setPen(self._theme.colour("on_accent"))
            painter.setFont(self._theme.font("caption", weight=600))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(min(self._people, 99)))

    def _tell(self, reason: str = "") -> None:
        waiting = say("{n} waiting for you", n=self._people) if self._people else ""
        self.setAccessibleName(f"{self.text()}, {waiting}" if waiting else self.text())
        self.setAccessibleDescription(reason)
        self.setToolTip(reason or (f"{self.text()}  {self.door.keys}" if self._folded or self.door.keys else ""))


class Mark(QWidget):
    """Three stacked sheets and the product's name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._folded = theme, False
        self.setFixedHeight(48)
        self.setAccessibleName("QuantumLayer")
        theme.changed.connect(self.update)

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, theme, (self.width() - 20) / 2 if self._folded else 18.0, 14.0, 20.0)
        if not self._folded:
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font("heading"))
            painter.drawText(QRectF(48, 0, self.width() - 50, 48), int(Qt.AlignmentFlag.AlignVCenter), "QuantumLayer")


def paint_mark(painter: QPainter, theme: Theme, left: float, top: float, size: float) -> None:
    """The mark in a square: accent above, accent at 60 percent, info at 55 percent."""
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPolygonF

    painter.setPen(Qt.PenStyle.NoPen)
    for row, (role, share) in enumerate((("info", 0.55), ("accent", 0.6), ("accent", 1.0))):
        middle = top + size * (0.72 - 0.22 * row)
        sheet = QPolygonF(
            [
                QPointF(left, middle),
                QPointF(left + size / 2, middle - size * 0.27),
                QPointF(left + size, middle),
                QPointF(left + size / 2, middle + size * 0.27),
            ]
        )
        colour = theme.colour(role)
        colour.setAlphaF(share)
        painter.setBrush(colour)
        painter.drawPolygon(sheet)


class Rail(QWidget):
    """All doors; `open_room` is called with the name of one."""

    def __init__(self, theme: Theme, open_room: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("plane", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.items: dict[str, RailItem] = {}
        self._titles: list[tuple[str, QLabel]] = []
        self._mark = Mark(theme)
        rows = box(gap=1, margins=(0, 0, 0, 10))
        rows.addWidget(self._mark)
        group = ""
        for door in DOORS:
            if door.group != group and door.group != "foot":
                title = label(title_of(door.group), "caption", "text_3")
                title.setContentsMargins(18, 14, 0, 4)
                self._titles.append((door.group, title))
                rows.addWidget(title)
            elif door.group == "foot":
                rows.addStretch()
            group = door.group
            item = RailItem(theme, door)
            item.clicked.connect(lambda _=False, name=door.name: open_room(name))
            self.items[door.name] = item
            rows.addWidget(item)
        self.setLayout(rows)
        self.setFixedWidth(WIDE)
        self.folded = False

    def choose(self, name: str) -> None:
        for each, item in self.items.items():
            item.setChecked(each == name)

    def allow_projects(self, allowed: bool) -> None:
        """Whether the rooms that belong to a project can be entered."""
        for item in self.items.values():
            if item.door.needs_project:
                item.allow("" if allowed else say("Choose a project first."))

    def fold(self, folded: bool) -> None:
        self.folded = folded
        self.setFixedWidth(FOLDED if folded else max(WIDE, self._theme.scaled(WIDE)))
        self._mark.fold(folded)
        for _, title in self._titles:
            title.setVisible(not folded)
        for item in self.items.values():
            item.fold(folded)

    def retitle(self) -> None:
        """After a change of language."""
        for name, title in self._titles:
            title.setText(title_of(name))
        for item in self.items.values():
            item.retitle()
