"""The left side of the room: the filter, the tree, and the branch with what is not recorded yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.controls.buttons import button, icon_button
from ui.controls.cards import box, line
from ui.controls.labels import ElidedLabel, label
from ui.controls.search import SearchField
from ui.language import say, say_many
from ui.rooms.code.files import FileTree, FileView
from ui.rooms.code.source import Commit, Listing
from ui.theme import Theme


class FilterField(SearchField):
    """Enter opens the file that fits best, Down goes into the tree."""

    def __init__(self, theme: Theme, view: FileView) -> None:
        super().__init__(theme, say("Find a file"), key="Ctrl P")
        self._view = view
        self.setToolTip("Ctrl+P")
        self.textChanged.connect(view.tree.filter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.text():
                if path := self._view.tree.best_file():
                    self.clear()
                    self._view.chosen.emit(path)
            case Qt.Key.Key_Down:
                self._view.setFocus()
                self._view.setCurrentIndex(self._view.model().index(0, 0))
            case _:
                super().keyPressEvent(event)


class FilesPanel(QWidget):
    """`record` is called with what was asked at the foot, `new_file` by the button at the head."""

    def __init__(self, theme: Theme, *, new_file: Callable[[], object], record: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("plane", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.tree = FileTree()
        self.view = FileView(theme, self.tree)
        self.field = FilterField(theme, self.view)
        head = box(across=True, margins=(16, 8, 8, 4))
        head.addWidget(label(say("Files"), "heading"), 1)
        head.addWidget(icon_button(theme, "file-plus", say("New file"), run=new_file))
        field = box(margins=(8, 0, 8, 8))
        field.addWidget(self.field)
        self.branch = ElidedLabel("", "body")
        self.commit = ElidedLabel("", "label", "text_3")
        self.changed = label("", "label", "text_3")
        self.record = button(theme, say("Record …"), dense=True, run=record)
        self.record.setToolTip(say("Record the changes as a commit"))
        self.record.hide()
        self._icons = [(QLabel(), "branch"), (QLabel(), "commit")]
        first = box(across=True, gap=8)
        first.addWidget(self._icons[0][0])
        first.addWidget(self.branch, 1)
        first.addWidget(self.changed)
        second = box(across=True, gap=8)
        second.addWidget(self._icons[1][0])
        second.addWidget(self.commit, 1)
        second.addWidget(self.record)
        foot = box(margins=(16, 10, 12, 10), gap=6)
        foot.addLayout(first)
        foot.addLayout(second)
        rows = box()
        rows.addLayout(head)
        rows.addLayout(field)
        rows.addWidget(self.view, 1)
        rows.addWidget(line())
        rows.addLayout(foot)
        self.setLayout(rows)
        self.setMinimumWidth(170)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_listing(self, listing: Listing, newest: Commit | None) -> None:
        """The branch, how much is not recorded, and the newest commit."""
        changed = sum(bool(row.change) for row in listing.rows)
        self.branch.setText(listing.branch or say("no history"))
        self.changed.setText(say_many("{n} changed", "{n} changed", changed) if changed else "")
        self.record.setVisible(changed > 0)
        self.commit.setText(f"{listing.commit[:7]}, {newest.subject}" if newest else listing.commit[:7])
        self.commit.setToolTip(newest.message if newest else "")

    def _restyle(self) -> None:
        for widget, name in self._icons:
            widget.setPixmap(self._theme.pixmap(name, "text_2", 16, self.devicePixelRatioF()))
            widget.setFixedWidth(18)
