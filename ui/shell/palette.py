"""The command palette: one field, every command, room, project, sentence and file behind it. Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.controls.cards import box
from ui.controls.labels import label
from ui.language import say
from ui.shell.search import fit
from ui.theme import Theme

WIDTH, TOP, ROW, MOST = 640, 96, 40, 60
FRAME = 90
"""What the field and the edges take of the height."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something to find. `kind` is its group, `place` says where it is, `reason` why it can't run now."""

    title: str
    kind: str
    run: Callable[[], object]
    icon: str = "chevron-right"
    place: str = ""
    keys: str = ""
    reason: str = ""


Source = Callable[[str], Iterable[Entry]]
"""What a room offers for some words; the palette ranks it."""


class _Found(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{entry.title}, {entry.kind}"
        return entry if role == Qt.ItemDataRole.UserRole else None


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(WIDTH, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry, theme = index.data(Qt.ItemDataRole.UserRole), self._theme
        place = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected"))
            painter.drawRoundedRect(place.adjusted(6, 1, -6, -1), 6, 6)
        painter.setOpacity(0.55 if entry.reason else 1.0)
        painter.drawPixmap(18, round(place.center().y() - 8), theme.pixmap(entry.icon, "text_2", 16, 2.0))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, 380)
        painter.drawText(place.adjusted(46, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), title)
        taken = painter.fontMetrics().horizontalAdvance(title)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_3"))
        said = entry.reason or entry.place
        space = int(place.width()) - 46 - taken - 150
        painter.drawText(
            place.adjusted(46 + taken + 10, 0, 0, 0),
            int(Qt.AlignmentFlag.AlignVCenter),
            painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, max(space, 0)),
        )
        right = place.adjusted(0, 0, -18, 0)
        painter.drawText(
            right, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), entry.keys or entry.kind
        )
        painter.restore()


class Palette(QWidget):
    """Covers the window while it is open; Enter runs, Esc closes."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._sources: list[Source] = []
        self.opened: Callable[[], object] = lambda: None
        self._before: QWidget | None = None
        self._frame = QFrame(self)
        self._frame.setProperty("kind", "floating")
        self.field = QLineEdit()
        self.field.setProperty("kind", "bare")
        self.field.textChanged.connect(self._seek)
        self.found = _Found()
        self.list = QListView()
        self.list.setModel(self.found)
        self.list.setItemDelegate(_Row(theme))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("plane", "none")
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self._none = label("", "label", "text_3")
        rows = box(margins=(0, 8, 0, 8), gap=6)
        above = box(across=True, margins=(12, 0, 12, 0))
        above.addWidget(self.field)
        rows.addLayout(above)
        rows.addWidget(self.list, 1)
        none = box(margins=(18, 0, 18, 8))
        none.addWidget(self._none)
        rows.addLayout(none)
        self._frame.setLayout(rows)
        self.field.installEventFilter(self)
        self.retitle()
        self.hide()

    def retitle(self) -> None:
        """After a change of language."""
        self.field.setAccessibleName(say("Search or run a command"))
        self.field.setPlaceholderText(say("A command, project or file, @entity, #sentence, :line"))
        self.list.setAccessibleName(say("Found"))

    def offer(self, source: Source) -> None:
        """Adds a source of entries."""
        self._sources.append(source)

    def open(self, words: str = "") -> None:
        self._before = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self.field.setText(words)
        self._seek()
        self.show()
        self.raise_()
        self.field.setFocus()
        self.opened()

    def refresh(self) -> None:
        """A source has more to offer; what is chosen stays chosen."""
        if self.isVisible():
            row = self.list.currentIndex().row()
            chosen = self.found.entries[row].title if 0 <= row < self.found.rowCount() else ""
            self._seek()
            again = next((at for at, entry in enumerate(self.found.entries) if entry.title == chosen), 0)
            self.list.setCurrentIndex(self.found.index(again if row > 0 else 0))

    def close_palette(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def eventFilter(self, watched: object, event: object) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_palette()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self.list.currentIndex().row())
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                pass
            case _:
                return False
        return True

    def mousePressEvent(self, event: object) -> None:
        self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place, shade = QRectF(self._frame.geometry()), self._theme.colour("text")
        for ring in range(12, 0, -2):
            shade.setRgb(0, 0, 0, 12 if self._theme.dark else 5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawRoundedRect(place.adjusted(-ring, -ring + 6, ring, ring + 6), 12 + ring, 12 + ring)
        painter.setPen(QPen(self._theme.colour("line"), 1))

    def _seek(self) -> None:
        words = self.field.text()
        ranked = sorted(
            (
                (score, at, entry)
                for at, entry in enumerate(self._entries(words))
                if (score := self._score(words, entry))
            ),
            key=lambda each: (-each[0], each[1]),
        )
        self.found.show_entries([entry for _, _, entry in ranked[:MOST]])
        self._none.setVisible(not ranked)
        self._none.setText(say("Nothing is called “{words}”.", words=words))
        self.list.setCurrentIndex(self.found.index(0))
        top = min(TOP, self.height() // 8)
        room = (self.height() - top - FRAME) // self._theme.scaled(ROW)
        rows = min(len(ranked), 10, max(room, 3))
        self.list.setFixedHeight(rows * self._theme.scaled(ROW) + 2)
        self._frame.adjustSize()
        width = min(WIDTH, self.width() - 40)
        self._frame.setGeometry((self.width() - width) // 2, top, width, self._frame.sizeHint().height())
        self.update()

    def _entries(self, words: str) -> list[Entry]:
        return [entry for source in self._sources for entry in source(words)]

    @staticmethod
    def _score(words: str, entry: Entry) -> int:
        return fit(words.lstrip(">@#:"), f"{entry.title} {entry.place}")

    def _move(self, step: int) -> None:
        count = self.found.rowCount()
        if count:
            self.list.setCurrentIndex(self.found.index((self.list.currentIndex().row() + step) % count))

    def _run(self, row: int) -> None:
        if 0 <= row < self.found.rowCount():
            entry = self.found.entries[row]
            if not entry.reason:
                self.close_palette()
                entry.run()
