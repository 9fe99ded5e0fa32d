"""The room Preview: instances at the left; address, picture, measures, log and shell of the chosen one. Ctrl+6."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.client import EngineError
from ui.commands import Command
from ui.controls import Badge, Empty, Failure
from ui.controls.buttons import button
from ui.controls.cards import box, line, plane
from ui.controls.labels import label, prose
from ui.desk import Desk
from ui.language import say
from ui.rooms.preview.address import Address, LinkDialog
from ui.rooms.preview.console import Console
from ui.rooms.preview.facts import Facts
from ui.rooms.preview.instances import TONES, InstanceList, Instances, state_words
from ui.rooms.preview.lifetime import Lifetime
from ui.rooms.preview.picture import Picture
from ui.rooms.preview.plan import Instance, first_and_last, listed, size_words
from ui.rooms.preview.plots import Plot
from ui.rooms.preview.source import Previews
from ui.rooms.room import Room

LOOK, MB, SLACK = 2000, 1024 * 1024, 1.0


class PreviewRoom(Room):
    """Places: 'instance:ID', 'logs', 'shell'."""

    name = "preview"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.previews = Previews(desk.link)
        self.items = Instances()
        self._chosen = ""
        self._starting = 0.0
        self._measured: Mapping[str, Any] = {}
        self._began, self._known = ("", 0.0), False

    def furnish(self) -> Iterator[None]:
        desk, theme = self.desk, self.desk.theme
        self.badge = Badge(theme, "", dot=True)
        self.address = Address(theme, desk.notify)
        self.open_button = button(theme, say("Open in browser"), kind="primary", icon="external", run=self.primary)
        self.share_button = button(theme, say("Share …"), icon="share", run=lambda: self._do(self._share))
        self.restart_button = button(theme, say("Restart"), icon="refresh", run=self.restart)
        self.stop_button = button(theme, say("Stop"), kind="danger", icon="stop", run=lambda: self._do(self._stop))
        self.list = InstanceList(theme, self.items)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._choose(now.row()))
        self.start_button = button(theme, say("Start"), icon="plus", dense=True, run=lambda: self._do(self._start))
        self.limits = Facts()
        yield
        self.picture = Picture(desk.theme, self.previews, start=self.start)
        self.picture.page_asked.connect(self._open_page)
        self.lifetime = Lifetime(desk, extend=lambda: self._do(self._extend), login=lambda: self._do(self._copy_login))
        self.requests = Plot(theme, say("Requests"), tone="accent", least=5)
        self.answer = Plot(theme, say("Answer time, p95"), tone="info", least=20)
        self.memory = Plot(theme, say("Memory"), tone="plum", least=1)
        self.errors = Plot(theme, say("Errors"), tone="success", least=1)
        yield
        self.console = Console(desk, self.previews, start=self.start)
        yield
        self.failure = Failure(theme, again=lambda: self._do(self._look))
        self.note = prose("", "body", "text_2")
        self.stack = QStackedWidget()
        nothing = say("A preview runs the application in a sandbox on this machine. There is none of this project.")
        start = say("Start the preview")
        self.empty = Empty(theme, icon="window", text=nothing, action=start, run=lambda: self._do(self._start))
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self._built())
        self._measuring = QTimer(self, interval=LOOK)
        self._measuring.timeout.connect(lambda: self._do(self._look))
        rows = box()
        rows.addWidget(self.failure)
        rows.addWidget(self.stack, 1)
        self.setLayout(rows)
        desk.workspace.project_changed.connect(self._project_changed)

    @property
    def chosen(self) -> Instance | None:
        place = self.items.place(self._chosen)
        return self.items.items[place] if place >= 0 else None

    @property
    def project(self) -> str:
        """The folder of the project in hand."""
        project = self.desk.workspace.project
        return project.path if project else ""

    def end(self) -> None:
        self.picture.end()
        super().end()

    def enter(self, place: str = "") -> None:
        closed = getattr(self.window(), "closed", None)
        if closed is not None and not self._known:
            self._known = True
            closed.connect(self.picture.end)
        what, _, rest = place.partition(":")
        if what == "instance":
            self._chosen = rest
        self._do(self._look)
        if what in ("logs", "shell", "requests", "environment"):
            self.console.open(what)

    def primary(self) -> None:
        """Ctrl+Enter opens the application in the browser, or starts it."""
        if self.chosen is None or self.chosen.state in ("stopped", "failed", "expired"):
            self._do(self._start)
        elif self.open_button.isEnabled():
            self._open_page("/")

    def restart(self) -> None:
        self._do(self._restart)

    def filter_field(self) -> QWidget | None:
        return self.console.field

    def commands(self) -> Sequence[Command]:
        def here() -> bool:
            return self.isVisible() and self.chosen is not None

        said = say("Preview")
        return (
            Command(
                id="preview.restart",
                title=say("Restart the preview"),
                keys="Ctrl+Shift+R",
                icon="refresh",
                place=said,
                run=self.restart,
                enabled=here,
            ),
            Command(
                id="preview.logs",
                title=say("Logs of the preview"),
                icon="file-text",
                place=said,
                run=lambda: self.desk.go("preview", "logs"),
            ),
            Command(
                id="preview.shell",
                title=say("Shell in the preview"),
                icon="terminal",
                place=said,
                run=lambda: self.desk.go("preview", "shell"),
            ),
            Command(
                id="preview.copy",
                title=say("Copy the preview's address"),
                icon="copy",
                place=said,
                run=self.address.copy,
                enabled=here,
            ),
        )

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("L", say("Logs")), ("S", say("Shell")))

    def keyPressEvent(self, event: Any) -> None:
        """L and S, while a list of the room has the focus."""
        page = {Qt.Key.Key_L: "logs", Qt.Key.Key_S: "shell"}.get(event.key())
        if page and not event.modifiers():
            self.console.open(page)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measuring.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._measuring.stop()
        super().hideEvent(event)

    def _built(self) -> QWidget:
        head = box(across=True, margins=(20, 10, 16, 10), gap=8)
        head.addWidget(label(say("Preview"), "title"))
        head.addWidget(self.badge)
        head.addSpacing(8)
        head.addWidget(self.address, 1)
        for widget in (self.open_button, self.share_button, self.restart_button, self.stop_button):
            head.addWidget(widget)
        top = box(across=True, gap=12)
        top.addWidget(self.picture, 1)
        top.addWidget(self.lifetime)
        upper = plane("none", top)
        plots = box(across=True, gap=12)
        for plot in (self.requests, self.answer, self.memory, self.errors):
            plots.addWidget(plot)
        lower = box(gap=12)
        lower.addLayout(plots)
        lower.addWidget(self.console, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(upper)
        split.addWidget(plane("none", lower))
        split.setSizes([348, 400])
        split.setHandleWidth(12)
        split.setProperty("kind", "gap")
        split.setChildrenCollapsible(False)
        main = box(margins=(16, 14, 16, 14), gap=10)
        main.addWidget(self.note)
        main.addWidget(split, 1)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(plane("surface", self._side()))
        across.addWidget(plane("window", main))
        across.setSizes([212, 980])
        across.setStretchFactor(1, 1)
        across.setChildrenCollapsible(False)
        rows = box()
        rows.addLayout(head)
        rows.addWidget(line())
        rows.addWidget(across, 1)
        return plane("window", rows)

    def _side(self) -> Any:
        head = box(across=True, margins=(14, 8, 12, 8))
        head.addWidget(label(say("Instances"), "heading"), 1)
        head.addWidget(self.start_button)
        limits = box(margins=(14, 12, 14, 14), gap=8)
        limits.addWidget(label(say("Limits"), "heading"))
        limits.addWidget(self.limits)
        rows = box()
        rows.addLayout(head)
        rows.addWidget(line())
        rows.addWidget(self.list, 1)
        rows.addWidget(line())
        rows.addLayout(limits)
        return rows

    def _do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.start(self._safely(work))

    async def _safely(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except EngineError as error:
            if self.desk.link.running:
                self.failure.show_error(error)

    async def _look(self) -> None:
        """Asks for the instances and the measures of the chosen one."""
        if not self.project:
            return
        found = listed(await self.previews.every(), self.project, self.items.items, datetime.now(UTC))
        self.items.show_items(found)
        if self.chosen is None and found:
            self._choose(0)
            self.list.setCurrentIndex(self.items.index(0))
        self.stack.setCurrentIndex(1 if found or self._starting else 0)
        instance = self.chosen
        if instance is not None and instance.state != "expired":
            self._measured = await self.previews.metrics(instance.id)
            if instance.state == "running":
                self.console.measures.add(time.monotonic(), self._measured)
                self._look_anew(instance.id, float(self._measured.get("uptime_seconds") or 0.0))
        self._show()

    def _look_anew(self, preview: str, uptime: float) -> None:
        """Another picture when the application began anew, which it does after each change."""
        before, self._began = self._began, (preview, time.monotonic() - uptime)
        if uptime and before[0] == preview and self._began[1] > before[1] + SLACK:
            self.picture.again()

    async def _start(self) -> None:
        """Starts the project's preview; what happens meanwhile is told by its log."""
        if self._starting:
            return
        self._starting = time.monotonic()
        self.stack.setCurrentIndex(1)
        self.failure.clear()
        self._show()
        try:
            said = await self.previews.start(self.project)
            self._chosen = str(said["id"])
        finally:
            self._starting = 0.0
        await self._look()
        self.picture.again()
        await self.desk.workspace.refresh()

    async def _restart(self) -> None:
        if self.chosen is not None and self.chosen.state in ("running", "asleep"):
            await self.previews.stop(self.chosen.id)
        await self._start()

    async def _stop(self) -> None:
        if self.chosen is not None:
            await self.previews.stop(self.chosen.id)
            await self._look()
            await self.desk.workspace.refresh()

    async def _extend(self) -> None:
        if self.chosen is not None:
            await self.previews.extend(self.chosen.id)
            await self._look()

    async def _share(self) -> None:
        if self.chosen is not None:
            url = await self.previews.share(self.chosen.id)
            said = say("Whoever has this link and reaches this machine gets in, until the preview ends.")
            LinkDialog(self.desk.theme, self.window(), title=say("Share link"), url=url, help_text=said)

    async def _copy_login(self) -> None:
        if self.chosen is not None:
            _, password = await self.previews.login(self.chosen.id)
            self.lifetime.copy_login(password)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.items.items) and self.items.items[row].id != self._chosen:
            self._chosen = self.items.items[row].id
            self._measured = {}
        self._show()

    def _show(self) -> None:
        """Everything about the chosen instance, as it is known now."""
        instance = self.chosen
        starting = bool(self._starting)
        state = "starting" if starting else instance.state if instance else ""
        running = state == "running"
        self.badge.show_text(state_words(state), tone=TONES.get(state, "neutral"))
        self.badge.setVisible(bool(state))
        self.address.show_url(instance.url if instance and state in ("running", "asleep") else "")
        self.start_button.setEnabled(not starting)
        for widget in (self.share_button, self.stop_button):
            widget.setEnabled(state in ("running", "asleep"))
        self.restart_button.setEnabled(instance is not None and not starting)
        again = state in ("stopped", "failed", "expired")
        self.open_button.setText(say("Start again") if again else say("Open in browser"))
        far = "" if again else self._far
        self.open_button.setEnabled(not starting and instance is not None and not far)
        self.open_button.setToolTip(far)
        self.note.setText(self._said(instance, state))
        self.note.setVisible(bool(self.note.text()))
        self.console.show_preview(instance.id if instance and instance.state != "expired" else "")
        self.picture.show_preview(
            instance.id if instance and state in ("running", "asleep") else "",
            instance.url if instance and not self._far else "",
            state_words(state) if instance and not running else "",
        )
        self.lifetime.show_instance(instance, self._measured if running else {})
        self._show_measures()

    def _said(self, instance: Instance | None, state: str) -> str:
        """What a person should know about a state that is not 'running'."""
        if state == "starting":
            seconds = round(time.monotonic() - self._starting)
            return say("Starting: the sandbox, the database, the first answer … {n} s", n=seconds)
        if state == "failed" and instance is not None:
            return first_and_last(instance.failure) or say("The application ended by itself. Its log tells why.")
        return {
            "asleep": say("Nobody asked it for a while, so it sleeps; the next request wakes it."),
            "stopped": say("It is stopped. Its data is kept until it expires."),
            "expired": say("Its time to live is over and its data is gone. It can be started again."),
        }.get(state, self._far if state == "running" else "")

    @property
    def _far(self) -> str:
        """Why the page can't be opened here, '' where it can."""
        if self.desk.link.here:
            return ""
        return say("The preview listens on the engine's machine only: open its address there, or lead its port here.")

    def _show_measures(self) -> None:
        measures, limits = self.console.measures, self._measured.get("limits") or {}
        memory = size_words(measures.memory.last)
        most = size_words(float(limits.get("memory") or 0) * MB)
        self.requests.show_series(measures.requests, f"{measures.requests.last:.0f}", say("/ min"))
        self.answer.show_series(measures.p95, f"{measures.p95.last:.0f}", "ms")
        unit = say("of {most}", most=most) if limits else ""
        self.memory.show_series(measures.memory, memory if measures.memory.points else "–", unit)
        self.errors.show_series(measures.errors, f"{measures.errors.last:.0f}", say("/ min"))
        if limits:
            rows = [
                (say("Memory"), most),
                (say("Processes"), str(limits.get("processes"))),
                (say("Disk"), size_words(float(limits.get("disk") or 0) * MB)),
                (say("Network out"), say("closed")),
                (say("Isolation"), self.chosen.isolation if self.chosen else ""),
                (say("Access"), say("this machine") if self.desk.link.here else say("the engine's machine")),
            ]
            self.limits.show_rows(rows)

    def _open_page(self, path: str) -> None:
        if self.chosen is not None and not self._far:
            QDesktopServices.openUrl(QUrl(self.chosen.url.rstrip("/") + path))

    def _project_changed(self) -> None:
        if self.chosen is not None and self.chosen.project != self.project:
            self._chosen = ""
            self.items.show_items([])
            self.console.show_preview("")
        if self.isVisible():
            self._do(self._look)
