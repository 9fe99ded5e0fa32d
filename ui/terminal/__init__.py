"""A terminal as a widget: pyte keeps the screen, we paint it; the shell itself runs in the sandbox of a preview."""

from ui.terminal.place import ShellPlace

__all__ = ["ShellPlace"]
