"""A thing in the diagram: title and fields, painted; what was chosen and what belongs to it stands out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.language import say, say_many
from ui.nouns import icon_of
from ui.reading import Entity, Field
from ui.rooms.spec.plan import HEAD, MOST_ROWS, ROW, WIDTH, height_of
from ui.theme import Theme

UNSURE = 0.7


def rows_of(entity: Entity) -> list[tuple[str, str, str]]:
    """Name, what it holds, and the fact of each row; states stand last, what is too much is counted."""
    rows = [(field.title, type_words(field), f"field:{entity.name}.{field.name}") for field in entity.fields]
    if entity.states:
        states = say_many("{n} state", "{n} states", len(entity.states))
        rows.append((say("Status"), states, f"states:{entity.name}"))
    if len(rows) > MOST_ROWS:
        over = len(rows) - MOST_ROWS
        rows = [*rows[:MOST_ROWS], (say_many("{n} more", "{n} more", over), "", "")]
    return rows


def type_words(field: Field) -> str:
    """What a field holds, in a word or two."""
    if field.computed:
        return say("{type}, computed", type=type_title(field.type))
    if field.unique:
        return say("unique")
    if field.choices:
        return say_many("{n} choice", "{n} choices", len(field.choices))
    return type_title(field.type)


def types() -> dict[str, str]:
    """What people call the types of fields, by their name."""
    return {
        "text": say("text"),
        "long_text": say("long text"),
        "email": say("email"),
        "url": say("web address"),
        "phone": say("phone"),
        "integer": say("whole number"),
        "number": say("number"),
        "money": say("money"),
        "boolean": say("yes / no"),
        "date": say("date"),
        "datetime": say("date and time"),
        "time": say("time"),
        "enum": say("choice"),
        "file": say("file"),
        "image": say("image"),
    }


def type_title(name: str) -> str:
    return types().get(name, name)


def wide_enough(theme: Theme, entity: Entity) -> float:
    """The width at which every row can be read, up to a limit."""
    small, bold = QFontMetricsF(theme.font("label")), QFontMetricsF(theme.font("heading"))
    rows = [small.horizontalAdvance(name) + small.horizontalAdvance(held) + 46 for name, held, _ in rows_of(entity)]
    return min(max([WIDTH, bold.horizontalAdvance(entity.title) + 56, *rows]), WIDTH * 1.6)


class EntityItem(QGraphicsItem):
    """Its origin is its upper left corner; sizes are those of the plan at the person's text size."""

    def __init__(self, theme: Theme, entity: Entity, width: float) -> None:
        super().__init__()
        self.entity, self._theme = entity, theme
        self._rows = rows_of(entity)
        self._size = QRectF(0, 0, width, height_of(len(self._rows)))
        self.chosen, self.lit = "", frozenset[str]()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsMovable)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setZValue(1)
        self.setToolTip(say("{title}, {n} fields", title=entity.title, n=len(entity.fields)))

    @property
    def fact(self) -> str:
        return f"entity:{self.entity.name}"

    def boundingRect(self) -> QRectF:
        return self._size.adjusted(-2, -2, 2, 2)

    def fact_at(self, place: QPointF) -> str:
        """The fact of the row at a place of the item; the title stands for the thing itself."""
        row = int((place.y() - HEAD) // ROW)
        if place.y() < HEAD or not 0 <= row < len(self._rows):
            return self.fact
        return self._rows[row][2] or self.fact

    def row_rect(self, fact: str) -> QRectF:
        """Where a fact stands in the item; its title for the thing itself."""
        for at, (_, _, name) in enumerate(self._rows):
            if name == fact:
                return QRectF(0, HEAD + at * ROW, self._size.width(), ROW)
        return QRectF(0, 0, self._size.width(), HEAD)

    def light(self, chosen: str, lit: frozenset[str]) -> None:
        if (chosen, lit) != (self.chosen, self.lit):
            self.chosen, self.lit = chosen, lit
            self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        theme, entity = self._theme, self.entity
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(self._size.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.fillPath(outline, theme.colour("raised"))
        own = self.chosen == self.fact or self.fact in self.lit
        painter.save()
        painter.setClipPath(outline)
        if own:
            painter.fillRect(QRectF(0, 0, self._size.width(), HEAD), theme.colour("selected"))
        for at, (_, _, fact) in enumerate(self._rows):
            if fact and (fact == self.chosen or fact in self.lit):
                painter.fillRect(QRectF(0, HEAD + at * ROW, self._size.width(), ROW), theme.colour("selected"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(0, HEAD - 0.5), QPointF(self._size.width(), HEAD - 0.5))
        painter.restore()
        mine = own or any(self.chosen == fact for _, _, fact in self._rows if fact)
        pen = QPen(theme.colour("focus" if mine else "line_strong"), 2 if mine else 1)
        if entity.confidence < UNSURE:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        theme, width = self._theme, self._size.width()
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            QPointF(10, HEAD / 2 - 8), theme.pixmap(icon_of(self.entity.name)[0], "accent_text", 16, ratio)
        )
        painter.setFont(theme.font("body", weight=600))
        painter.setPen(theme.colour("text"))
        title = painter.fontMetrics().elidedText(self.entity.title, Qt.TextElideMode.ElideRight, round(width - 60))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(33, 0, width - 60, HEAD), middle, title)
        if self.entity.by == "person":
            painter.drawPixmap(QPointF(width - 24, HEAD / 2 - 7), theme.pixmap("pencil", "text_3", 14, ratio))
        fields = {f"field:{self.entity.name}.{field.name}": field for field in self.entity.fields}
        for at, (name, held, fact) in enumerate(self._rows):
            place = QRectF(11, HEAD + at * ROW, width - 22, ROW)
            painter.setFont(theme.font("label"))
            painter.setPen(theme.colour("text_3"))
            metrics = painter.fontMetrics()
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), held)
            field = fields.get(fact)
            unsure = field is not None and field.confidence < UNSURE
            painter.setPen(theme.colour("warning" if unsure else "text" if fact else "text_3"))
            space = place.width() - metrics.horizontalAdvance(held) - 12
            mark = " ✎" if field is not None and field.by == "person" else ""
            said = metrics.elidedText(name + mark, Qt.TextElideMode.ElideRight, round(space))
            painter.drawText(place, middle, said)
