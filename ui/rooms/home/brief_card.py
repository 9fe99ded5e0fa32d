"""The card a brief is composed in: the field, what was read of it so far, and what is to be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QWidget

from ui.controls import Badge, Failure, button, icon_button, label, line
from ui.controls.action import ActionButton
from ui.controls.cards import box, plane
from ui.controls.choice import Choice
from ui.controls.labels import ElidedLabel
from ui.desk import Desk
from ui.language import say
from ui.reading import Facts, Reading
from ui.retelling import retell
from ui.rooms.home.composer import Composer
from ui.rooms.home.flow import FlowRow
from ui.rooms.home.plan import counts, understood, waves
from ui.rooms.home.styles import Style, styles
from ui.shell.stacks import misfit, stacks

RADIUS, PATIENCE = 10, 1200


class BriefCard(QWidget):
    """Its edge is the focus ring of the field in it."""

    def __init__(
        self, desk: Desk, *, build: Callable[[], object], read: Callable[[], object], attach: Callable[[], object]
    ) -> None:
        super().__init__()
        self._desk, self._theme = desk, desk.theme
        self._last: tuple[Reading, Facts] | None = None
        self.composer = Composer(desk.theme)
        self.composer.installEventFilter(self)
        self.failure = Failure(desk.theme)
        self.stack = Choice(desk.theme, stacks(), name=say("Stack"), icon="layers", choice=self._wanted_stack())
        self.stack.chosen.connect(self._take_stack)
        self.model = Choice(
            desk.theme,
            {"": say("No model"), "other": say("A model (none is connected)")},
            name=say("Model"),
            icon="offline",
            off={"other": say("Briefs are read by rules on this machine. No model is connected.")},
        )
        self.read = ActionButton(desk.theme, say("Read the brief"), keys="Ctrl+Return", run=read)
        self.build = ActionButton(
            desk.theme, say("Build it"), weight="primary", icon="play", keys="Ctrl+Shift+Return", run=build
        )
        self.build.setToolTip(
            say("Builds, tests and starts it. What the brief leaves open takes the suggested answer.")
        )
        self._told = _Told(desk)
        self._told.hide()
        rows = box(margins=(2, 2, 2, 2))
        inner = box(margins=(18, 16, 18, 14))
        inner.addWidget(self.composer)
        rows.addLayout(inner)
        rows.addWidget(self.failure)
        rows.addWidget(self._told)
        rows.addWidget(line())
        rows.addWidget(self._foot(attach))
        self.setLayout(rows)
        desk.theme.changed.connect(self.update)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show_reading_on)
        self.composer.edited.connect(self.show_ready)
        self.show_ready()

    def show_ready(self) -> None:
        """Without words there is nothing to read or build."""
        there = bool(self.composer.text.strip())
        self._last = None
        for action in (self.read, self.build):
            action.setEnabled(there)
        self._patience.start() if there else self._patience.stop()
        if not there:
            self._told.hide()
            self.composer.mark(())

    def show_reading(self, reading: Reading, facts: Facts) -> None:
        """What was read so far."""
        self._patience.stop()
        self.failure.clear()
        self.composer.mark(waves(self.composer.text, reading))
        if reading.refusal:
            self.failure.show_error(retell(reading.refusal))
        elif wrong := misfit(self.stack.choice, facts.kind):
            self.failure.show_error(f"{wrong} {say('Choose another stack, or the fitting one.')}")
        self._last = (reading, facts)
        fits = not reading.refusal and not misfit(self.stack.choice, facts.kind)
        self.build.setEnabled(fits and bool(self.composer.text.strip()))
        self._told.show_counts(reading, facts)
        self._told.setVisible(bool(reading.sentences) and not reading.refusal)

    def _show_reading_on(self) -> None:
        """The engine takes a while, as it does at its first brief."""
        if not self.failure.isVisible():
            self._told.show_wait()
            self._told.show()

    def busy(self, working: bool) -> None:
        """While the engine is asked to begin, nothing is begun twice."""
        for action in (self.read, self.build):
            action.setEnabled(not working and bool(self.composer.text.strip()))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.composer.hasFocus()
        wide = 2.0 if focus else 1.0
        frame = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        painter.setPen(QPen(self._theme.colour("focus" if focus else "line_strong"), wide))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)

    def _foot(self, attach: Callable[[], object]) -> QWidget:
        choices, actions = box(across=True, gap=8), box(across=True, gap=8)
        choices.addWidget(self.stack)
        choices.addWidget(self.model)
        choices.addWidget(button(self._theme, say("Attach a file"), kind="quiet", icon="attach", run=attach))
        self.ways = icon_button(self._theme, "file-text", say("Write as …"), run=self._show_styles)
        self.ways.setToolTip(say("Puts a short brief in another style into the field, to be overwritten."))
        choices.addWidget(self.ways)
        actions.addWidget(self.read)
        actions.addWidget(self.build)
        flow = FlowRow(gap=8, last_at_right=True)
        flow.add(plane("none", choices))
        flow.add(plane("none", actions))
        row = box(margins=(14, 10, 12, 10))
        row.addWidget(flow)
        return plane("foot", row)

    def write_as(self, style: Style) -> None:
        """Puts the short brief of a style in, below what stands there; it is marked, so that typing replaces it."""
        before = self.composer.text.rstrip()
        self.composer.compose(f"{before}\n\n{style.text}" if before else style.text, select=not before)
        self.composer.setFocus()

    def _show_styles(self) -> None:
        menu = QMenu(self)
        for style in styles():
            menu.addAction(style.title).triggered.connect(partial(self.write_as, style))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.ways.mapToGlobal(self.ways.rect().bottomLeft()))

    def _take_stack(self, name: str) -> None:
        self._desk.preferences.set("projects/stack", name)
        if self._last is not None:
            self.show_reading(*self._last)

    def _wanted_stack(self) -> str:
        wanted = self._desk.preferences.text("projects/stack")
        return wanted if wanted in stacks() else ""


class _Told(QWidget):
    """'Read so far', a badge for each kind of fact, and how many sentences were understood."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._badges = [Badge(desk.theme) for _ in range(5)]
        self._sentences = ElidedLabel("", "label", "text_2")
        self._sentences.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = box(across=True, margins=(18, 8, 18, 8), gap=6)
        row.addWidget(label(say("Read so far"), "label"))
        row.addSpacing(2)
        for badge in self._badges:
            row.addWidget(badge)
        row.addWidget(self._sentences, 1)
        rows = box()
        rows.addWidget(line())
        rows.addLayout(row)
        self.setLayout(rows)

    def show_wait(self) -> None:
        for badge in self._badges:
            badge.hide()
        self._sentences.setText(say("Reading …"))

    def show_counts(self, reading: Reading, facts: Facts) -> None:
        shown = counts(facts, len(reading.questions))
        for badge, count in zip(self._badges, shown, strict=False):
            badge.show_text(count.text, tone=count.tone, icon=count.icon)
        for at, badge in enumerate(self._badges):
            badge.setVisible(at < len(shown))
        self._sentences.setText(understood(reading.sentences))
        told = ", ".join(count.text for count in shown)
        self.setAccessibleName(say("Reading so far, {counts}", counts=told))
