"""The side panel while a run is under way: what is being done now, what came of it so far, and the step that was chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.controls import Badge, label, line, prose
from ui.controls.cards import box, plane, scrolled
from ui.engine.telling import counted_tests, role_title
from ui.language import figure, say
from ui.rooms.run.plan import Bar, Story
from ui.theme import Theme


class TeamPanel(QWidget):
    """Changes its words only when they changed, so that it costs nothing at ten looks a second."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._now = prose("", "body", "text")
        self._tests = prose("", "body", "text_2")
        self._step = prose("", "body", "text")
        self._who = prose("", "label")
        self._state = Badge(theme)
        rows = box(margins=(16, 16, 16, 16), gap=8)
        rows.addWidget(label(say("Being done now"), "heading"))
        rows.addWidget(self._now)
        rows.addWidget(self._tests)
        self._chosen = plane("none", box(gap=6))
        inner = self._chosen.layout()
        for part in (line(), label(say("Chosen step"), "heading"), self._step, self._who, self._state):
            inner.addWidget(part) if inner is not None else None
        self._chosen.hide()
        rows.addSpacing(8)
        rows.addWidget(self._chosen)
        rows.addStretch(1)
        outer = box()
        outer.addWidget(scrolled(plane("surface", rows)))
        self.setLayout(outer)

    def show_story(self, story: Story) -> None:
        doing = [f"{role_title(bar.role)}: {bar.title}" for bar in story.running()]
        _say(self._now, "\n".join(doing) or say("The engine prepares the next step."))
        _say(self._tests, counted_tests(story.passed, story.failed) if story.passed or story.failed else "")
        self._tests.setVisible(bool(self._tests.text()))

    def choose(self, bar: Bar | None) -> None:
        """A step of the timeline; None for none."""
        self._chosen.setVisible(bar is not None)
        if bar is not None:
            self._step.setText(bar.title)
            self._who.setText(say("{who}, {seconds} s", who=role_title(bar.role), seconds=figure(bar.end - bar.begin)))
            words = {
                "planned": (say("planned"), "neutral", "flag"),
                "running": (say("running"), "accent", "play"),
                "done": (say("done"), "success", "check"),
                "failed": (say("failed"), "danger", "cross"),
                "stopped": (say("stopped"), "neutral", "stop"),
            }[bar.state]
            self._state.show_text(words[0], tone=words[1], icon=words[2])


def _say(place: object, text: str) -> None:
    from PySide6.QtWidgets import QLabel

    if isinstance(place, QLabel) and place.text() != text:
        place.setText(text)
