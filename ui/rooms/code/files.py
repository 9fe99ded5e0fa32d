"""The tree of files: folders that fold, files with their icon and what happened to them since the newest commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from ui.language import say
from ui.rooms.code.plan import FileRow, Node, fits, icon_of, tree_of
from ui.theme import Theme

ROW, INDENT = 26, 14
TONES = {"A": "success", "M": "warning", "D": "danger"}
_Index = QModelIndex | QPersistentModelIndex


def change_words(change: str) -> str:
    """What a letter of change means."""
    return {"A": say("added"), "M": say("changed"), "D": say("deleted")}.get(change, "")


class FileTree(QAbstractItemModel):
    """All files of a project that pass the filter."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FileRow] = []
        self.words = ""
        self._root = tree_of(())
        self.unsaved: frozenset[str] = frozenset()

    def show_rows(self, rows: Iterable[FileRow]) -> None:
        """The files as they are now; nothing moves when nothing changed."""
        listed = list(rows)
        if listed != self.rows:
            self.rows = listed
            self._rebuild()

    def filter(self, words: str) -> None:
        self.words = words
        self._rebuild()

    def mark_unsaved(self, files: Iterable[str]) -> None:
        self.unsaved = frozenset(files)

    def node(self, index: _Index) -> Node:
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Node) else self._root

    def best_file(self) -> str:
        """The file that fits the filter best, the shortest of those that fit alike; '' for none."""
        paths = [row.file for row in self.rows if fits(self.words, row.file)]
        return max(paths, key=lambda path: (fits(self.words, path), -len(path)), default="")

    def index_of(self, path: str) -> QModelIndex:
        """Where a file or a folder stands; no index when the filter hides it."""
        node, found = self._root, QModelIndex()
        while node.path != path:
            below = [n for n in node.children if path == n.path or path.startswith(n.path + "/")]
            if not below:
                return QModelIndex()
            node = below[0]
            found = self.createIndex(node.place, 0, node)
        return found

    def index(self, row: int, column: int, parent: _Index | None = None) -> QModelIndex:
        children = self.node(parent or QModelIndex()).children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: _Index | None = None) -> QModelIndex:  # type: ignore[override]  # QObject's own has no index
        above = self.node(index or QModelIndex()).parent
        return QModelIndex() if above is None or above is self._root else self.createIndex(above.place, 0, above)

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.node(parent or QModelIndex()).children)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = change_words(node.row.change) if node.row else say("folder")
            return f"{node.name}, {words}" if words else node.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return node.path
        return node if role == Qt.ItemDataRole.UserRole else None

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._root = tree_of(self.rows, self.words)
        self.endResetModel()


class FileRowPainter(QStyledItemDelegate):
    """Arrow, icon, name, letter of change."""

    def __init__(self, theme: Theme, tree: FileTree) -> None:
        super().__init__()
        self._theme, self._tree = theme, tree

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node: Node = index.data(Qt.ItemDataRole.UserRole)
        theme, row = self._theme, QRectF(option.rect)
        depth = 0
        above = node.parent
        while above is not None and above.parent is not None:
            depth, above = depth + 1, above.parent
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(row.adjusted(8, 1, -8, -1), 4, 4)
        left, middle = 14 + depth * INDENT, row.center().y()
        folder = node.row is None
        if folder:
            opened = bool(option.state & QStyle.StateFlag.State_Open)
            arrow = "chevron-down" if opened else "chevron-right"
            painter.drawPixmap(left, round(middle - 6), theme.pixmap(arrow, "text_3", 12, 2.0))
        change = node.row.change if node.row else ""
        role = TONES.get(change, "text_2")
        icon = ("folder-open" if folder and option.state & QStyle.StateFlag.State_Open else "folder") if folder else ""
        painter.drawPixmap(left + 18, round(middle - 8), theme.pixmap(icon or icon_of(node.path), role, 16, 2.0))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour(TONES.get(change, "text")))
        letter = "●" if node.path in self._tree.unsaved else change
        space = round(row.width()) - left - 42 - (34 if letter else 14)
        name = painter.fontMetrics().elidedText(node.name, Qt.TextElideMode.ElideMiddle, space)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(row.adjusted(left + 42, 0, 0, 0), flags, name)
        painter.setFont(theme.font("label", weight=600))
        painter.drawText(row.adjusted(0, 0, -18, 0), int(flags | Qt.AlignmentFlag.AlignRight), letter)
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(8.5, 1.5, -8.5, -1.5), 4, 4)
        painter.restore()


class FileView(QTreeView):
    """`chosen` carries a file that shall be opened: by a click or by Enter."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, tree: FileTree) -> None:
        super().__init__()
        self.tree = tree
        self._opened: set[str] = set()
        self.setModel(tree)
        self.setItemDelegate(FileRowPainter(theme, tree))
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setMouseTracking(True)
        self.setAccessibleName(say("Files"))
        self.setProperty("plane", "none")
        self.clicked.connect(self._take)
        self.expanded.connect(lambda index: self._opened.add(tree.node(index).path))
        self.collapsed.connect(lambda index: self._opened.discard(tree.node(index).path))
        tree.modelReset.connect(self._unfold)
        theme.changed.connect(self.doItemsLayout)

    def reveal(self, path: str) -> None:
        """Unfolds down to a file and chooses it."""
        index = self.tree.index_of(path)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def folders(self) -> Sequence[str]:
        return sorted(self._opened)

    def open_folders(self, folders: Iterable[str]) -> None:
        self._opened = set(folders)
        self._unfold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _take(self, index: QModelIndex) -> None:
        node = self.tree.node(index)
        if node.row is not None:
            self.chosen.emit(node.path)
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _unfold(self) -> None:
        if self.tree.words:
            self.expandAll()
            return
        for path in sorted(self._opened):
            index = self.tree.index_of(path)
            if index.isValid():
                self.setExpanded(index, True)
