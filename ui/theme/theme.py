"""The theme in force: which scheme, the colours of roles, fonts and icons; tells painters when it changes.

One per application, made by `ui.application` and handed to every room in the desk.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.theme.icons import SIZE, Icons
from ui.theme.palette import palette_of
from ui.theme.sheet import sheet_of
from ui.theme.tokens import SchemeName, Tokens
from ui.theme.type import Face, Fonts

Scheme = Literal["system", "light", "dark", "contrast"]
LEAST_TEXT, MOST_TEXT = 90, 150


class Theme(QObject):
    """Colours by role, fonts by face, icons by name. `changed` is sent after each switch."""

    changed = Signal()

    def __init__(self, tokens: Tokens, *, scheme: Scheme = "system", text: int = 100, motion: bool = True) -> None:
        super().__init__()
        self._tokens, self._fonts, self._icons = tokens, Fonts(tokens.faces), Icons()
        self.scheme: Scheme = scheme
        self.text, self.motion = text, motion
        self._colours: dict[str, QColor] = {}
        self._dressed: list[QWidget] = []
        self._hold()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def name(self) -> SchemeName:
        """The scheme in force; 'system' follows the desktop's."""
        if self.scheme != "system":
            return self.scheme
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    @property
    def dark(self) -> bool:
        return self.name != "light"

    def colour(self, role: str) -> QColor:
        """A colour of one's own of a role such as 'surface' or 'danger_soft'; KeyError for an unknown one."""
        return QColor(self._colours[role])

    def tone(self, tone: str) -> tuple[QColor, QColor]:
        """Text and fill of a tone: success, warning, danger, info, plum, accent or neutral."""
        if tone == "neutral":
            return self.colour("text_2"), self.colour("sunken")
        if tone == "accent":
            return self.colour("accent_text"), self.colour("accent_soft")
        return self.colour(tone), self.colour(f"{tone}_soft")

    def font(self, face: Face, *, weight: int | None = None) -> QFont:
        return self._fonts.font(face, self.text, weight=weight)

    def line(self, face: Face) -> float:
        """The height of a line of this face, in logical pixels."""
        return self._fonts.line(face, self.text)

    def scaled(self, pixels: float) -> int:
        """A height that grows with the person's text size."""
        return round(pixels * max(self.text, 100) / 100)

    def pixmap(self, icon: str, role: str = "text_3", size: int = SIZE, ratio: float = 1.0) -> QPixmap:
        return self._icons.pixmap(icon, self.colour(role), size, ratio)

    def icon(self, icon: str, role: str = "text_2", size: int = SIZE, *, gap: int = 0) -> QIcon:
        return self._icons.icon(icon, self.colour(role), size, gap=gap)

    def choose(self, *, scheme: Scheme | None = None, text: int | None = None, motion: bool | None = None) -> None:
        """Switches at once; `text` in percent is held between 90 and 150."""
        self.scheme = scheme or self.scheme
        self.text = min(max(text or self.text, LEAST_TEXT), MOST_TEXT)
        self.motion = self.motion if motion is None else motion
        self.apply()

    def apply(self) -> None:
        """Gives the whole application this look."""
        self._hold()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(palette_of(self._colours))
            application.setFont(self.font("body"))
        self._dressed = [window for window in self._dressed if isValid(window)]
        for window in self._dressed:
            window.setStyleSheet(self._sheet())
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Gives a window the style sheet, from now on.

        Not the application: Qt would then match what is built against it each time that a part is put into another.
        """
        self._dressed.append(window)
        window.setStyleSheet(self._sheet())

    def _sheet(self) -> str:
        return sheet_of(self._colours, self._tokens.radius, self._fonts, self.text)

    def _hold(self) -> None:
        self._colours = {role: QColor(value) for role, value in self._tokens.colours[self.name].items()}

    def _follow_system(self) -> None:
        if self.scheme == "system":
            self.apply()
