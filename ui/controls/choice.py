"""One of several, chosen in a menu: a button that shows the choice. Used where segments would be too wide."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from ui.controls.action import ActionButton
from ui.theme import Theme


class Choice(ActionButton):
    """`chosen` carries the name of what was chosen; `choices` are texts by name, `off` says why one can't be chosen."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        choices: Mapping[str, str],
        *,
        name: str,
        choice: str = "",
        icon: str = "",
        off: Mapping[str, str] | None = None,
    ) -> None:
        self._choices, self.choice, self._off = dict(choices), choice, dict(off or {})
        self._name = name
        super().__init__(theme, self._choices[choice], icon=icon, menu=True)
        self.clicked.connect(self.open_menu)
        self._tell()

    def choose(self, name: str) -> None:
        """Chooses without a signal; an unknown name changes nothing."""
        if name in self._choices:
            self.choice = name
            self.show_text(self._choices[name])
            self._tell()

    def open_menu(self) -> None:
        menu = QMenu(self)
        for name, text in self._choices.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(name == self.choice)
            action.setEnabled(name not in self._off)
            action.setToolTip(self._off.get(name, ""))
            action.triggered.connect(lambda _=False, name=name: self._take(name))
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _take(self, name: str) -> None:
        self.choose(name)
        self.chosen.emit(name)

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._choices[self.choice]}")
