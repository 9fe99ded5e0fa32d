"""The same specification as lists: things with their fields, rules, addresses. Twins of the diagram for keys and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.controls.badge import badge_width, paint_badge
from ui.language import say
from ui.reading import Facts
from ui.rooms.spec.entity_item import type_title, types
from ui.rooms.spec.links import feature_words
from ui.theme import Theme

ROW, TALL, HEAD, PAD, LONG = 38, 56, 33, 14, 70
COMMANDS = {"e": "entity", "f": "field", "r": "relation"}
_Index = QModelIndex | QPersistentModelIndex
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, kw_only=True)
class Cells:
    """A row: its texts, the fact that it stands for, its sentences; a heading spans all columns, prose may take two lines."""

    texts: tuple[str, ...]
    fact: str
    sentences: tuple[int, ...] = ()
    heading: bool = False
    tone: str = ""
    code: bool = False
    prose: bool = False
    computed: bool = False


def field_rows(facts: Facts) -> list[Cells]:
    """Each thing as a heading above its fields, references and states."""
    rows = []
    for entity in facts.entities:
        rows.append(
            Cells(
                texts=(entity.title, "", "", ""), fact=f"entity:{entity.name}", sentences=entity.sentences, heading=True
            )
        )
        for field in entity.fields:
            notes = [say("required")] if field.required and not field.computed else []
            notes += [say("unique")] if field.unique else []
            notes += [", ".join(choice.replace("_", " ") for choice in field.choices)] if field.choices else []
            notes += [field.computed] if field.computed else []
            rows.append(
                Cells(
                    texts=(
                        field.title,
                        type_title(field.type),
                        " · ".join(notes),
                        from_words(field.sentences, field.by),
                    ),
                    fact=f"field:{entity.name}.{field.name}",
                    sentences=field.sentences,
                    computed=bool(field.computed),
                )
            )
        for relation in facts.relations:
            if relation.source == entity.name:
                kind = say("many to many") if relation.many else say("reference")
                rows.append(
                    Cells(
                        texts=(
                            relation.name.replace("_", " ").capitalize(),
                            kind,
                            relation.target.replace("_", " "),
                            from_words(relation.sentences, relation.by),
                        ),
                        fact=f"relation:{relation.source}.{relation.name}",
                        sentences=relation.sentences,
                    )
                )
        if entity.states:
            numbers = tuple(sorted({n for step in entity.transitions for n in step.sentences}))
            said = " → ".join(state.replace("_", " ") for state in entity.states)
            rows.append(
                Cells(
                    texts=(say("Status"), say("states"), said, from_words(numbers)),
                    fact=f"states:{entity.name}",
                    sentences=numbers,
                )
            )
    return rows


def rule_rows(facts: Facts) -> list[Cells]:
    """Rules, then who may do what, then what is offered beside."""
    rows = [
        Cells(
            texts=(
                rule.text[:1].upper() + rule.text[1:],
                rule.entity.replace("_", " "),
                from_words(rule.sentences, rule.by),
            ),
            fact=rule.id,
            sentences=rule.sentences,
            prose=True,
        )
        for rule in facts.rules
    ]
    for role in facts.roles:
        rows.append(Cells(texts=(role.title, "", ""), fact=f"role:{role.name}", sentences=role.sentences, heading=True))
        for entity, actions, own in role.grants:
            whose = say("own records") if own else say("all records")
            rows.append(
                Cells(
                    texts=(f"{entity.replace('_', ' ').capitalize()}: {_actions(actions)}", whose, ""),
                    fact=f"role:{role.name}",
                    prose=True,
                )
            )
    if facts.features:
        rows.append(Cells(texts=(say("Offered beside"), "", ""), fact="", heading=True))
    for feature in facts.features:
        state = say("built") if feature.built else say("not built")
        name = f"feature:{feature.name}{'.' + feature.entity if feature.entity else ''}"
        rows.append(
            Cells(
                texts=(_first_up(feature_words(feature.name)), state, from_words(feature.sentences, feature.by)),
                fact=name,
                sentences=feature.sentences,
            )
        )
    return rows


def _actions(names: Sequence[str]) -> str:
    """What a role may do, in words."""
    known = {
        "read": say("see"),
        "create": say("create"),
        "update": say("change"),
        "delete": say("delete"),
        "export": say("export"),
        "import": say("import"),
    }
    return say("everything") if set(known) <= set(names) else ", ".join(known.get(name, name) for name in names)


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def endpoint_rows(facts: Facts) -> list[Cells]:
    """Every address with its method."""
    tones = {"GET": "info", "POST": "success", "PATCH": "warning", "PUT": "warning", "DELETE": "danger"}
    return [
        Cells(
            texts=(each.method, each.path, each.entity.replace("_", " "), from_words(each.sentences)),
            fact=f"entity:{each.entity}" if each.entity else "",
            sentences=each.sentences,
            tone=tones.get(each.method, "neutral"),
            code=True,
        )
        for each in facts.endpoints
    ]


def from_words(sentences: Sequence[int], by: str = "") -> str:
    """Where a fact comes from."""
    if by == "person" and not sentences:
        return say("by hand")
    return ", ".join(str(number) for number in sentences) if sentences else say("by convention")


class CellRows(QAbstractTableModel):
    """Rows of any of the lists; `heads` are asked for anew, as they are translated."""

    def __init__(self, heads: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._heads, self.rows = heads, list[Cells]()
        self.lit: frozenset[str] = frozenset()

    def show_rows(self, rows: Sequence[Cells]) -> None:
        if list(rows) != self.rows:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return len(self._heads())

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if side == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads()[section]
        return int(Qt.AlignmentFlag.AlignLeft) | _MIDDLE if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        row = self.rows[index.row()]
        own = row.fact.startswith("field:") and index.column() in (0, 1) and not (row.computed and index.column())
        named = row.heading and row.fact.startswith("entity:") and index.column() == 0
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if own or named else Qt.ItemFlag.NoItemFlags)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.texts[index.column()]
        return row if role == Qt.ItemDataRole.UserRole else None


class _Cell(QStyledItemDelegate):
    """Paints a cell; names are edited in a field, types chosen from a list."""

    named = Signal(str, str)
    typed = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        row: Cells = index.data(Qt.ItemDataRole.UserRole)
        if index.column() == 0:
            field = QLineEdit(row.texts[0], parent)
            field.setAccessibleName(say("Name"))
            return field
        choice = QComboBox(parent)
        choice.setAccessibleName(say("Type"))
        for name, words in types().items():
            if name != "enum" or words == row.texts[1]:
                choice.addItem(words, name)
        choice.setCurrentText(row.texts[1])
        choice.activated.connect(lambda _: self._chosen(choice))
        QTimer.singleShot(0, choice, choice.showPopup)
        return choice

    def _chosen(self, choice: QComboBox) -> None:
        self.commitData.emit(choice)
        self.closeEditor.emit(choice)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """What was entered goes to the room; the model follows once the engine has taken it."""
        row: Cells = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(editor, QLineEdit) and editor.text().strip() not in ("", row.texts[0]):
            self.named.emit(row.fact, editor.text().strip())
        elif isinstance(editor, QComboBox) and editor.currentText() != row.texts[1]:
            self.typed.emit(row.fact, str(editor.currentData()))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect.adjusted(4, 3, -2, -4))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(60, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Cells = index.data(Qt.ItemDataRole.UserRole)
        theme, place = self._theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        model = index.model()
        lit = isinstance(model, CellRows) and row.fact != "" and row.fact in model.lit
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or lit:
            painter.fillRect(place, theme.colour("selected"))
        elif row.heading:
            painter.fillRect(place, theme.colour("sunken"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        text, inner = row.texts[index.column()], place.adjusted(PAD, 0, -PAD, 0)
        if row.tone and index.column() == 0:
            high = theme.scaled(20)
            badge = QRectF(inner.left(), inner.center().y() - high / 2, badge_width(theme, text), high)
            paint_badge(painter, badge, theme, text, row.tone, on_selected=chosen)
        else:
            first = index.column() == 0
            face = "code" if row.code and index.column() == 1 else "body"
            weight = 600 if row.heading else 500 if first and not row.prose else None
            painter.setFont(theme.font(face, weight=weight))  # type: ignore[arg-type]
            painter.setPen(theme.colour("text" if first or row.code else "text_2"))
            self._paint_text(painter, inner, text)
        painter.restore()

    def _paint_text(self, painter: QPainter, place: QRectF, text: str) -> None:
        """One line; small ones for what is too long."""
        if painter.fontMetrics().horizontalAdvance(text) > place.width() and " " in text:
            painter.setFont(self._theme.font("label", weight=400))
            wrapped = _MIDDLE | int(Qt.TextFlag.TextWordWrap)
            if painter.boundingRect(place, wrapped, text).height() <= place.height():
                painter.drawText(place, wrapped, text)
                return
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, _MIDDLE, shown)


class FactTable(QTableView):
    """`fact` carries what the chosen row stands for; `open` the same for Enter and a double click on what is not edited here.

    `named` and `typed` carry a fact and what a person entered for it, `delete` and `command` what keys ask for.
    """

    fact = Signal(str)
    open = Signal(str)
    delete = Signal(str)
    named = Signal(str, str)
    typed = Signal(str, str)
    command = Signal(str)

    def __init__(
        self, theme: Theme, heads: Callable[[], Sequence[str]], *, name: str, widths: Sequence[int], stretch: int
    ) -> None:
        super().__init__()
        self._theme, self._widths, self._stretch = theme, widths, stretch
        self.rows = CellRows(heads)
        self.setModel(self.rows)
        self._cell = _Cell(theme)
        self._cell.named.connect(self.named)
        self._cell.typed.connect(self.typed)
        self.setItemDelegate(self._cell)
        self.setEditTriggers(QTableView.EditTrigger.DoubleClicked | QTableView.EditTrigger.EditKeyPressed)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._changed)
        self.doubleClicked.connect(self._opened)
        theme.changed.connect(self._fit)
        self._fit()

    def show_rows(self, rows: Sequence[Cells]) -> None:
        self.rows.show_rows(rows)
        for at, cells in enumerate(rows):
            if cells.prose and len(cells.texts[0]) > LONG:
                self.setRowHeight(at, self._theme.scaled(TALL))

    def light(self, facts: frozenset[str]) -> None:
        """Facts that belong to the chosen sentence."""
        if facts != self.rows.lit:
            self.rows.lit = facts
            self.viewport().update()

    def choose(self, fact: str) -> None:
        """Chooses the row of a fact without a signal."""
        row = next((at for at, cells in enumerate(self.rows.rows) if fact and cells.fact == fact), -1)
        if row != self.currentIndex().row():
            self.blockSignals(True)
            self.setCurrentIndex(self.rows.index(row, 0)) if row >= 0 else self.clearSelection()
            self.blockSignals(False)

    def name(self, fact: str) -> None:
        """Begins to edit the name of a fact."""
        row = next((at for at, cells in enumerate(self.rows.rows) if cells.fact == fact), -1)
        if row >= 0:
            self.setFocus()
            self.setCurrentIndex(self.rows.index(row, 0))
            self.edit(self.rows.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        fact = self.rows.rows[row].fact if 0 <= row < len(self.rows.rows) else ""
        letter = event.text().lower() if not event.modifiers() else ""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            index = self.currentIndex()
            self.edit(index) if index.flags() & Qt.ItemFlag.ItemIsEditable else self.open.emit(fact)
        elif letter in COMMANDS:
            self.command.emit(COMMANDS[letter])
        elif event.key() == Qt.Key.Key_Delete:
            self.delete.emit(fact)
        else:
            super().keyPressEvent(event)

    def _opened(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.open.emit(self.rows.rows[index.row()].fact)

    def _changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.fact.emit(self.rows.rows[current.row()].fact)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.scaled(ROW))
        head = self.horizontalHeader()
        head.setFixedHeight(self._theme.scaled(HEAD))
        for column, width in enumerate(self._widths):
            stretches = column == self._stretch
            head.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            )
            if not stretches:
                self.setColumnWidth(column, self._theme.scaled(width))
