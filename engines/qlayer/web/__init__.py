"""How the pages of generated applications look and what stands on them, whichever stack serves them."""

from engines.qlayer.web.look import ACCENTS, Accent, Look, Tones, entity_icon, look
from engines.qlayer.web.pages import (
    Column,
    Fact,
    Filter,
    Input,
    Kind,
    PagesView,
    Reference,
    is_person,
    pages_view,
    title_fields,
)
from engines.qlayer.web.tones import StateView, main_line, state_views, step_label
from engines.qlayer.web.words import label

__all__ = [
    "ACCENTS",
    "Accent",
    "Column",
    "Fact",
    "Filter",
    "Input",
    "Kind",
    "Look",
    "PagesView",
    "Reference",
    "StateView",
    "Tones",
    "entity_icon",
    "is_person",
    "label",
    "look",
    "main_line",
    "pages_view",
    "state_views",
    "step_label",
    "title_fields",
]
