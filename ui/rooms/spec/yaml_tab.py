"""The tab YAML: the text itself. What is written is checked a moment later; only what can be built is taken."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.client import EngineError
from ui.controls import line
from ui.controls.cards import box, plane
from ui.controls.labels import label, prose, repolish
from ui.desk import Desk
from ui.language import say, say_many
from ui.reading import Facts
from ui.rooms.spec.checking import checked
from ui.rooms.spec.document import SpecDocument
from ui.rooms.spec.editing import line_of, line_of_item
from ui.rooms.spec.links import place_in_list
from ui.rooms.spec.yaml_editor import YamlEditor

PAUSE = 600


class YamlTab(QWidget):
    """The last text that could be built stays the specification while a line is wrong."""

    def __init__(self, desk: Desk, document: SpecDocument) -> None:
        super().__init__()
        self._desk, self._document = desk, document
        self.editor = YamlEditor(desk.theme)
        self.said = prose("", "label")
        foot = box(across=True, margins=(16, 7, 16, 7))
        foot.addWidget(self.said, 1)
        tab_note = label(say("Tab leaves the text"), "label", "accent_text")
        tab_note.hide()
        self.editor.tabbing.changed.connect(tab_note.setVisible)
        foot.addWidget(tab_note)
        rows = box()
        rows.addWidget(self.editor, 1)
        rows.addWidget(line())
        rows.addWidget(plane("surface", foot))
        self.setProperty("plane", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayout(rows)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(lambda: desk.link.start(self._check(self.editor.toPlainText())))
        self.editor.textChanged.connect(self._edited)

    def show_document(self) -> None:
        """The text of the document, unless a person is at work on it."""
        if not self._pause.isActive() and not (self.editor.faults and self.editor.hasFocus()):
            self.editor.blockSignals(True)
            self.editor.show_text(self._document.text)
            self.editor.blockSignals(False)
            self._tell(self._document.checked.faults)

    def light(self, facts: frozenset[str]) -> None:
        """Lights the lines of the first of these facts."""
        places = [
            place for fact in sorted(facts) if (place := _lines(self._document.text, self._document.facts, fact))[0]
        ]
        self.editor.light(*(min(places) if places else (0, 0)))

    def _edited(self) -> None:
        self._pause.start()

    async def _check(self, text: str) -> None:
        try:
            found = await checked(self._desk.link, text)
        except EngineError as error:
            self.said.setText(str(error))
            return
        if text != self.editor.toPlainText():
            return
        self._tell(found.faults)
        if not found.faults:
            await self._document.replace(text, say("Edit of the YAML"))

    def _tell(self, faults: dict[int, str]) -> None:
        self.editor.mark(faults)
        self.said.setProperty("role", "danger" if faults else "text_2")
        repolish(self.said)
        if faults:
            first = min(faults)
            told = say_many(
                "{n} line can't be built. Line {line}: {why}",
                "{n} lines can't be built. Line {line}: {why}",
                len(faults),
                line=first,
                why=faults[first],
            )
            self.said.setText(told)
        else:
            self.said.setText(say("Checked; changes are taken as you type."))


def _lines(text: str, facts: Facts, fact: str) -> tuple[int, int]:
    """First and last line of a fact."""
    section, number = place_in_list(facts, fact)
    if section:
        return line_of_item(text, section, number)
    kind, _, rest = fact.partition(":")
    entity, _, part = rest.partition(".")
    match kind:
        case "entity":
            return line_of(text, "entities", entity)
        case "field":
            found = line_of(text, "entities", entity, "fields", part)
            return found if found[0] else line_of(text, "entities", entity, "computed", part)
        case "relation":
            return line_of(text, "entities", entity, "relations", part)
        case "states":
            return line_of(text, "entities", entity, "lifecycle")
        case "role":
            return line_of(text, "roles", rest)
    return (0, 0)
