"""The activity panel: events of every run, whichever room is open. Ctrl+J; folded by default.

Batches come every 50 ms; the newest 5 000 rows are held and rows are painted, so ten thousand events stay smooth.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.client.model import Event
from ui.controls.buttons import icon_button
from ui.controls.cards import box
from ui.controls.labels import label
from ui.controls.search import SearchField
from ui.controls.segments import Segments
from ui.engine.telling import Told, clock, told
from ui.language import say
from ui.theme import Theme

ROWS, ROW = 5000, 28
FADE, FRAME = 0.6, 50
"""Seconds in which a new row fades, and milliseconds between two pictures of that."""
NEW = 10.0
"""An event this many seconds old is news; one of a past run that is shown again is not."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, kw_only=True)
class Line:
    """An event as it is shown."""

    run: str
    time: str
    told: Told
    event: Event
    came: float = 0.0
    """When it came to the list, on the monotonic clock; 0 for what was there before."""

    def fresh(self, now: float) -> float:
        """1 for a row that just came, 0 for one that is no longer new."""
        return max(0.0, 1 - (now - self.came) / FADE) if self.came else 0.0


def wall_clock(event: Event) -> str:
    """The time of day at which an event happened."""
    return f"{clock(event):%H:%M:%S}"


def line_of(event: Event, time: Callable[[Event], str] = wall_clock) -> Line:
    new = (datetime.now(UTC) - clock(event)).total_seconds() < NEW
    return Line(run=event.run, time=time(event), told=told(event), event=event, came=monotonic() if new else 0.0)


def kinds() -> list[tuple[str, str]]:
    """The filters of events, with their words."""
    return [
        ("all", say("All")),
        ("files", say("Files")),
        ("tests", say("Tests")),
        ("findings", say("Findings")),
        ("messages", say("Messages")),
    ]


class EventRows(QAbstractListModel):
    """The newest rows that pass the filter, oldest first; `time` says when an event was."""

    def __init__(self, *, time: Callable[[Event], str] = wall_clock) -> None:
        super().__init__()
        self._time = time
        self._all: deque[Line] = deque(maxlen=ROWS)
        self.shown: list[Line] = []
        self._kind, self._words = "all", ""

    def append(self, events: Sequence[Event]) -> None:
        """Takes in a batch; what falls out at the old end is dropped in one move."""
        lines = [line_of(event, self._time) for event in events]
        self._all.extend(lines)
        fitting = [each for each in lines if self._fits(each)]
        if not fitting:
            return
        over = len(self.shown) + len(fitting) - ROWS
        if over > 0:
            cut = min(over, len(self.shown))
            if cut:
                self.beginRemoveRows(QModelIndex(), 0, cut - 1)
                del self.shown[:cut]
                self.endRemoveRows()
            fitting = fitting[-ROWS:]
        self.beginInsertRows(QModelIndex(), len(self.shown), len(self.shown) + len(fitting) - 1)
        self.shown.extend(fitting)
        self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._all.clear()
        self.shown.clear()
        self.endResetModel()

    def choose(self, *, kind: str | None = None, words: str | None = None) -> None:
        """Another filter over all rows that are held."""
        self._kind = self._kind if kind is None else kind
        self._words = self._words if words is None else words.casefold()
        self.beginResetModel()
        self.shown = [each for each in self._all if self._fits(each)]
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.time} {row.told.who}: {row.told.what}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.told.what
        return row if role == Qt.ItemDataRole.UserRole else None

    def _fits(self, row: Line) -> bool:
        return (self._kind in ("all", row.told.kind)) and (
            not self._words or self._words in f"{row.told.who} {row.told.what} {row.event.kind}".casefold()
        )


class EventRow(QStyledItemDelegate):
    """Time, icon, who, what, kind of event; `height` in logical pixels, `run_name` adds the project's name."""

    def __init__(self, theme: Theme, *, height: int = ROW, run_name: Callable[[str], str] | None = None) -> None:
        super().__init__()
        self._theme, self._height, self._run_name = theme, height, run_name

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(400, self._theme.scaled(self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Line = index.data(Qt.ItemDataRole.UserRole)
        theme, place = self._theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(place, theme.colour("selected"))
        elif row.event.kind == "checkpoint.opened":
            painter.fillRect(place, theme.colour("warning_soft"))
        elif theme.motion and (fresh := row.fresh(monotonic())):
            fade = theme.colour("accent_soft")
            fade.setAlphaF(fresh)
            painter.fillRect(place, fade)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("code"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(place.adjusted(20, 0, 0, 0), middle, row.time)
        role = {"neutral": "text_3", "accent": "accent_text"}.get(row.told.tone, row.told.tone)
        painter.drawPixmap(
            round(place.left() + 96), round(place.center().y() - 7), theme.pixmap(row.told.icon, role, 14, 2.0)
        )
        painter.setFont(theme.font("body", weight=600))
        painter.setPen(theme.colour("text"))
        metrics = painter.fontMetrics()
        painter.drawText(
            place.adjusted(122, 0, 0, 0), middle, metrics.elidedText(row.told.who, Qt.TextElideMode.ElideRight, 150)
        )
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_3"))
        right = self._run_name(row.run) if self._run_name else row.event.kind
        taken = painter.fontMetrics().horizontalAdvance(right)
        painter.drawText(
            place.adjusted(0, 0, -20, 0), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), right
        )
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text_2"))
        space = max(0, round(place.width()) - 290 - taken - 40)
        what = painter.fontMetrics().elidedText(row.told.what.replace("\n", " "), Qt.TextElideMode.ElideRight, space)
        painter.drawText(place.adjusted(282, 0, 0, 0), middle, what)
        if not chosen:
            painter.fillRect(QRectF(place.left(), place.bottom(), place.width(), 1), theme.colour("line"))
        painter.restore()


class EventList(QListView):
    """Rows that follow the newest until a person scrolls back; `follow` goes on following."""

    def __init__(self, theme: Theme, rows: EventRows, *, name: str, height: int = ROW) -> None:
        super().__init__()
        self.rows, self.following = rows, True
        self.setModel(rows)
        self.setItemDelegate(EventRow(theme, height=height))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self._theme = theme
        self._fading = QTimer(self, interval=FRAME)
        self._fading.timeout.connect(self._fade)
        rows.rowsInserted.connect(self._keep_up)
        rows.rowsInserted.connect(self._begin_to_fade)
        rows.modelReset.connect(self._keep_up)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self.doItemsLayout)

    def follow(self) -> None:
        self.following = True
        self.scrollToBottom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        following = self.following
        super().resizeEvent(event)
        if following:
            self.follow()

    def _keep_up(self) -> None:
        if self.following:
            self.scrollToBottom()

    def _begin_to_fade(self) -> None:
        if self._theme.motion and self.isVisible():
            self._fading.start()

    def _fade(self) -> None:
        """Paints what is seen again until the newest row is no longer new."""
        shown = self.rows.shown
        if not (self._theme.motion and shown and shown[-1].fresh(monotonic())):
            self._fading.stop()
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        self.following = value >= self.verticalScrollBar().maximum() - 2


class Activity(QWidget):
    """All runs' events in one list."""

    def __init__(self, theme: Theme, *, names: Mapping[str, str], close: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("plane", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = EventRows()
        self.list = EventList(theme, self.rows, name=say("Activity"))
        self.list.setItemDelegate(EventRow(theme, run_name=lambda run: names.get(run, "")))
        self._title = label(say("Activity"), "heading")
        self._segments = Segments(theme, kinds(), name=say("Show"), height=26)
        self._segments.chosen.connect(lambda kind: self.rows.choose(kind=kind))
        self._field = SearchField(theme, say("Filter activity"), key="")
        self._field.setMaximumWidth(220)
        self._field.sought.connect(lambda words: self.rows.choose(words=words))
        self._fold = icon_button(theme, "chevron-down", say("Fold the activity"), keys="Ctrl+J", run=close)
        head = box(across=True, margins=(16, 6, 8, 6), gap=10)
        head.addWidget(self._title)
        head.addWidget(self._segments)
        head.addStretch()
        head.addWidget(self._field)
        head.addWidget(self._fold)
        rows = box()
        rows.addLayout(head)
        rows.addWidget(self.list, 1)
        self.setLayout(rows)
        self.setMinimumHeight(120)

    def take_in(self, events: Sequence[Event]) -> None:
        self.rows.append(events)

    def retitle(self) -> None:
        """After a change of language; what was told before stays as it was told."""
        self._title.setText(say("Activity"))
        self._segments.rename(kinds())
        self._field.setPlaceholderText(say("Filter activity"))
        self._field.setAccessibleName(say("Filter activity"))
        self._fold.setAccessibleName(say("Fold the activity"))
        self._fold.setToolTip(f"{say('Fold the activity')}  Ctrl+J")
        self.list.setAccessibleName(say("Activity"))
