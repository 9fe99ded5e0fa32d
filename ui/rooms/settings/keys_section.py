"""The keys of providers: which are there, enter one, replace one, remove one. The engine keeps them; the window forgets them at once."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.client import EngineError
from ui.controls import Failure, Loading, button, label, prose
from ui.controls.cards import box, plane
from ui.controls.holding import FocusHold
from ui.desk import Desk
from ui.language import say
from ui.rooms.room import Start
from ui.rooms.settings.key_form import KeyForm
from ui.rooms.settings.key_plan import KeysTold, keyring_words
from ui.rooms.settings.key_rows import KeyList, KeyRows
from ui.rooms.settings.section import Section

_Work = Callable[[], Coroutine[Any, Any, None]]


class KeysSection(Section):
    """`look` asks the engine anew; before the first answer only its state is shown."""

    def __init__(self, desk: Desk, start: Start) -> None:
        super().__init__(say("API keys"), words=say("Keys of language models, providers, keyring"))
        self._link, self._start = desk.link, start
        self._busy = self._known = False
        self._focus = FocusHold(self)
        self.rows = KeyRows()
        self.list = KeyList(desk.theme, self.rows)
        self.form = KeyForm(desk.theme)
        self.failure, self.refused = Failure(desk.theme, again=self.look), Failure(desk.theme)
        self.loading = Loading(desk.theme, rows=3, row_height=40)
        self.fault, self.remedy = prose("", "body", "text"), prose("", "label", "text_2")
        self._detail = prose("", "code", "text_2")
        self.said = prose("", "label", "text_2")
        words = box(gap=2)
        for each in (self.fault, self.remedy, self._detail):
            words.addWidget(each)
        row = box(across=True, margins=(12, 10, 12, 10), gap=8)
        row.addLayout(words, 1)
        row.addWidget(button(desk.theme, say("Try again"), dense=True, run=self.look), 0, Qt.AlignmentFlag.AlignTop)
        self.notice = plane("warning_soft", row)
        self._away = label(say("The engine is away; it keeps the keys."), "body", "text_2")
        self.body.addWidget(
            prose(
                say(
                    "Of providers of language models. The engine keeps them in the keyring of its machine and never shows "
                    "one again. Nothing here needs a key: briefs are read, and code is written, without a model."
                ),
                "label",
                "text_3",
            )
        )
        parts: tuple[QWidget, ...] = (
            self._away, self.failure, self.notice, self.loading, self.list, self.form, self.said, self.refused
        )  # fmt: skip
        for part in parts:
            self.body.addWidget(part)
            part.hide()
        self.list.chosen.connect(self._chosen)
        self.list.wanted.connect(self.form.field.setFocus)
        self.list.unwanted.connect(self.form.ask_remove)
        self.form.given.connect(lambda provider, value: self._do(partial(self._keep, provider, value)))
        self.form.unwanted.connect(lambda provider: self._do(partial(self._remove, provider)))
        desk.link.changed.connect(self._link_changed)
        desk.engine.switched.connect(self._forget)
        self._show()

    def look(self) -> None:
        """Asks which keys there are."""
        if self._link.running and not self._busy:
            self._do(self._ask)

    def _link_changed(self) -> None:
        if self._link.running and not self.isHidden():
            self.look()
        self._show()

    def _forget(self) -> None:
        """Another engine has other keys."""
        self._known = False
        self._tell("")
        self.failure.clear()
        self.refused.clear()
        self._show()

    def _do(self, work: _Work) -> None:
        """One thing at a time: what is asked meanwhile can't be pressed."""
        self._focus.take()
        self._busy = True
        self._start(self._done(work))
        self._show()

    async def _done(self, work: _Work) -> None:
        if not self._known:
            self.loading.begin()
        try:
            await work()
            self.failure.clear()
        except EngineError as error:
            self.failure.show_error(error)
        finally:
            self._busy = False
            self.loading.end()
            self._show()
            self._focus.give_back()

    async def _ask(self) -> None:
        self.rows.take(KeysTold.of(await self._link.ask("GET", "/keys", patient=False)))
        self._known = True

    async def _keep(self, provider: str, value: str) -> None:
        done = say("The key of {provider} is kept.", provider=self._title(provider))
        await self._act("PUT", provider, {"value": value}, doing=say("Keeping the key …"), done=done)

    async def _remove(self, provider: str) -> None:
        done = say("The key of {provider} is removed.", provider=self._title(provider))
        await self._act("DELETE", provider, None, doing=say("Removing the key …"), done=done)

    async def _act(self, method: str, provider: str, body: object, *, doing: str, done: str) -> None:
        self.refused.clear()
        self._tell(doing)
        try:
            await self._link.ask(method, f"/keys/{provider}", body=body, patient=False)
        except EngineError as error:
            self._tell("")
            self.refused.show_error(error)
        else:
            self._tell(done)
        await self._ask()

    def _title(self, provider: str) -> str:
        return next((row.title for row in self.rows.told.rows if row.provider == provider), provider)

    def _tell(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _chosen(self) -> None:
        self._tell("")
        self.refused.clear()
        self._show()

    def _show(self) -> None:
        told, away = self.rows.told, not self._link.running
        fault, remedy = keyring_words(told) if self._known else ("", "")
        self.fault.setText(fault)
        self.remedy.setText(remedy)
        self._detail.setText(told.fault)
        self._detail.setVisible(bool(told.fault))
        self.notice.setVisible(bool(fault) and not away)
        self._away.setVisible(away)
        self.list.setVisible(self._known)
        self.list.setEnabled(not away)
        self.form.setVisible(self._known)
        reason = say("The engine is away.") if away else fault or (say("One moment …") if self._busy else "")
        self.form.show_key(self.list.key(), told, reason=reason)
        if self._known and not told.rows:
            self._tell(say("The engine knows no provider that needs a key."))
        elif self._known and told.none_kept and told.ready and not self.said.text():
            self._tell(say("No key is kept."))
