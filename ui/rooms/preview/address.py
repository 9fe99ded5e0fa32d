"""The address of a preview: read, copied, shown as a QR code for a phone; and the dialog of the share link."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QWidget

from ui.controls.buttons import button, icon_button
from ui.controls.cards import box
from ui.controls.labels import label, prose
from ui.desk import Notify
from ui.language import say
from ui.theme import Theme

MODULE, QUIET = 5, 4


class Address(QFrame):
    """A field that can be read only, with its two buttons."""

    def __init__(self, theme: Theme, notify: Notify) -> None:
        super().__init__()
        self._theme, self._notify = theme, notify
        self.field = QLineEdit()
        self.field.setReadOnly(True)
        self.field.setProperty("face", "code")
        self.field.setAccessibleName(say("Preview address"))
        self.field.setMinimumWidth(120)
        self._copy = icon_button(theme, "copy", say("Copy the address"), run=self.copy)
        self._qr = icon_button(theme, "qr", say("Show as a QR code"), run=self.show_code)
        row = box(across=True, gap=2)
        row.addWidget(self.field, 1)
        row.addWidget(self._copy)
        row.addWidget(self._qr)
        self.setLayout(row)

    def show_url(self, url: str) -> None:
        if self.field.text() != url:
            self.field.setText(url)
            self.field.setCursorPosition(0)
        self.setEnabled(bool(url))

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.field.text())
        self._notify(say("The address is on the clipboard."), tone="success")

    def show_code(self) -> None:
        LinkDialog(self._theme, self.window(), title=say("Preview address"), url=self.field.text(), help_text="")


class LinkDialog(QDialog):
    """An address to copy or to take a picture of with a phone."""

    def __init__(self, theme: Theme, parent: QWidget, *, title: str, url: str, help_text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.field = QLineEdit(url)
        self.field.setReadOnly(True)
        self.field.setAccessibleName(title)
        self.field.setMinimumWidth(420)
        self.code = QrCode(url)
        rows = box(margins=(24, 20, 24, 18), gap=12)
        rows.addWidget(label(title, "heading"))
        if help_text:
            rows.addWidget(prose(help_text))
        rows.addWidget(self.field)
        rows.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        foot = box(across=True, gap=8)
        foot.addStretch()
        foot.addWidget(button(theme, say("Close"), run=self.accept))
        foot.addWidget(button(theme, say("Copy"), kind="primary", icon="copy", run=self._copy))
        rows.addLayout(foot)
        self.setLayout(rows)
        self.finished.connect(self.deleteLater)
        self.open()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.field.text())
        self.accept()


class QrCode(QWidget):
    """Black on white in every theme, for that is what phones read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        import segno

        self._rows = [bytes(row) for row in segno.make(text, error="m").matrix]
        side = (len(self._rows) + 2 * QUIET) * MODULE
        self.setFixedSize(QSize(side, side))
        self.setAccessibleName(say("QR code of the address"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    place = QRectF((x + QUIET) * MODULE, (y + QUIET) * MODULE, MODULE, MODULE)
                    painter.fillRect(place, QColor(Qt.GlobalColor.black))
