"""Small widgets of one purpose, painted from tokens; rooms are made of these."""

from ui.controls.badge import Badge
from ui.controls.buttons import button, icon_button
from ui.controls.cards import Card, line
from ui.controls.labels import label, prose
from ui.controls.search import SearchField
from ui.controls.segments import Segments
from ui.controls.select import Select
from ui.controls.states import Empty, Failure, Loading
from ui.controls.switch import Switch

__all__ = [
    "Badge",
    "Card",
    "Empty",
    "Failure",
    "Loading",
    "SearchField",
    "Segments",
    "Select",
    "Switch",
    "button",
    "icon_button",
    "label",
    "line",
    "prose",
]
