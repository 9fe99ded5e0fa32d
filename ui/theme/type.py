"""Fonts by role: Inter and JetBrains Mono where the system has them, else its own; all sizes follow the person's text size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

Face = Literal["display", "title", "heading", "body", "label", "caption", "code"]
TEXT_FAMILY, CODE_FAMILY = "Inter", "JetBrains Mono"


class Fonts:
    """Makes the font of each face for a text size in percent."""

    def __init__(self, faces: Mapping[str, tuple[float, float, int]]) -> None:
        self._faces = faces
        known = set(QFontDatabase.families())
        system = QFontDatabase.systemFont
        self._text = TEXT_FAMILY if TEXT_FAMILY in known else system(QFontDatabase.SystemFont.GeneralFont).family()
        self._code = CODE_FAMILY if CODE_FAMILY in known else system(QFontDatabase.SystemFont.FixedFont).family()
        self._made: dict[tuple[Face, int, int | None], QFont] = {}

    def size(self, face: Face, percent: int) -> float:
        """Logical pixels."""
        return self._faces[face][0] * percent / 100

    def line(self, face: Face, percent: int) -> float:
        """The height of a line, in logical pixels."""
        return self._faces[face][1] * percent / 100

    def font(self, face: Face, percent: int, *, weight: int | None = None) -> QFont:
        """The font of a face; another weight for words that stand out."""
        key = (face, percent, weight)
        if key not in self._made:
            self._made[key] = self._make(face, percent, weight)
        return QFont(self._made[key])

    def _make(self, face: Face, percent: int, weight: int | None) -> QFont:
        font = QFont(self._code if face == "code" else self._text)
        font.setPixelSize(max(1, round(self.size(face, percent))))
        font.setWeight(QFont.Weight(weight or self._faces[face][2]))
        if face == "code":
            font.setStyleHint(QFont.StyleHint.Monospace)
        else:
            font.setFeature(QFont.Tag("tnum"), 1)
            font.setFeature(
                QFont.Tag("calt"), 0
            )  # Inter would write the x between two digits of a path as a times sign
        return font
