"""The head of Run: what runs, how it stands, how long it takes, and the buttons that belong to its state."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.controls import Badge
from ui.controls.cards import box, plane
from ui.controls.labels import ElidedLabel, label
from ui.language import say
from ui.money import price
from ui.rooms.run.plan import Story, clock
from ui.theme import Theme

_STATES = {
    "queued": ("neutral", "clock"),
    "running": ("accent", "play"),
    "waiting": ("warning", "pause"),
    "done": ("success", "check-circle"),
    "failed": ("danger", "cross-circle"),
    "cancelled": ("neutral", "stop"),
    "refused": ("neutral", "cross"),
    "needs_answers": ("warning", "question"),
    "planned": ("neutral", "flag"),
    "replay": ("info", "repeat"),
}


def state_words(state: str) -> str:
    """What people call the state of a run."""
    return {
        "queued": say("About to begin"),
        "running": say("Running"),
        "waiting": say("Waits for you"),
        "done": say("Done"),
        "failed": say("Failed"),
        "cancelled": say("Stopped"),
        "refused": say("Rejected"),
        "needs_answers": say("Needs answers"),
        "planned": say("Planned"),
        "replay": say("Replay"),
    }.get(state, state)


def state_look(state: str) -> tuple[str, str]:
    """Tone and icon of a state."""
    return _STATES.get(state, ("neutral", "info"))


TITLE = 90
"""What the title needs at least."""


class Header(QWidget):
    """Words at the left, `actions` at the right, a line of progress below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = ElidedLabel("", "title")
        self.title.setMaximumWidth(320)
        self.badge = Badge(theme)
        self.clock, self.steps, self.files, self.cost = (
            _Figure(theme, icon) for icon in ("clock", "tasks", "file", "coin")
        )
        self.resumed = Badge(theme, tone="warning", icon="refresh")
        self.resumed.hide()
        self.actions: QHBoxLayout = box(across=True, gap=8)  # type: ignore[assignment]
        row = box(across=True, margins=(20, 0, 16, 0), gap=10)
        row.addWidget(self.title)
        row.addWidget(self.badge)
        row.addSpacing(4)
        for figure in (self.clock, self.steps, self.files, self.cost):
            row.addWidget(figure)
        row.addWidget(self.resumed)
        row.addStretch(1)
        row.addLayout(self.actions)
        self._progress = _Progress(theme)
        self._row = plane("none", row)
        self._wanted: set[QWidget] = set()
        rows = box()
        rows.addWidget(self._row, 1)
        rows.addWidget(self._progress)
        self.setLayout(rows)
        self.setFixedHeight(theme.scaled(58))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is least needed goes first where there is little room: the note, the cost, the files, the steps."""
        wanted = [part for part in (self.resumed, self.cost, self.files, self.steps) if part in self._wanted]
        for part in wanted:
            part.show()
        for part in wanted:
            if (layout := self._row.layout()) is None or layout.minimumSize().width() + TITLE <= self.width():
                return
            part.hide()

    def show_story(self, title: str, state: str, story: Story, now: float) -> None:
        """The figures of a moment."""
        tone, icon = state_look(state)
        self.title.setText(title)
        self.badge.show_text(state_words(state), tone=tone, icon=icon)
        going = state in ("running", "queued", "waiting", "replay")
        if state == "planned":
            self.clock.show_figure(clock(story.expected), say("expected"))
        elif going and now < story.expected:
            self.clock.show_figure(clock(now), say("of about {time}", time=clock(max(story.expected, 1))))
        else:
            self.clock.show_figure(clock(now), "")
        self.steps.show_figure(str(story.done), say("of {n} steps", n=story.steps))
        self.files.show_figure(str(story.files), say("files"))
        self.cost.show_figure(price(float(story.plan.get("cost", 0.0))), "")
        self.cost.setToolTip(say("No model is used, so nothing is paid."))
        self.resumed.show_text(say("Resumed after a restart"))
        shown = ((self.cost, True), (self.resumed, story.resumed), (self.files, story.files > 0))
        wanted: set[QWidget] = {part for part, on in (*shown, (self.steps, bool(story.plan) or not going)) if on}
        for part in (self.resumed, self.cost, self.files, self.steps):
            part.setVisible(part in wanted and (part.isVisible() or part not in self._wanted))
        if wanted != self._wanted:
            self._wanted = wanted
            self._fit()
        share = story.done / story.steps if story.plan and story.steps else 0.0
        self._progress.show_share(1.0 if state == "done" else share, tone={"failed": "danger"}.get(state, "accent"))


class _Figure(QWidget):
    """An icon, a figure that stands out, and what it counts."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self._mark = QLabel()
        self._figure, self._rest = label("", "heading"), label("", "label", "text_2")
        row = box(across=True, margins=(6, 0, 0, 0), gap=5)
        row.addWidget(self._mark)
        row.addWidget(self._figure)
        row.addWidget(self._rest)
        self.setLayout(row)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_figure(self, figure: str, rest: str) -> None:
        self._figure.setText(figure)
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self.setAccessibleName(f"{figure} {rest}".strip())

    def _restyle(self) -> None:
        self._mark.setPixmap(self._theme.pixmap(self._icon, "text_2", 14, self.devicePixelRatioF()))


class _Progress(QWidget):
    """Three pixels of line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._share, self._tone = theme, 0.0, "accent"
        self.setFixedHeight(3)
        theme.changed.connect(self.update)

    def show_share(self, share: float, *, tone: str) -> None:
        if (share, tone) != (self._share, self._tone):
            self._share, self._tone = share, tone
            self.setAccessibleName(say("{n} percent", n=round(share * 100)))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("line"))
        painter.fillRect(QRectF(0, 0, self.width() * self._share, 3), self._theme.colour(self._tone))
