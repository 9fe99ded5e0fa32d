"""How the window looks: tokens, palette, style sheet, icons and type. Widgets name roles, never a colour."""

from ui.theme.icons import Icons
from ui.theme.theme import Scheme, Theme
from ui.theme.tokens import Tokens, load_tokens
from ui.theme.type import Face

__all__ = ["Face", "Icons", "Scheme", "Theme", "Tokens", "load_tokens"]
