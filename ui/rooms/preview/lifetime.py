"""The card beside the picture: time to live, the ways to make it longer, and what is known of the instance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QGuiApplication

from ui.controls import Card
from ui.controls.buttons import button
from ui.controls.cards import box, line, plane, scrolled
from ui.controls.labels import ElidedLabel, label
from ui.desk import Desk
from ui.language import say, spoken
from ui.rooms.preview.facts import Facts
from ui.rooms.preview.plan import Instance, left_words, size_words
from ui.rooms.preview.ring import Ring


class Lifetime(Card):
    """Follows the chosen instance; the login is asked for when it is copied."""

    def __init__(self, desk: Desk, *, extend: Callable[[], object], login: Callable[[], object]) -> None:
        super().__init__(padding=0)
        rows = box(margins=(16, 14, 16, 10), gap=8)
        self._notify = desk.notify
        self.ring = Ring(desk.theme)
        self.ends = label("", "label", "text_2")
        self.ends.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.longer = button(desk.theme, say("+ 1 day"), dense=True, run=extend)
        self.email = ElidedLabel("", "label", "text_3", middle=True)
        self.sign_in = button(desk.theme, say("Copy"), kind="link", run=login, name=say("Copy the password"))
        self.facts = Facts()
        rows.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(self.ends)
        rows.addWidget(self.longer, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(line())
        row = box(across=True, gap=8)
        row.addWidget(label(say("Sign in"), "label", "text_2"), 1)
        row.addWidget(self.sign_in)
        rows.addLayout(row)
        rows.addWidget(self.email)
        rows.addWidget(self.facts)
        rows.addStretch()
        self.body.addWidget(scrolled(plane("none", rows)))
        self.setMinimumWidth(190)
        self.setMaximumWidth(240)

    def show_instance(self, instance: Instance | None, measured: Mapping[str, Any]) -> None:
        """The time to live as it is now, and the newest figures."""
        if instance is None:
            return
        now = datetime.now(UTC)
        alive = instance.state in ("running", "asleep")
        self.ring.show_left(instance.share(now) if alive else 0.0, left_words(instance.left(now)))
        self.ends.setText(say("Ends {time}", time=_moment(instance.expires)))
        self.longer.setEnabled(instance.state != "expired")
        self.email.setText(instance.email)
        uptime = float(measured.get("uptime_seconds") or 0.0)
        rows = [
            (say("Running for"), _spent(uptime) if uptime else "–"),
            (say("Requests"), f"{int(measured.get('requests') or 0):,}".replace(",", " ")),
            (say("Disk"), size_words(float(measured.get("disk") or 0))),
            (say("Hot reload"), say("on")),
        ]
        self.facts.show_rows(rows)

    def copy_login(self, password: str) -> None:
        """Puts the password on the clipboard; it is never shown."""
        QGuiApplication.clipboard().setText(password)
        self._notify(say("The password is on the clipboard."), tone="success")


def _moment(time: datetime) -> str:
    """Day and time in the person's language."""
    local = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale(spoken()).toString(local, "ddd d MMM, HH:mm")


def _spent(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 1:
        return f"{rest} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
