"""The focus and the parts of the window: F6 goes round them, Ctrl+M lets Tab leave a text, each has a first control."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.controls.tabbing import tabbing_of
from ui.language import say


def focus_next(regions: Sequence[QWidget]) -> None:
    """The focus goes to the next part that is shown and has a control."""
    shown = [region for region in regions if region.isVisible()]
    focus = QApplication.focusWidget()
    at = next((n for n, region in enumerate(shown) if focus is not None and region.isAncestorOf(focus)), -1)
    for step in range(1, len(shown) + 1):
        first = first_focus(shown[(at + step) % len(shown)])
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
            return


def turn_tab(window: QWidget) -> None:
    """Tab leaves the text that has the focus, or works on it again; said to those who cannot see it."""
    tabbing = tabbing_of(QApplication.focusWidget())
    if tabbing is not None:
        tabbing.leave(not tabbing.leaves)
        said = say("Tab leaves the text.") if tabbing.leaves else say("Tab works in the text.")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(window, said))


def first_focus(region: QWidget) -> QWidget | None:
    """The first control of a region that Tab would reach."""
    for widget in region.findChildren(QWidget):
        tabs = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if (
            tabs
            and widget.isVisible()
            and widget.isEnabled()
            and not (isinstance(widget, QLineEdit) and widget.isReadOnly())
        ):
            return widget
    return None
