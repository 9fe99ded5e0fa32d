"""Why this code is here: the sentence, what was read in it, the tests that prove it, and where the file comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from ui.controls.buttons import ElidedLink, button
from ui.controls.cards import box, line, plane, scrolled
from ui.controls.labels import ElidedLabel, label, prose
from ui.language import say, say_many
from ui.rooms.code.plan import FileRow, Trace
from ui.rooms.code.reached import Reached, standing_words
from ui.theme import Theme

SHOWN_TESTS = 8


class Inspector(QWidget):
    """`sentence_asked` carries a number, `test_asked` a test's id."""

    sentence_asked = Signal(int)
    test_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = box()
        outer = box()
        outer.addWidget(scrolled(plane("window", self._rows)))
        self.setLayout(outer)
        self.setAccessibleName(say("Why this code is here"))
        self._shown: object = ()
        self.show_nothing()

    def show_nothing(self) -> None:
        """No file is open."""
        self._clear()
        self._part([prose(say("Open a file to see which sentence its code is there for."), "body", "text_3")])

    def show_code(
        self, row: FileRow, traces: Sequence[Trace], outcomes: Mapping[str, str], reached: Reached, place: str
    ) -> None:
        """What a place of a file is there for; `outcomes` are those of the last tests by id, `reached` which of its lines they
        came by, `place` names the function around the caret."""
        shown = (row, tuple(traces), tuple(outcomes.items()), reached, place)
        if shown == self._shown:
            return
        self._clear()
        self._shown = shown
        self._sentences(traces, place)
        facts = list(dict.fromkeys(fact for trace in traces for fact in trace.facts))
        if facts:
            self._facts(facts)
        tests = list(dict.fromkeys(test for trace in traces for test in trace.tests))
        if traces:
            self._tests(tests, outcomes)
        self._file(row, reached)

    def _sentences(self, traces: Sequence[Trace], place: str) -> None:
        head: list[QWidget] = [label(say("Why this code is here"), "label", "text_3")]
        if not traces:
            head.append(prose(say("No sentence asks for this line by itself; the application as a whole needs it.")))
            if place:
                head.append(label(place, "code", "text_3"))
        for trace in {trace.sentence: trace for trace in traces}.values():
            head.append(prose(trace.text, "heading", "text"))
            said = say("Sentence {n} of the brief", n=trace.sentence)
            link = button(self._theme, said, kind="link", icon="quote")
            link.clicked.connect(lambda _=False, n=trace.sentence: self.sentence_asked.emit(n))
            head.append(link)
        self._part(head)

    def _facts(self, facts: Sequence[str]) -> None:
        rows: list[QWidget] = [self._title("scale", "success", say("Read as"))]
        rows += [ElidedLabel(fact.replace(":", " · ", 1), "code", "text_2", middle=True) for fact in facts[:6]]
        self._part(rows)

    def _tests(self, tests: Sequence[str], outcomes: Mapping[str, str]) -> None:
        proven = (
            say_many("Proved by {n} test", "Proved by {n} tests", len(tests)) if tests else say("No test proves it")
        )
        rows: list[QWidget] = [self._title("flask", "info", proven)]
        for test in tests[:SHOWN_TESTS]:
            outcome = outcomes.get(test, "")
            icon = {"passed": "check", "failed": "cross"}.get(outcome, "circle")
            title = test.rpartition("::")[2].removeprefix("test_").replace("_", " ")
            rows.append(self._row(icon, {"passed": "success", "failed": "danger"}.get(outcome, "text_3"), title, test))
        if len(tests) > SHOWN_TESTS:
            rows.append(label(say("and {n} more", n=len(tests) - SHOWN_TESTS), "label", "text_3"))
        self._part(rows)

    def _file(self, row: FileRow, reached: Reached) -> None:
        rows: list[QWidget] = [self._title("file-code", "plum", say("This file"))]
        origin = say("Made by a blueprint; what you change here is kept as your change in the next run.")
        rows.append(prose(origin if row.generated else say("Written by hand.")))
        if reached.missed:
            said = say_many("{n} line that no test reached", "{n} lines that no test reached", len(reached.missed))
            rows.append(prose(said, "label", "text_2" if reached.old else "warning"))
        standing = standing_words(reached)
        if standing:
            rows.append(prose(standing, "label", "warning" if reached.old else "text_3"))
        self._part(rows)

    def _title(self, icon: str, role: str, text: str) -> QWidget:
        row = box(across=True, gap=8)
        row.addWidget(self._icon(icon, role))
        row.addWidget(label(text, "heading"), 1)
        return plane("none", row)

    def _row(self, icon: str, role: str, text: str, test: str) -> QWidget:
        row = box(across=True, gap=8)
        row.addWidget(self._icon(icon, role))
        link = ElidedLink(text, run=lambda: self.test_asked.emit(test))
        link.setToolTip(test)
        row.addWidget(link)
        row.addStretch(1)
        return plane("none", row)

    def _icon(self, name: str, role: str) -> QLabel:
        made = QLabel()
        made.setPixmap(self._theme.pixmap(name, role, 16, self.devicePixelRatioF()))
        made.setFixedWidth(18)
        return made

    def _part(self, widgets: Sequence[QWidget]) -> None:
        inner = box(margins=(16, 14, 16, 14), gap=6)
        for widget in widgets:
            inner.addWidget(widget)
        at = max(self._rows.count() - 1, 0)
        self._rows.insertWidget(at, plane("none", inner))
        self._rows.insertWidget(at + 1, line())

    def _clear(self) -> None:
        self._shown = ()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows.addStretch()
