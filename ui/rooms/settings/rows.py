"""The rows of the settings page: name, one line of help, the value, and a dot with a way back once it was changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QSlider, QWidget

from ui.controls import Badge, Segments, Select, Switch, button, icon_button, label, prose
from ui.controls.cards import box
from ui.controls.following import follow
from ui.controls.labels import ElidedLabel
from ui.desk import Desk
from ui.language import say
from ui.starting import GATES, gates

WIDTH = 300


class SettingRow(QWidget):
    """One setting; `words` is what the search looks through."""

    def __init__(
        self,
        desk: Desk,
        *,
        key: str,
        title: str,
        help_text: str,
        control: QWidget,
        restore: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.key, self._desk, self._restore = key, desk, restore
        self.words = f"{title} {help_text} {key}".casefold()
        self._changed = Badge(desk.theme, say("changed"), tone="accent", dot=True)
        self._reset = icon_button(desk.theme, "undo", say("Reset {setting}", setting=title), run=self.reset)
        head = box(across=True, gap=8)
        head.addWidget(label(title, "body"))
        head.addWidget(self._changed)
        head.addStretch()
        words = box(gap=2)
        words.addLayout(head)
        words.addWidget(prose(help_text, "label", "text_3"))
        row = box(across=True, margins=(0, 10, 0, 10), gap=16)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._reset)
        self.setLayout(row)
        if not control.accessibleName():
            control.setAccessibleName(title)
        self.setToolTip(key)
        desk.preferences.changed.connect(self._look)
        self._look(key)

    def reset(self) -> None:
        """Back to the default, at once."""
        self._desk.preferences.reset(self.key)
        if self._restore is not None:
            self._restore()

    def _look(self, key: str) -> None:
        if key == self.key:
            changed = self._desk.preferences.is_set(self.key)
            self._changed.setVisible(changed)
            keeps = self._reset.sizePolicy()
            keeps.setRetainSizeWhenHidden(True)
            self._reset.setSizePolicy(keeps)
            self._reset.setVisible(changed)


def chosen_of(
    desk: Desk, *, key: str, title: str, help_text: str, choices: Sequence[tuple[str, str]], default: str
) -> SettingRow:
    """One of a few."""
    control = Segments(desk.theme, choices, name=title)
    control.choose(desk.preferences.text(key, default))
    control.chosen.connect(lambda name: desk.preferences.set(key, name))
    _as_set(desk, key, control, lambda: control.choose(desk.preferences.text(key, default)))
    return SettingRow(
        desk, key=key, title=title, help_text=help_text, control=control, restore=lambda: control.choose(default)
    )


def _as_set(desk: Desk, key: str, control: QWidget, show: Callable[[], object]) -> None:
    """A control follows what is set elsewhere, as by a command."""
    follow(control, desk.preferences.changed, lambda changed: show() if changed == key else None)


def listed(
    desk: Desk, *, key: str, title: str, help_text: str, choices: Sequence[tuple[str, str]], default: str
) -> SettingRow:
    """One of many."""
    control = Select(desk.theme, title)
    control.setMinimumWidth(180)
    for name, text in choices:
        control.addItem(text, name)
    control.setCurrentIndex(max(0, control.findData(desk.preferences.text(key, default))))
    control.activated.connect(lambda _: desk.preferences.set(key, str(control.currentData())))
    return SettingRow(
        desk,
        key=key,
        title=title,
        help_text=help_text,
        control=control,
        restore=lambda: control.setCurrentIndex(control.findData(default)),
    )


def switched(desk: Desk, *, key: str, title: str, help_text: str, default: bool) -> SettingRow:
    """On or off."""
    control = Switch(desk.theme, title)
    control.setChecked(desk.preferences.flag(key, default))
    control.clicked.connect(lambda on: desk.preferences.set(key, bool(on)))
    _as_set(desk, key, control, lambda: control.setChecked(desk.preferences.flag(key, default)))
    return SettingRow(
        desk, key=key, title=title, help_text=help_text, control=control, restore=lambda: control.setChecked(default)
    )


def slid(
    desk: Desk, *, key: str, title: str, help_text: str, least: int, most: int, step: int, default: int
) -> SettingRow:
    """A number in percent."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(least // step, most // step)
    slider.setFixedSize(180, 24)
    slider.setAccessibleName(title)
    shown = QLabel()
    shown.setFixedWidth(48)

    def show(value: int) -> None:
        slider.setValue(value // step)
        shown.setText(f"{value} %")

    def take(value: int) -> None:
        shown.setText(f"{value * step} %")
        desk.preferences.set(key, value * step)

    show(desk.preferences.number(key, default))
    slider.valueChanged.connect(take)
    both = QWidget()
    row = box(across=True, gap=8)
    row.addWidget(slider)
    row.addWidget(shown)
    both.setLayout(row)
    return SettingRow(desk, key=key, title=title, help_text=help_text, control=both, restore=lambda: show(default))


def folder_of(desk: Desk, *, key: str, title: str, help_text: str, default: str) -> SettingRow:
    """A folder of this machine."""
    shown = ElidedLabel(desk.preferences.text(key, default), "code", "text_2", middle=True)
    shown.setFixedWidth(220)
    shown.setAlignment(Qt.AlignmentFlag.AlignRight)

    def choose() -> None:
        chosen = QFileDialog.getExistingDirectory(shown, title, desk.preferences.text(key, default))
        if chosen:
            shown.setText(chosen)
            desk.preferences.set(key, chosen)

    chooser = button(desk.theme, say("Choose …"), dense=True, run=choose)

    def allow() -> None:
        refusal = desk.engine.folders_refusal
        chooser.setEnabled(not refusal)
        shown.setText(say("chosen there") if refusal else desk.preferences.text(key, default))
        for each in (chooser, shown):
            each.setToolTip(refusal)

    allow()
    follow(chooser, desk.engine.switched, allow)
    both = QWidget()
    row = box(across=True, gap=8)
    row.addWidget(shown)
    row.addWidget(chooser)
    both.setLayout(row)
    return SettingRow(
        desk, key=key, title=title, help_text=help_text, control=both, restore=lambda: shown.setText(default)
    )


def checkpoints_of(desk: Desk, *, title: str, help_text: str) -> SettingRow:
    """Where runs wait; kept as the list of checkpoints that the engine is given."""
    sets = {"none": [], "architecture": ["architecture"], "security": ["security"], "all": ["architecture", "security"]}
    names = {"none": say("None"), "architecture": say("Architecture"), "security": say("Security"), "all": say("Both")}
    control = Segments(desk.theme, list(names.items()), name=title)

    def show() -> None:
        kept = sorted(gates(desk))
        control.choose(next(name for name, each in sets.items() if sorted(each) == kept))

    show()
    control.chosen.connect(lambda name: desk.preferences.set(GATES, sets[name]))
    follow(control, desk.preferences.changed, lambda key: show() if key == GATES else None)
    return SettingRow(desk, key=GATES, title=title, help_text=help_text, control=control, restore=show)
