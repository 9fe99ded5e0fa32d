"""Our own icons, drawn in the colour of a role at the exact size of the screen, and kept."""

from __future__ import annotations

from functools import lru_cache
from importlib.abc import Traversable
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZE = 16


@lru_cache(maxsize=1)
def _place() -> Traversable:
    return files("resources").joinpath("icons")


@lru_cache(maxsize=512)
def drawing(name: str) -> str:
    """The SVG text of an icon; KeyError names one that is not there."""
    place = _place().joinpath(f"{name}.svg")
    if not place.is_file():
        raise KeyError(f"there is no icon '{name}' under resources/icons")
    return place.read_text("utf-8")


class Icons:
    """Pixmaps by name, colour, size and pixel ratio."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: QColor, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
        """The icon in one colour, `size` logical pixels wide."""
        key = (name, colour.name(QColor.NameFormat.HexArgb), size, ratio)
        if key not in self._kept:
            self._kept[key] = _rendered(drawing(name).replace("currentColor", colour.name()), size, ratio)
        return self._kept[key]

    def icon(self, name: str, colour: QColor, size: int = SIZE, ratio: float = 2.0, *, gap: int = 0) -> QIcon:
        """The same for buttons and menus; `gap` pixels stay free behind it, since Qt sets words close to an icon."""
        drawn = self.pixmap(name, colour, size, ratio)
        if not gap:
            return QIcon(drawn)
        wide = QPixmap(round((size + gap) * ratio), round(size * ratio))
        wide.setDevicePixelRatio(ratio)
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        return QIcon(wide)


def _rendered(text: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
